package io.explainrec.ml.cf;

import io.explainrec.ml.Logistic;
import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.Scorer;

/**
 * The shares of likes, shrunken to the share of all by {@value #PRIOR} observations, as log-odds: {@code logit((likes + m p) / (n +
 * m))}. Of both sides: {@code logit(user) + logit(item) - logit(p)}, so that someone unknown leaves the item's share as it is.
 *
 * @param ofUsers whether the user's share counts
 * @param ofItems whether the item's share counts
 */
public record Means(String name, boolean ofUsers, boolean ofItems) implements Scorer {
    static final double PRIOR = 3;

    @Override
    public Scale scale() {
        return Scale.LOG_ODDS;
    }

    @Override
    public Fitted fit(Interactions past) {
        double prior = prior(past);
        Shares users = new Shares(past.users(), prior);
        Shares items = new Shares(past.items(), prior);
        for (int r = 0; r < past.size(); r++) {
            users.add(past.user(r), past.liked(r));
            items.add(past.item(r), past.liked(r));
        }
        return () -> new Running(users.fork(), items.fork());
    }

    /** The share of likes of all, kept a row away from 0 and 1, where log-odds end. */
    static double prior(Interactions rows) {
        double least = 1.0 / (rows.size() + 2);
        double share = rows.size() == 0 ? 0.5 : rows.likes() / (double) rows.size();
        return Math.clamp(share, least, 1 - least);
    }

    /** Likes and rows of each of one side. */
    record Shares(double[] likes, double[] n, double prior) {
        Shares(int count, double prior) {
            this(new double[count], new double[count], prior);
        }

        Shares fork() {
            return new Shares(likes.clone(), n.clone(), prior);
        }

        void add(int k, boolean liked) {
            likes[k] += liked ? 1 : 0;
            n[k]++;
        }

        void replace(int k, boolean before, boolean liked) {
            likes[k] += (liked ? 1 : 0) - (before ? 1 : 0);
        }

        double share(int k) {
            return (likes[k] + PRIOR * prior) / (n[k] + PRIOR);
        }

        double logit(int k) {
            double share = share(k);
            return Logistic.logit(share);
        }
    }

    private final class Running implements State {
        private final Shares users;
        private final Shares items;
        private final double base;

        Running(Shares users, Shares items) {
            this.users = users;
            this.items = items;
            base = Logistic.logit(users.prior);
        }

        @Override
        public double score(int user, int item) {
            if (!ofItems) {
                return users.logit(user);
            }
            return ofUsers ? users.logit(user) + items.logit(item) - base : items.logit(item);
        }

        @Override
        public void observe(Interactions events, int row) {
            support(events, row);
            items.add(events.item(row), events.liked(row));
        }

        @Override
        public void support(Interactions events, int row) {
            users.add(events.user(row), events.liked(row));
        }
    }
}
