package io.explainrec.ml.cf;

import io.explainrec.ml.eval.Interactions;

/**
 * Item neighbours with sign: what the user thought of similar items, against the user's own share of likes. {@code score(u, i) = sum
 * over j in H_u of s_ij (y_uj - mean_u) / (1 + sum of |s_ij|)}; {@code s} is the cosine of labels less user's and item's means,
 * shrunken by common users: {@code s_ij c_ij / (c_ij + 10)} (Sarwar et al., WWW 2001; shrinkage as Koren, KDD 2008, 2.2).
 * Of several verdicts of a user on an item the newest counts, so that a user who repeats is no second user, and the time is of the
 * square of a user's items, not of their rows.
 */
public record SignedNeighbours(String name) implements DenseScorer {
    private static final double SHRINKAGE = 10;

    @Override
    public Scale scale() {
        return Scale.ORDER;
    }

    @Override
    public Fitted fit(Interactions events) {
        Interactions past = events.newestOfEach();
        double prior = Means.prior(past);
        Means.Shares users = new Means.Shares(past.users(), prior);
        Means.Shares items = new Means.Shares(past.items(), prior);
        for (int r = 0; r < past.size(); r++) {
            users.add(past.user(r), past.liked(r));
            items.add(past.item(r), past.liked(r));
        }
        Histories labels = Histories.of(past, (rows, r) -> rows.liked(r) ? 1 : 0);
        Histories residuals = Histories.of(past, (rows, r) ->
                (float) ((rows.liked(r) ? 1 : 0) - users.share(rows.user(r)) - items.share(rows.item(r)) + prior));
        float[][] similar = similarities(past.items(), residuals);
        return () -> new Neighbourhood(similar, labels.fork(), users.fork());
    }

    private static float[][] similarities(int items, Histories residuals) {
        float[][] dot = SquareOfItems.of(items, residuals, (a, b) -> a * b);
        float[][] common = SquareOfItems.of(items, residuals, (a, b) -> 1);
        double[] norm = new double[items];
        for (int i = 0; i < items; i++) {
            norm[i] = Math.sqrt(dot[i][i]) + 1e-6;
        }
        for (int i = 0; i < items; i++) {
            for (int j = 0; j < items; j++) {
                double cosine = dot[i][j] / (norm[i] * norm[j]);
                dot[i][j] = i == j ? 0 : (float) (cosine * common[i][j] / (common[i][j] + SHRINKAGE));
            }
        }
        return dot;
    }

    private record Neighbourhood(float[][] similar, Histories labels, Means.Shares users) implements State {
        @Override
        public double score(int user, int item) {
            double mean = users.share(user);
            double sum = 0;
            double weight = 1;
            float[] row = similar[item];
            for (int k = 0; k < labels.size(user); k++) {
                double s = row[labels.item(user, k)];
                sum += s * (labels.value(user, k) - mean);
                weight += Math.abs(s);
            }
            return sum / weight;
        }

        @Override
        public void observe(Interactions events, int row) {
            int user = events.user(row);
            boolean liked = events.liked(row);
            float before = labels.put(user, events.item(row), liked ? 1 : 0);
            if (Float.isNaN(before)) {
                users.add(user, liked);
            } else {
                users.replace(user, before == 1, liked);
            }
        }
    }
}
