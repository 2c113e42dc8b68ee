package io.explainrec.ml.cf;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.Scorer;
import java.util.Arrays;
import java.util.Random;

/**
 * Factors of likes as implicit feedback (Hu, Koren and Volinsky, ICDM 2008, equations 4 and 5): a like is a preference of 1 with
 * confidence {@code alpha}, everything else one of 0 with confidence 1; {@code x_u = inv(Y'Y + (alpha - 1) sum of y y' + ridge I)
 * alpha sum of y}, sums over what u liked. Solved exactly. A user's vector is solved again after each new like.
 *
 * @param options of the solution
 */
public record ImplicitAls(String name, Options options) implements Scorer {
    /** How it is solved. */
    public record Options(int factors, double ridge, double alpha, int sweeps, long seed) {
        /** The reference's. */
        public static Options usual(long seed) {
            return new Options(64, 0.05, 10, 15, seed);
        }
    }

    @Override
    public Scale scale() {
        return Scale.ORDER;
    }

    @Override
    public Fitted fit(Interactions past) {
        Histories byUser = Histories.likes(past);
        Histories byItem = byUser.transposed(past.items());
        double[][] users = new double[past.users()][options.factors];
        double[][] items = new double[past.items()][options.factors];
        Random random = new Random(options.seed);
        for (double[] item : items) {
            for (int k = 0; k < item.length; k++) {
                item[k] = 0.01 * random.nextGaussian();
            }
        }
        for (int sweep = 0; sweep < options.sweeps; sweep++) {
            new Solver(items).solveAll(byUser, users);
            new Solver(users).solveAll(byItem, items);
        }
        double[] likes = LinearItemModel.likes(past);
        Solver last = new Solver(items);
        return () -> new Folding(last.fork(), items, byUser.fork(), likes);
    }

    /** Solves for one side, given the other. Belongs to one thread. */
    private final class Solver {
        private final double[][] other;
        /** Upper triangle of {@code Y'Y + ridge I}. */
        private final double[][] base;

        private final double[][] normal;

        Solver(double[][] other) {
            this(other, new double[options.factors][options.factors]);
            for (double[] y : other) {
                Cholesky.addSquare(base, y, 1);
            }
            for (int k = 0; k < base.length; k++) {
                base[k][k] += options.ridge;
            }
        }

        private Solver(double[][] other, double[][] base) {
            this.other = other;
            this.base = base;
            normal = new double[options.factors][options.factors];
        }

        Solver fork() {
            return new Solver(other, base);
        }

        void solveAll(Histories liked, double[][] solutions) {
            for (int u = 0; u < solutions.length; u++) {
                solve(liked, u, solutions[u]);
            }
        }

        void solve(Histories liked, int of, double[] x) {
            Arrays.fill(x, 0);
            if (liked.size(of) == 0) {
                return;
            }
            for (int a = 0; a < base.length; a++) {
                System.arraycopy(base[a], a, normal[a], a, base.length - a);
            }
            for (int k = 0; k < liked.size(of); k++) {
                double[] y = other[liked.item(of, k)];
                Cholesky.addSquare(normal, y, options.alpha - 1);
                for (int a = 0; a < x.length; a++) {
                    x[a] += options.alpha * y[a];
                }
            }
            Cholesky.factor(normal);
            Cholesky.solve(normal, x);
        }
    }

    /** Solves a user's vector when it is asked for, and again after each like. */
    static final class Folding implements State {
        private final Solver solver;
        private final double[][] items;
        private final Histories liked;
        private final double[] likes;
        /** By user, what was solved; null where a like came since. */
        private final double[][] solved;

        Folding(Solver solver, double[][] items, Histories liked, double[] likes) {
            this.solver = solver;
            this.items = items;
            this.liked = liked;
            this.likes = likes;
            solved = new double[liked.users()][];
        }

        double[][] items() {
            return items;
        }

        double[] vector(int user) {
            if (solved[user] == null) {
                solved[user] = new double[solver.base.length];
                solver.solve(liked, user, solved[user]);
            }
            return solved[user];
        }

        @Override
        public double score(int user, int item) {
            double[] x = vector(user);
            double[] y = items[item];
            double dot = LinearItemModel.TIE_BREAK * likes[item];
            for (int k = 0; k < x.length; k++) {
                dot += x[k] * y[k];
            }
            return dot;
        }

        @Override
        public void observe(Interactions events, int row) {
            if (events.liked(row)) {
                liked.like(events.user(row), events.item(row));
                solved[events.user(row)] = null;
            }
        }
    }
}
