package io.explainrec.cli.bench;

import io.explainrec.cli.command.CommandException;
import io.explainrec.cli.command.ScratchInstallation;
import io.explainrec.cli.server.ShopClient;
import io.explainrec.platform.identity.FirstStart;
import io.explainrec.platform.installation.Secrets;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** How long a request takes where the language model is heard and where it is not, of one shop alone and of several requests at once. */
public final class ServingBench {
    private static final int ITEMS = 500;
    private static final int USERS = 64;
    private static final int EVENTS_OF_A_USER = 20;
    private static final int[] AT_ONCE = {1, 2, 4, 8};
    private static final String NOT_ASKED = "-Dexplainrec.recommend.scored-by-model=0";

    private final int repetitions;
    private final PrintStream out;

    public ServingBench(int repetitions, PrintStream out) {
        this.repetitions = repetitions;
        this.out = out;
    }

    /** Sides take turns, each with so many requests at once. */
    public void run() {
        try (Shop heard = Shop.open();
                Shop unheard = Shop.open(NOT_ASKED);
                ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE[AT_ONCE.length - 1])) {
            for (int atOnce : AT_ONCE) {
                Answers with = new Answers();
                Answers without = new Answers();
                for (int round = 0; round < repetitions; round++) {
                    heard.ask(round * atOnce, atOnce, threads, with);
                    unheard.ask(round * atOnce, atOnce, threads, without);
                }
                with.print("model", atOnce, out);
                without.print("no_model", atOnce, out);
            }
        }
    }

    /** What came of some requests. */
    private static final class Answers {
        private final List<Double> whole = new ArrayList<>();
        private final List<Double> degraded = new ArrayList<>();

        synchronized void add(double seconds, boolean complete) {
            (complete ? whole : degraded).add(seconds);
        }

        void print(String side, int atOnce, PrintStream out) {
            String name = side.replace('_', ' ') + ", " + atOnce + " at once";
            for (var answers : List.of(whole, degraded)) {
                if (!answers.isEmpty()) {
                    String kind = answers == whole ? ", whole" : ", degraded";
                    Samples samples = new Samples(
                            name + kind,
                            answers.stream().mapToDouble(Double::doubleValue).toArray());
                    out.println(samples.row());
                    out.printf(
                            Locale.ROOT,
                            "RESULT serving.%s.%d.%s_seconds %.3f%n",
                            side,
                            atOnce,
                            answers == whole ? "whole" : "degraded",
                            samples.median());
                }
            }
            out.printf(
                    Locale.ROOT,
                    "RESULT serving.%s.%d.degraded_share %.3f%n",
                    side,
                    atOnce,
                    degraded.size() / (double) (whole.size() + degraded.size()));
        }
    }

    /** A server with made users, films and verdicts. */
    private record Shop(ScratchInstallation scratch, ServerProcess server, ShopClient client) implements AutoCloseable {
        static Shop open(String... settings) {
            ScratchInstallation scratch = ScratchInstallation.make();
            int port = ScratchInstallation.freePort();
            ServerProcess server = ServerProcess.up(scratch.installation(), port, settings);
            try {
                server.await("/q/health", ShopClient::saysModelReady);
                ShopClient client = new ShopClient(
                        port,
                        new Secrets(scratch.installation())
                                .read(FirstStart.TOKEN)
                                .orElseThrow());
                Shop shop = new Shop(scratch, server, client);
                shop.fill();
                return shop;
            } catch (RuntimeException e) {
                server.close();
                scratch.close();
                throw e;
            }
        }

        private void fill() {
            client.stock(ITEMS);
            Random random = new Random(0);
            for (int event = 0; event < USERS * EVENTS_OF_A_USER; event++) {
                var told = new ShopClient.Event(
                        "event-" + event, user(event), ShopClient.item(random.nextInt(ITEMS)), random.nextBoolean());
                if (client.tell(told).isEmpty()) {
                    throw new CommandException("the server did not take the bench's events");
                }
            }
            answer(0, new Answers()); // the first loads what the others find in memory
        }

        private static String user(int number) {
            return "user-" + number % USERS;
        }

        void ask(int first, int atOnce, ExecutorService threads, Answers answers) {
            CompletableFuture.allOf(IntStream.range(first, first + atOnce)
                            .mapToObj(number -> CompletableFuture.runAsync(() -> answer(number, answers), threads))
                            .toArray(CompletableFuture[]::new))
                    .join();
        }

        private void answer(int number, Answers answers) {
            long start = System.nanoTime();
            ShopClient.Answer answer = client.ask(user(number))
                    .orElseThrow(() -> new CommandException("the server did not answer a request"));
            answers.add((System.nanoTime() - start) / 1e9, answer.degraded() == null);
        }

        @Override
        public void close() {
            server.close();
            scratch.close();
        }
    }
}
