package io.explainrec.ml.ablation;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.TimeSplit;
import io.explainrec.ml.evidence.fit.DataSet;
import io.explainrec.ml.instruct.InstructionBuilder;
import io.explainrec.ml.instruct.InstructionRow;
import io.explainrec.ml.instruct.StatedReasons;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The last tenth of a data set in time, as questions to a language model: of each user the history as it stood at the cut, and the
 * items judged after it.
 *
 * @param past what was before the cut
 * @param rows the events that are asked about
 * @param questions one for each user, by name
 */
public record HeldOut(Interactions past, Interactions rows, List<InstructionRow> questions) {
    /**
     * @param stated reasons that people gave
     * @param perUser most items of a user, the first in time
     */
    public static HeldOut of(DataSet data, StatedReasons stated, InstructionBuilder.Options options, int perUser) {
        TimeSplit split = TimeSplit.global(data.interactions());
        List<InstructionRow> questions = new InstructionBuilder(data, stated, options, UnaryOperator.identity())
                .frozen(split.past(), split.test(), perUser);
        Interactions test = split.test();
        Map<String, Map<String, Integer>> asked = numbered(questions);
        boolean[] kept = new boolean[test.size()];
        for (int r = 0; r < kept.length; r++) {
            kept[r] =
                    asked.getOrDefault(test.userName(test.user(r)), Map.of()).containsKey(test.itemName(test.item(r)));
        }
        return new HeldOut(split.past(), test.select(kept), questions);
    }

    /**
     * Places of rows whose candidates have a reason, in order, drawn by a seed.
     *
     * @param most places at most
     */
    int[] reasoned(int most, long seed) {
        List<SecondReading.Asked> asked = asked();
        List<Integer> places = new ArrayList<>(IntStream.range(0, asked.size())
                .filter(r -> asked.get(r).candidate().reason() != null)
                .boxed()
                .toList());
        Collections.shuffle(places, new Random(seed));
        return places.stream().limit(most).mapToInt(Integer::intValue).sorted().toArray();
    }

    /** By row, what is asked. */
    List<SecondReading.Asked> asked() {
        Map<String, Map<String, Integer>> numbered = numbered(questions);
        Map<String, InstructionRow> byUser = new HashMap<>();
        questions.forEach(question -> byUser.put(question.user(), question));
        return IntStream.range(0, rows.size())
                .mapToObj(r -> {
                    String user = rows.userName(rows.user(r));
                    InstructionRow question = byUser.get(user);
                    int c = numbered.get(user).get(rows.itemName(rows.item(r)));
                    return new SecondReading.Asked(
                            question, question.candidates().get(c));
                })
                .toList();
    }

    private static Map<String, Map<String, Integer>> numbered(List<InstructionRow> questions) {
        Map<String, Map<String, Integer>> numbered = new HashMap<>();
        for (InstructionRow row : questions) {
            Map<String, Integer> items = numbered.computeIfAbsent(row.user(), user -> new HashMap<>());
            for (int c = 0; c < row.candidates().size(); c++) {
                items.putIfAbsent(row.candidates().get(c).item(), c);
            }
        }
        return numbered;
    }

    /**
     * Scores in the order of the rows.
     *
     * @param answers by question and candidate
     */
    public double[] ordered(List<float[]> answers) {
        Map<String, Map<String, Integer>> numbered = numbered(questions);
        Map<String, float[]> byUser = new HashMap<>();
        for (int q = 0; q < questions.size(); q++) {
            byUser.put(questions.get(q).user(), answers.get(q));
        }
        double[] scores = new double[rows.size()];
        for (int r = 0; r < scores.length; r++) {
            String user = rows.userName(rows.user(r));
            scores[r] = byUser.get(user)[numbered.get(user).get(rows.itemName(rows.item(r)))];
        }
        return scores;
    }
}
