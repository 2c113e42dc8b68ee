package io.explainrec.ml.cf;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.Scorer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Simple scorers, stacked: {@code logit p = b + sum over members of w_k z_k}, z being their scores in standard deviations, by logistic
 * regression (Wolpert, Neural Networks 1992). The weights are fitted on the last ninth of the past, scored by members that learned from what is
 * before it; then members learn from all of it. Without times it is every ninth row.
 *
 * @param members any; what they learn from is never what they are weighed by
 */
public record Ensemble(String name, List<Scorer> members) implements Scorer {
    private static final int PARTS = 9;
    /** Ridge on a weight: scikit-learn's {@code C = 0.1}. */
    private static final double RIDGE = 10;
    /** Of the intercept, which is then held where all that was held out is one verdict. */
    private static final double LITTLE = 1e-3;

    public Ensemble {
        members = List.copyOf(members);
    }

    @Override
    public Scale scale() {
        return Scale.LOG_ODDS;
    }

    @Override
    public Optional<String> obstacle(Interactions data) {
        return members.stream()
                .flatMap(member -> member.obstacle(data).stream())
                .findFirst();
    }

    @Override
    public boolean alone() {
        return members.stream().anyMatch(Scorer::alone);
    }

    @Override
    public Fitted fit(Interactions past) {
        Stacking stacking = stacking(past);
        List<Fitted> fitted = members.stream().map(member -> member.fit(past)).toList();
        return () -> new Stacked(fitted.stream().map(Fitted::state).toList(), stacking);
    }

    private Stacking stacking(Interactions past) {
        boolean timed = past.untimed() == 0;
        int cut = (int) ((long) past.size() * (PARTS - 1) / PARTS);
        Interactions before = timed ? past.slice(0, cut) : past.select(past.rows(r -> r % PARTS != PARTS - 1));
        Interactions held = timed ? past.slice(cut, past.size()) : past.select(past.rows(r -> r % PARTS == PARTS - 1));
        double[][] x = new double[members.size()][];
        for (int k = 0; k < x.length; k++) {
            x[k] = members.get(k).fit(before).state().score(held);
        }
        return Stacking.of(x, held);
    }

    /** {@code base + sum of weight score}: standard deviations are folded in. */
    private record Stacking(double base, double[] weights) {
        /**
         * Fits.
         *
         * @param x by member, by row
         */
        static Stacking of(double[][] x, Interactions rows) {
            double[] mean = new double[x.length];
            double[] scale = new double[x.length];
            for (int k = 0; k < x.length; k++) {
                double centre = Arrays.stream(x[k]).average().orElse(0);
                double spread = Math.sqrt(Arrays.stream(x[k])
                        .map(v -> (v - centre) * (v - centre))
                        .average()
                        .orElse(0));
                mean[k] = centre;
                scale[k] = spread > 1e-9 ? 1 / spread : 0;
            }
            LogisticObjective.Rows standard = (r, z) -> {
                for (int k = 0; k < x.length; k++) {
                    z[k] = (x[k][r] - mean[k]) * scale[k];
                }
                z[x.length] = 1;
            };
            boolean[] liked = new boolean[rows.size()];
            double[] weigh = new double[liked.length];
            for (int r = 0; r < liked.length; r++) {
                liked[r] = rows.liked(r);
                weigh[r] = 1;
            }
            double[] ridge = new double[x.length + 1];
            Arrays.fill(ridge, RIDGE);
            ridge[x.length] = LITTLE;
            double[] w = NonNegativeNewton.minimise(
                    new LogisticObjective(standard, new double[liked.length], liked, weigh, ridge.length),
                    ridge,
                    new double[ridge.length],
                    new boolean[ridge.length]);
            double[] weights = IntStream.range(0, x.length)
                    .mapToDouble(k -> w[k] * scale[k])
                    .toArray();
            double base = w[x.length]
                    - IntStream.range(0, x.length)
                            .mapToDouble(k -> weights[k] * mean[k])
                            .sum();
            return new Stacking(base, weights);
        }
    }

    private record Stacked(List<State> states, Stacking stacking) implements State {
        @Override
        public double score(int user, int item) {
            double logit = stacking.base;
            for (int k = 0; k < states.size(); k++) {
                logit += stacking.weights[k] * states.get(k).score(user, item);
            }
            return logit;
        }

        @Override
        public void scoreAll(int user, double[] scores) {
            double[] own = new double[scores.length];
            Arrays.fill(scores, stacking.base);
            for (int k = 0; k < states.size(); k++) {
                states.get(k).scoreAll(user, own);
                for (int i = 0; i < own.length; i++) {
                    scores[i] += stacking.weights[k] * own[i];
                }
            }
        }

        @Override
        public void observe(Interactions events, int row) {
            states.forEach(state -> state.observe(events, row));
        }

        @Override
        public void support(Interactions events, int row) {
            states.forEach(state -> state.support(events, row));
        }
    }
}
