package io.explainrec.ml.evidence.fit;

import io.explainrec.ml.Drawn;
import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.evidence.Recency;
import io.explainrec.ml.evidence.fit.Parts.Part;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Finds the half-life and the smoothing under which what users liked next was likeliest, had each chosen among all items of the domain that
 * the user had not judged, with chances in proportion to {@code n + smoothing}, see {@link Recency}: counted until just before, as serving counts,
 * in the later half of a past; without times, by folds of users. Both are doublings of the stated ones, since the likelihood is flat
 * within one, and the prior is normal around these: {@value #DEVIATION} doublings are a standard deviation. Of less smoothing than the stated one
 * the half-life alone is taken.
 */
final class RecencyFit {
    /** Doublings of the stated half-life of two weeks: from 5 hours to 20 years. */
    private static final int SHORTEST = -6;

    private static final int LONGEST = 9;
    /** Doublings of the stated smoothing of one like: up to where everything is as likely. */
    private static final int LEAST = -7;

    private static final int MOST = 20;
    private static final double DEVIATION = 4;

    /** Users who are looked at, and likes of each, at most. */
    private static final int USERS = 2_000;

    private static final int LIKES = 30;

    /** By doublings of the half-life and of the smoothing: logarithm, but for a constant. */
    private final double[][] posterior = new double[LONGEST - SHORTEST + 1][MOST - LEAST + 1];

    private RecencyFit() {
        for (int h = SHORTEST; h <= LONGEST; h++) {
            for (int s = LEAST; s <= MOST; s++) {
                posterior[h - SHORTEST][s - LEAST] = -(h * h + s * s) / (2 * DEVIATION * DEVIATION);
            }
        }
    }

    /** The likeliest one of a past; the stated one where nobody liked anything. */
    static Recency of(Interactions past, long seed) {
        RecencyFit fit = new RecencyFit();
        Interactions once = past.newestOfEach();
        int half = once.size() / 2;
        List<Part> parts = once.untimed() == 0
                ? List.of(new Part(once.slice(0, half), once.slice(half, once.size())))
                : Parts.of(once, seed);
        parts.forEach(part -> fit.new Pass(part, seed).add());
        return fit.likeliest();
    }

    /** One part, row by row; each user judges an item once. */
    private final class Pass {
        private final Part part;
        private final boolean timed;
        private final int[] domainOf;
        private final int[] itemsOf;
        private final List<DecayedLikes> likes;
        /** Of those who are looked at, what they have judged. */
        private final Map<Integer, BitSet> judged = new HashMap<>();
        /** By user, likes of the part. */
        private final int[] liked;

        Pass(Part part, long seed) {
            this.part = part;
            Interactions rows = part.rows();
            timed = rows.untimed() == 0;
            domainOf = rows.domainNumbers();
            itemsOf = new int[rows.domains().size()];
            IntStream.of(domainOf).forEach(domain -> itemsOf[domain]++);
            long from = part.known().size() == 0 ? 0 : second(part.known(), 0);
            likes = IntStream.rangeClosed(SHORTEST, LONGEST)
                    .mapToObj(h -> new DecayedLikes(halfLife(h), domainOf, itemsOf.length, from))
                    .toList();
            liked = new int[rows.users()];
            for (int r = 0; r < rows.size(); r++) {
                liked[rows.user(r)] += rows.liked(r) ? 1 : 0;
            }
            int[] users =
                    IntStream.range(0, liked.length).filter(u -> liked[u] > 0).toArray();
            for (int k : Drawn.numbers(users.length, USERS, seed)) {
                judged.put(users[k], new BitSet());
            }
        }

        void add() {
            Interactions known = part.known();
            for (int r = 0; r < known.size(); r++) {
                count(known, r);
                judge(known, r);
            }
            Interactions rows = part.rows();
            int[] looked = new int[liked.length];
            int counted = 0;
            for (int r = 0; r < rows.size(); r++) {
                for (; timed && rows.second(counted) < rows.second(r); counted++) {
                    count(rows, counted);
                }
                int user = rows.user(r);
                if (rows.liked(r) && judged.containsKey(user) && looked[user]++ < LIKES) {
                    add(r, 1 / Math.sqrt(Math.min(liked[user], LIKES)));
                }
                judge(rows, r);
            }
        }

        private void count(Interactions rows, int row) {
            if (rows.liked(row)) {
                likes.forEach(own -> own.count(rows.item(row), second(rows, row)));
            }
        }

        /** Without times nothing decays. */
        private long second(Interactions rows, int row) {
            return timed ? rows.second(row) : 0;
        }

        private void judge(Interactions rows, int row) {
            BitSet own = judged.get(rows.user(row));
            if (own != null) {
                own.set(rows.item(row));
            }
        }

        /** Adds how likely a like was, had it been the next. */
        private void add(int row, double weight) {
            Interactions rows = part.rows();
            int item = rows.item(row);
            int domain = domainOf[item];
            int[] taken = judged.get(rows.user(row)).stream()
                    .filter(i -> domainOf[i] == domain)
                    .toArray();
            int open = itemsOf[domain] - taken.length;
            for (int h = 0; h < posterior.length; h++) {
                DecayedLikes own = likes.get(h);
                double left = own.left(second(rows, row));
                double ofOpen = own.ofGroup(domain)
                        - IntStream.of(taken).mapToDouble(own::ofItem).sum();
                for (int s = LEAST; s <= MOST; s++) {
                    double smoothing = smoothing(s);
                    posterior[h][s - LEAST] += weight
                            * Math.log((left * own.ofItem(item) + smoothing)
                                    / (left * Math.max(ofOpen, 0) + open * smoothing));
                }
            }
        }
    }

    private Recency likeliest() {
        int bestHalfLife = 0;
        int bestSmoothing = 0;
        double best = Double.NEGATIVE_INFINITY;
        for (int h = SHORTEST; h <= LONGEST; h++) {
            for (int s = LEAST; s <= MOST; s++) {
                if (posterior[h - SHORTEST][s - LEAST] > best) {
                    best = posterior[h - SHORTEST][s - LEAST];
                    bestHalfLife = h;
                    bestSmoothing = s;
                }
            }
        }
        // Less would tell items of few likes apart from such of none, and nothing of the first ten.
        return new Recency(halfLife(bestHalfLife), Math.max(smoothing(bestSmoothing), Recency.STATED.smoothing()));
    }

    private static double halfLife(int doublings) {
        return Math.scalb(Recency.STATED.halfLifeSeconds(), doublings);
    }

    private static double smoothing(int doublings) {
        return Math.scalb(Recency.STATED.smoothing(), doublings);
    }
}
