package io.explainrec.cli.bench;

import io.explainrec.ml.adapt.Adaptation;
import io.explainrec.ml.adapt.LabelledStates;
import io.explainrec.ml.adapt.TokenAdaptation;
import io.explainrec.ml.adapt.TokenSteps;
import io.explainrec.ml.adapt.UserHead;
import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.llama.PrefixScorer;
import io.explainrec.ml.llama.SharedPrompts;
import io.explainrec.ml.tensor.Torch;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What adapting to a user costs in a request: the forward of 8 verdicts over a history of 440 tokens, and behind it 5 steps and the
 * logits of 20 candidates, whose states the request has anyway; and what a user's token costs the background, history and 5 steps, and the
 * longest of its calls, which a request may have to wait for.
 */
public final class AdaptationBench {
    private static final int PREFIX = 440;
    private static final int SUPPORT = 8;
    private static final int CANDIDATES = 20;
    private static final int SUFFIX = 48;
    private static final int STEPS = 5;

    private final Path weights;
    private final int repetitions;
    private final PrintStream out;

    public AdaptationBench(Path weights, int repetitions, PrintStream out) {
        this.weights = weights;
        this.repetitions = repetitions;
        this.out = out;
    }

    public void run() {
        int threads = Runtime.getRuntime().availableProcessors();
        Torch.inferenceThread(threads);
        out.printf(
                "%d verdicts over %d tokens, %d steps, %d candidates, %d threads%n",
                SUPPORT, PREFIX, STEPS, CANDIDATES, threads);
        try (Llama llama = Llama.open(weights);
                PrefixScorer scorer = new PrefixScorer(llama, ScoringBench.FIRST_ID, ScoringBench.FIRST_ID + 1)) {
            Random random = new Random(0);
            int[] prefix = ScoringBench.ids(random, PREFIX, llama.config().vocabulary());
            PrefixScorer.States asked =
                    scorer.states(new SharedPrompts(prefix, suffixes(random, CANDIDATES, llama)), null, () -> false);
            SharedPrompts said = new SharedPrompts(prefix, suffixes(random, SUPPORT, llama));
            int width = llama.config().embed();
            Adaptation adaptation = new Adaptation(new float[width], 10, new double[width], 0, 1, 0.5, STEPS);
            boolean[] liked = new boolean[SUPPORT];
            for (int r = 0; r < SUPPORT; r++) {
                liked[r] = r % 2 == 0;
            }
            double[] forward = new double[repetitions];
            double[] behind = new double[repetitions];
            double[] token = new double[repetitions];
            double[] call = new double[repetitions];
            float[] own = llama.embedding(ScoringBench.FIRST_ID);
            for (int i = 0; i < repetitions; i++) {
                long begin = System.nanoTime();
                PrefixScorer.States states = scorer.states(said, null, () -> false);
                long between = System.nanoTime();
                UserHead head = adaptation.adapt(new LabelledStates(states.hidden(), states.scores(), liked));
                for (int c = 0; c < CANDIDATES; c++) {
                    adaptation.logit(head, asked.hidden().get(c), asked.scores()[c]);
                }
                forward[i] = (between - begin) / 1e9;
                behind[i] = (System.nanoTime() - between) / 1e9;
                TokenSteps steps = new TokenSteps(
                        new TokenAdaptation(own, 1, STEPS), stopped -> scorer.gradient(said, liked, stopped));
                try (steps) {
                    while (!steps.done()) {
                        long step = System.nanoTime();
                        steps.step(() -> false);
                        double took = (System.nanoTime() - step) / 1e9;
                        token[i] += took;
                        call[i] = Math.max(call[i], took);
                    }
                }
            }
            Samples forwards = new Samples("forward of the verdicts", forward);
            Samples after = new Samples("steps and logits behind it", behind);
            out.println(forwards.row());
            Samples tokens = new Samples("a user's token", token);
            Samples calls = new Samples("its longest call", call);
            out.println(after.row());
            out.println(tokens.row());
            out.println(calls.row());
            out.printf(Locale.ROOT, "RESULT adaptation.support_forward_ms %.1f%n", forwards.median() * 1e3);
            out.printf(Locale.ROOT, "RESULT adaptation.after_forward_ms %.3f%n", after.median() * 1e3);
            out.printf(Locale.ROOT, "RESULT adaptation.after_forward_ms.high %.3f%n", after.highest() * 1e3);
            out.printf(Locale.ROOT, "RESULT adaptation.token_ms %.1f%n", tokens.median() * 1e3);
            out.printf(Locale.ROOT, "RESULT adaptation.token_longest_call_ms %.1f%n", calls.median() * 1e3);
        }
    }

    private static List<int[]> suffixes(Random random, int count, Llama llama) {
        return IntStream.range(0, count)
                .mapToObj(i -> ScoringBench.ids(random, SUFFIX, llama.config().vocabulary()))
                .toList();
    }
}
