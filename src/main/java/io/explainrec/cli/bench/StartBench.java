package io.explainrec.cli.bench;

import io.explainrec.cli.command.ScratchInstallation;
import io.explainrec.cli.server.ShopClient;
import io.explainrec.ml.llama.Llama;
import io.explainrec.platform.assets.Assets;
import io.explainrec.platform.installation.Installation;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * How long a start takes that is not the first, beside a bare Quarkus application in the same run. A start may take three
 * times the bare one's, and the model's load on top: {@code ratio = (ready with the model - load) / bare}.
 */
public final class StartBench {
    private final int repetitions;
    private final PrintStream out;

    public StartBench(int repetitions, PrintStream out) {
        this.repetitions = repetitions;
        this.out = out;
    }

    /** Sides take turns, a pair a repetition. */
    public void run() {
        try (ScratchInstallation scratch = ScratchInstallation.make()) {
            Path bare = BareQuarkus.build(scratch.folder("bare"));
            try (ServerProcess first = ServerProcess.up(scratch.installation(), ScratchInstallation.freePort())) {
                awaitModel(first, System.nanoTime());
            }
            double load = loadSeconds();
            double[] bareSeconds = new double[repetitions];
            double[] answers = new double[repetitions];
            double[] withoutLoad = new double[repetitions];
            for (int i = 0; i < repetitions; i++) {
                bareSeconds[i] = timed(port -> ServerProcess.jar(bare, port), this::awaitHello);
                double[] ready = new double[1];
                withoutLoad[i] = timed(port -> ServerProcess.up(scratch.installation(), port), (server, start) -> {
                            server.await("/q/health", body -> true);
                            ready[0] = seconds(start);
                            return awaitModel(server, start);
                        })
                        - load;
                answers[i] = ready[0];
            }
            Samples bareSamples = new Samples("bare Quarkus, first answer", bareSeconds);
            Samples answerSamples = new Samples("ExplainRec, first answer", answers);
            Samples loadedSamples = new Samples("ExplainRec, model ready, less its load", withoutLoad);
            out.println(bareSamples.row());
            out.println(answerSamples.row());
            out.println(loadedSamples.row());
            out.printf(Locale.ROOT, "RESULT start.model_load_seconds %.3f%n", load);
            out.println(bareSamples.speedupOver(answerSamples).result("start.answer_ratio"));
            out.println(bareSamples.speedupOver(loadedSamples).result("start.ratio"));
        }
    }

    private interface Wait {
        double until(ServerProcess server, long start);
    }

    private double timed(IntFunction<ServerProcess> starter, Wait wait) {
        int port = ScratchInstallation.freePort();
        long start = System.nanoTime();
        try (ServerProcess server = starter.apply(port)) {
            return wait.until(server, start);
        }
    }

    private double awaitHello(ServerProcess server, long start) {
        server.await("/hello", body -> true);
        return seconds(start);
    }

    private static double awaitModel(ServerProcess server, long start) {
        server.await("/q/health", ShopClient::saysModelReady);
        return seconds(start);
    }

    private static double loadSeconds() {
        Path weights = Assets.of(Installation.configured()).path("smollm2");
        long start = System.nanoTime();
        Llama.open(weights).close();
        return seconds(start);
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    /** A port of loopback that nobody listens on. */
}
