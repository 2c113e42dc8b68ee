package io.explainrec.ml.ablation;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.TimeSplit;
import io.explainrec.ml.evidence.fit.DataSet;
import io.explainrec.ml.instruct.InstructionBuilder;
import io.explainrec.ml.instruct.InstructionRow;
import io.explainrec.ml.instruct.StatedReasons;
import java.util.ArrayList;
import java.util.Arrays;
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
 * @param questions one for each user
 * @param places where each row is asked about
 */
public record HeldOut(Interactions past, Interactions rows, List<InstructionRow> questions, List<Place> places) {
    /**
     * Where a row is asked about.
     *
     * @param question its number
     * @param candidate its number in the question
     */
    public record Place(int question, int candidate) {}

    /** Who judged what: items of equal names in two domains are two. */
    private record Judged(String user, String domain, String item) {}

    /**
     * @param stated reasons that people gave
     * @param perUser most items of a user, the first in time
     */
    public static HeldOut of(DataSet data, StatedReasons stated, InstructionBuilder.Options options, int perUser) {
        TimeSplit split = TimeSplit.global(data.interactions());
        Interactions test = split.test();
        List<InstructionRow> questions = new InstructionBuilder(data, stated, options, UnaryOperator.identity())
                .frozen(split.past(), test, perUser).stream().toList();
        Map<Judged, Place> asked = new HashMap<>();
        for (int q = 0; q < questions.size(); q++) {
            InstructionRow question = questions.get(q);
            for (int c = 0; c < question.candidates().size(); c++) {
                String item = question.candidates().get(c).item();
                asked.putIfAbsent(new Judged(question.user(), question.itemKind(), item), new Place(q, c));
            }
        }
        List<Place> places = IntStream.range(0, test.size())
                .mapToObj(r -> asked.get(new Judged(
                        test.userName(test.user(r)), test.itemDomain(test.item(r)), test.itemName(test.item(r)))))
                .toList();
        int[] kept = IntStream.range(0, test.size())
                .filter(r -> places.get(r) != null)
                .toArray();
        return new HeldOut(
                split.past(),
                test.select(kept),
                questions,
                Arrays.stream(kept).mapToObj(places::get).toList());
    }

    /**
     * Scores in the order of the rows.
     *
     * @param answers by question and candidate
     */
    public double[] ordered(List<float[]> answers) {
        return places.stream()
                .mapToDouble(place -> answers.get(place.question)[place.candidate])
                .toArray();
    }

    /** What a row asks. */
    SecondReading.Asked asked(int row) {
        InstructionRow question = questions.get(places.get(row).question);
        return new SecondReading.Asked(question, question.candidates().get(places.get(row).candidate));
    }

    /**
     * Rows whose candidates have a reason, in order, drawn by a seed.
     *
     * @param most rows at most
     */
    int[] reasoned(int most, long seed) {
        List<Integer> reasoned = new ArrayList<>(IntStream.range(0, places.size())
                .filter(row -> asked(row).candidate().reason() != null)
                .boxed()
                .toList());
        Collections.shuffle(reasoned, new Random(seed));
        return reasoned.stream()
                .limit(most)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
    }
}
