package io.explainrec.ml.task;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.explainrec.ml.llama.Linears;
import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.llama.SequenceBatch;
import io.explainrec.ml.task.TaskSequence.Rated;
import io.explainrec.ml.tensor.Torch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Ratings on an ordered scale: z = logit(yes) - logit(no) where the prompt asks for a rating, against learned thresholds of each scale
 * ({@link OrdinalThresholds}). The loss is the mean over the batch's ratings. Owns the thresholds.
 */
public final class RatingTask implements Task<TaskSequence>, AutoCloseable {
    public static final String NAME = "rating";

    private final NDManager manager = Torch.manager();
    private final Llama llama;
    private final int yes;
    private final int no;
    private final Map<String, OrdinalThresholds> scales = new TreeMap<>();

    /**
     * @param yes id of the token that answers a like
     * @param no id of the token that answers a dislike
     * @param grades how many each scale has, at least 2
     * @param rows from whose shares of grades the thresholds begin
     * @throws IllegalArgumentException where a row has a grade that its scale has not
     */
    public RatingTask(Llama llama, int yes, int no, Map<String, Integer> grades, List<TaskSequence> rows) {
        this.llama = llama;
        this.yes = yes;
        this.no = no;
        Map<String, long[]> counts = new TreeMap<>();
        grades.forEach((scale, most) -> counts.put(scale, new long[most]));
        for (Rated rated : rated(rows)) {
            long[] of = counts.get(rated.scale());
            if (of == null || rated.grade() > of.length) {
                manager.close();
                throw new IllegalArgumentException("a candidate has grade " + rated.grade() + " on the scale '"
                        + rated.scale() + "'; expected one of the scales " + grades);
            }
            of[rated.grade() - 1]++;
        }
        counts.forEach((scale, of) -> scales.put(scale, OrdinalThresholds.ofCounts(manager, of)));
    }

    private static List<Rated> rated(List<TaskSequence> rows) {
        return rows.stream().flatMap(row -> row.ratings().stream()).toList();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Map<String, NDArray> parameters() {
        Map<String, NDArray> parameters = new LinkedHashMap<>();
        scales.forEach((scale, thresholds) ->
                thresholds.parameters().forEach((name, array) -> parameters.put(scale + "." + name, array)));
        return parameters;
    }

    @Override
    public Batch<TaskSequence> over(List<TaskSequence> batch) {
        return new Ratings(rated(batch).size());
    }

    private final class Ratings implements Batch<TaskSequence> {
        private final int labels;

        Ratings(int labels) {
            this.labels = labels;
        }

        @Override
        public int labels() {
            return labels;
        }

        @Override
        public long[] places(List<TaskSequence> part, SequenceBatch read) {
            List<Long> places = new ArrayList<>();
            for (int s = 0; s < part.size(); s++) {
                List<Rated> ratings = part.get(s).ratings();
                int behind = part.get(s).verdicts().candidates().size();
                for (int r = 0; r < ratings.size(); r++) {
                    places.add(read.place(s, behind + r, ratings.get(r).prompt().length - 1));
                }
            }
            return places.stream().mapToLong(Long::longValue).toArray();
        }

        @Override
        public Share share(List<TaskSequence> part, NDArray hidden, Linears linears) {
            NDManager scope = hidden.getManager();
            NDArray z = llama.difference(hidden, yes, no); // (N,1)
            List<Rated> ratings = rated(part);
            NDArray sum = null;
            for (Map.Entry<String, OrdinalThresholds> scale : scales.entrySet()) {
                List<Integer> own = new ArrayList<>();
                for (int r = 0; r < ratings.size(); r++) {
                    if (ratings.get(r).scale().equals(scale.getKey())) {
                        own.add(r);
                    }
                }
                if (!own.isEmpty()) {
                    NDArray places = scope.create(
                            own.stream().mapToLong(Integer::longValue).toArray());
                    int[] grades =
                            own.stream().mapToInt(r -> ratings.get(r).grade()).toArray();
                    NDArray loss =
                            scale.getValue().loss(Torch.rows(z, places), grades).sum();
                    sum = sum == null ? loss : sum.add(loss);
                }
            }
            NDArray loss = sum.div(scope.create((float) labels));
            return new Share(loss, Map.of(NAME, (double) loss.getFloat()));
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
