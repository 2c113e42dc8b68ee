package io.explainrec.ml.ablation;

import io.explainrec.ml.eval.text.Derangement;
import io.explainrec.ml.instruct.InstructionRow;
import io.explainrec.ml.instruct.SequenceEncoder;
import io.explainrec.ml.llama.BatchGenerator;
import io.explainrec.ml.llama.Generation;
import io.explainrec.ml.llama.Linears;
import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.llama.PrefixScorer;
import io.explainrec.ml.text.Candidate;
import io.explainrec.ml.text.InstructionFormat;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What reasons carry by themselves: the second reading p2 of the consistency term, the model's logit of a like given a candidate and a
 * reason, with no history and less the verdict's words. Reasons of the data depend on their verdicts, so that a p2 on them is told
 * beside p2 on reasons that the model wrote for its own verdict, and on reasons of other candidates.
 */
final class SecondReading {
    static final String FIRST = "p1";
    private static final int BATCH = 16;
    private static final int LONGEST_REASON = 24;

    private final Llama llama;
    private final Linears linears;
    private final SequenceEncoder encoder;
    private final InstructionFormat format;

    /**
     * A candidate with a reason, and whose it is.
     *
     * @param question the row that it stands in
     */
    record Asked(InstructionRow question, InstructionRow.Candidate candidate) {}

    SecondReading(Llama llama, Linears linears, InstructionFormat format, SequenceEncoder.Reads reads) {
        this.llama = llama;
        this.linears = linears;
        this.format = format;
        encoder = new SequenceEncoder(format, reads);
    }

    /**
     * Logits by reading: {@value #FIRST}, and p2 with the data's, the model's own and shuffled reasons.
     *
     * @param asked at least 2
     * @param first the logits with the history
     */
    Map<String, double[]> scores(List<Asked> asked, double[] first, long seed, BooleanSupplier stop) {
        List<String> gold =
                asked.stream().map(one -> one.candidate.reason().text()).toList();
        int[] other = Derangement.of(asked.size(), seed);
        List<String> shuffled = IntStream.of(other).mapToObj(gold::get).toList();
        Map<String, double[]> readings = new LinkedHashMap<>();
        readings.put(FIRST, first);
        readings.put("p2-data", second(asked, gold, stop));
        readings.put("p2-generated", second(asked, written(asked, first, stop), stop));
        readings.put("p2-shuffled", second(asked, shuffled, stop));
        return readings;
    }

    private double[] second(List<Asked> asked, List<String> reasons, BooleanSupplier stop) {
        Map<String, List<Integer>> byKind = IntStream.range(0, asked.size())
                .boxed()
                .collect(Collectors.groupingBy(k -> asked.get(k).question.itemKind()));
        double[] second = new double[asked.size()];
        InstructionFormat.Answers answers = format.answers();
        try (PrefixScorer scorer = new PrefixScorer(llama, linears, answers.yes(), answers.no())) {
            byKind.forEach((kind, places) -> {
                List<int[]> suffixes = places.stream()
                        .map(k -> format.suffix(shown(asked.get(k)), reasons.get(k)))
                        .toList();
                float[] logits = scorer.score(format.alone(kind), suffixes, stop);
                for (int p = 0; p < logits.length; p++) {
                    second[places.get(p)] = logits[p];
                }
            });
        }
        return second;
    }

    /** Reasons that the model writes for its own verdict, as serving would. */
    private List<String> written(List<Asked> asked, double[] first, BooleanSupplier stop) {
        String[] texts = new String[asked.size()];
        List<int[]> prompts = IntStream.range(0, asked.size())
                .mapToObj(k -> joined(
                        prefix(asked.get(k)), format.suffix(shown(asked.get(k))), format.reasonHeading(first[k] > 0)))
                .toList();
        Set<Integer> ends =
                Set.copyOf(Arrays.stream(format.endOfReason()).boxed().toList());
        new BatchGenerator(llama, linears, BATCH)
                .generate(
                        prompts,
                        Generation.greedy(LONGEST_REASON, ends),
                        (prompt, tokens) -> texts[prompt] = llama.tokenizer().decode(tokens),
                        stop);
        return List.of(texts);
    }

    private static int[] joined(int[]... parts) {
        return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
    }

    private int[] prefix(Asked one) {
        return encoder.prefix(one.question);
    }

    private Candidate shown(Asked one) {
        return encoder.shown(one.candidate);
    }
}
