package io.explainrec.cli.bench;

import io.explainrec.cli.server.ShopClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/** Writes from several threads at once, and what became of each: acknowledged, or in doubt. */
final class Writers {
    private static final int THREADS = 4;
    private static final int USERS = 300;
    private static final long PAUSE_AFTER_A_FAILURE = 20_000_000;

    private final ShopClient shop;
    private final int items;
    private final Map<ShopClient.Event, UUID> told = new ConcurrentHashMap<>();
    private final Map<UUID, List<String>> answered = new ConcurrentHashMap<>();
    private final Queue<ShopClient.Event> doubtful = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    Writers(ShopClient shop, int items) {
        this.shop = shop;
        this.items = items;
    }

    /** Acknowledged interactions by what was sent. */
    Map<ShopClient.Event, UUID> told() {
        return told;
    }

    /** Acknowledged recommendations: the items of each. */
    Map<UUID, List<String>> answered() {
        return answered;
    }

    void start(long seed) {
        stopped = false;
        for (int i = 0; i < THREADS; i++) {
            Random random = new Random(seed * THREADS + i);
            threads.add(Thread.ofPlatform().name("writer-" + i).start(() -> {
                while (!stopped) {
                    step(random);
                }
            }));
        }
    }

    /** Lets the writes end that are under way. */
    void stop() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
        threads.clear();
    }

    /** Sends again, under the same keys, what nobody acknowledged. */
    void settle() {
        for (ShopClient.Event event = doubtful.poll(); event != null; event = doubtful.poll()) {
            tell(event);
        }
    }

    private void step(Random random) {
        String user = "user-" + random.nextInt(USERS);
        if (random.nextInt(4) == 0) {
            shop.ask(user).ifPresent(answer -> answered.put(answer.id(), answer.items()));
        } else {
            tell(event(user, random));
        }
    }

    /** One interaction; whether it was acknowledged. */
    boolean writeOnce(Random random) {
        return tell(event("user-0", random));
    }

    private ShopClient.Event event(String user, Random random) {
        return new ShopClient.Event(
                new UUID(random.nextLong(), random.nextLong()).toString(),
                user,
                ShopClient.item(random.nextInt(items)),
                random.nextBoolean());
    }

    private boolean tell(ShopClient.Event event) {
        Optional<UUID> id = shop.tell(event);
        if (id.isPresent()) {
            told.put(event, id.get());
        } else {
            doubtful.add(event);
            LockSupport.parkNanos(PAUSE_AFTER_A_FAILURE);
        }
        return id.isPresent();
    }
}
