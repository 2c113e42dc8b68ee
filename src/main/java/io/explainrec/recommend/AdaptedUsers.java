package io.explainrec.recommend;

import io.explainrec.catalog.Domain;
import io.explainrec.catalog.Item;
import io.explainrec.catalog.ItemService;
import io.explainrec.inference.LanguageModel;
import io.explainrec.inference.ModelUnavailable;
import io.explainrec.ml.adapt.Support;
import io.explainrec.ml.adapt.UserHead;
import io.explainrec.ml.adapt.UserToken;
import io.explainrec.platform.PersonalDataHolder;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * What the last users' verdicts change in the language model's answer, in memory: a head, computed when first asked for, and where the
 * model makes one a token, computed in the background; anew once the user said something else.
 */
@ApplicationScoped
class AdaptedUsers implements PersonalDataHolder {
    private static final Logger LOG = Logger.getLogger(AdaptedUsers.class);
    private static final int MOST_WAIT = 100;
    private static final int ERASED_REMEMBERED = 1000;
    /** How long a token that could not be made is left alone. */
    private static final Duration REST = Duration.ofMinutes(10);

    private final LanguageModel models;
    private final ItemService items;
    private final RecommendConfig config;
    /** Guards {@link #begun} and {@link #erased} as well. */
    private final Map<Whose, Adapted> last;

    /** Tokens that the background has before it, by the digest that they are of. */
    private final Map<Whose, UUID> begun = new HashMap<>();

    /** The last who were erased, so that a request that began before keeps nothing of them; ids do not come back. */
    private final Set<UUID> erased = Collections.newSetFromMap(mostRecent(ERASED_REMEMBERED, false));

    private final ThreadPoolExecutor background = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAIT),
            Thread.ofPlatform().daemon().name("user-tokens").factory());

    AdaptedUsers(LanguageModel models, ItemService items, RecommendConfig config) {
        this.models = models;
        this.items = items;
        this.config = config;
        last = mostRecent(config.adaptedUsers(), true);
    }

    /**
     * @param used whether those count that were looked up last, else those that were put last
     */
    private static <K, V> Map<K, V> mostRecent(int most, boolean used) {
        return new LinkedHashMap<>(16, 0.75f, used) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    private record Whose(UUID user, UUID domain) {}

    /**
     * @param of digest of the model, of all that the user said, and of the items' vectors that the model reads
     * @param head null until it was asked for
     * @param token null until the background made it
     * @param failed when it could not, in nanoseconds; 0 where it did not fail
     */
    private record Adapted(UUID of, UserHead head, UserToken token, long failed) {
        Adapted with(UserHead head) {
            return new Adapted(of, head, token, failed);
        }

        /**
         * @param token null where it could not be made
         */
        Adapted with(UserToken token) {
            return new Adapted(of, head, token, token == null ? System.nanoTime() : 0);
        }

        /** Whether it failed a short while ago, and would again. */
        boolean rests() {
            return failed != 0 && System.nanoTime() - failed < REST.toNanos();
        }
    }

    /** For whom, by which model, and in which domain. */
    record Asked(String model, Domain domain, Requester requester) {
        private Whose whose() {
            return new Whose(requester.userId(), domain.id());
        }
    }

    /**
     * A user's head.
     *
     * @param prompts as the model was taught to read them
     * @throws ModelUnavailable where it is not there yet and cannot be computed in time
     */
    UserHead head(Asked asked, Prompts prompts, Duration deadline) {
        Whose whose = asked.whose();
        UUID of = digest(asked, prompts);
        UserHead known = known(whose, of).head;
        if (known != null) {
            return known;
        }
        UserHead head = models.head(asked.model, support(asked, prompts), deadline);
        if (whose.user != null) {
            synchronized (last) {
                keep(whose, known(whose, of).with(head));
            }
        }
        return head;
    }

    /** What is known of somebody who said this; nothing where it was something else. */
    private Adapted known(Whose whose, UUID of) {
        synchronized (last) {
            Adapted known = last.get(whose);
            return known != null && known.of.equals(of) ? known : new Adapted(of, null, null, 0);
        }
    }

    /**
     * A user's token; null where the model makes none, or the background has not come to it yet.
     *
     * @param prompts as the model was taught to read them
     */
    UserToken token(Asked asked, Prompts prompts) {
        return hasToken(asked) ? known(asked.whose(), digest(asked, prompts)).token : null;
    }

    private boolean hasToken(Asked asked) {
        return asked.requester.userId() != null && config.adaptedUsers() > 0 && models.adaptsByToken(asked.model);
    }

    /**
     * Has the background make a user's token where the model makes some and there is none yet; for the end of a request, which would
     * have to wait for it before.
     */
    void beginToken(Asked asked, Prompts prompts) {
        if (!hasToken(asked)) {
            return;
        }
        Whose whose = asked.whose();
        UUID of = digest(asked, prompts);
        synchronized (last) {
            Adapted known = known(whose, of);
            if (known.token != null || of.equals(begun.get(whose)) || known.rests() || erased.contains(whose.user)) {
                return;
            }
            begun.put(whose, of);
            keep(whose, known);
        }
        boolean waits = false;
        try {
            background.execute(new Learning(whose, of, asked.model, support(asked, prompts)));
            waits = true;
        } catch (RejectedExecutionException full) {
            LOG.debug("A later request begins somebody's token: too many wait");
        } finally {
            if (!waits) {
                ended(whose, of);
            }
        }
    }

    /** A token that the background makes, unless the person said something else or was erased meanwhile. */
    private final class Learning implements Runnable {
        private final Whose whose;
        private final UUID of;
        private final String model;
        private final Support support;

        Learning(Whose whose, UUID of, String model, Support support) {
            this.whose = whose;
            this.of = of;
            this.model = model;
            this.support = support;
        }

        @Override
        public void run() {
            if (!wanted(whose, of)) {
                return;
            }
            UserToken token = null;
            try {
                token = models.token(model, support, config.tokenDeadline());
            } catch (ModelUnavailable e) {
                LOG.debugf("No token was made of somebody: %s", e.getMessage());
            } finally {
                synchronized (last) {
                    if (ended(whose, of)) {
                        UserToken made = token;
                        last.computeIfPresent(whose, (w, known) -> known.of.equals(of) ? known.with(made) : known);
                    }
                }
            }
        }
    }

    /** Whether the background has this token before it. */
    private boolean wanted(Whose whose, UUID of) {
        synchronized (last) {
            return of.equals(begun.get(whose));
        }
    }

    /** The background has it before it no more: whether it had until now. */
    private boolean ended(Whose whose, UUID of) {
        synchronized (last) {
            return begun.remove(whose, of);
        }
    }

    private void keep(Whose whose, Adapted adapted) {
        synchronized (last) {
            if (!erased.contains(whose.user)) {
                last.put(whose, adapted);
            }
        }
    }

    @PreDestroy
    void close() {
        background.shutdownNow();
    }

    private static UUID digest(Asked asked, Prompts prompts) {
        String said = asked.requester.events().stream()
                .map(event -> event.itemId()
                        + (event.liked() ? "+" : "-")
                        + event.told().second()
                        + event.reason()
                        + Arrays.hashCode(prompts.vectors().get(event.itemId())))
                .collect(Collectors.joining("\n", asked.model + "\n", ""));
        return UUID.nameUUIDFromBytes(said.getBytes(StandardCharsets.UTF_8));
    }

    /** The newest verdicts in the domain, and what was before the first of them. */
    private Support support(Asked asked, Prompts prompts) {
        List<Requester.Event> all = asked.requester.events();
        List<Requester.Event> said = all.stream()
                .filter(event -> event.domainId().equals(asked.domain.id()))
                .toList();
        said = said.subList(Math.max(0, said.size() - Support.MOST), said.size());
        List<Requester.Event> before = said.isEmpty() ? all : all.subList(0, all.indexOf(said.getFirst()));
        Set<UUID> ids = said.stream().map(Requester.Event::itemId).collect(Collectors.toSet());
        Map<UUID, Item> found = items.byIds(ids);
        return new Support(
                prompts.profile(before),
                said.stream()
                        .map(event -> new Support.Said(
                                prompts.candidate(
                                        event.itemId(),
                                        event.title(),
                                        found.get(event.itemId()).attributes()),
                                event.liked()))
                        .toList());
    }

    @Override
    public String part() {
        return "languageModelAdaptations";
    }

    /** Numbers that mean nothing to people, so that it is said alone in how many domains there are some. */
    @Override
    public Object export(UUID userId) {
        synchronized (last) {
            return Map.of(
                    "inMemory",
                    last.keySet().stream()
                            .filter(whose -> userId.equals(whose.user))
                            .count());
        }
    }

    @Override
    public Map<String, Long> erase(UUID userId) {
        synchronized (last) {
            erased.add(userId);
            begun.keySet().removeIf(whose -> userId.equals(whose.user));
            background.getQueue().removeIf(task -> task instanceof Learning own && userId.equals(own.whose.user));
            long before = last.size();
            last.keySet().removeIf(whose -> userId.equals(whose.user));
            return Map.of("languageModelAdaptations", before - last.size());
        }
    }
}
