package io.explainrec.ml.eval;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Percentile intervals from resampling users with replacement (a cluster bootstrap; Efron 1979, Field and Welsh 2007): rows of one
 * user depend on each other, users do not. Figures asked for together see the same resamples, and so do two calls with the same
 * seed and population.
 *
 * @param users number of users of the data set
 * @param population numbers of those who are drawn
 * @param resamples how often
 */
public record UserResampling(int users, int[] population, int resamples, long seed) {
    public static final int RESAMPLES = 2000;

    /** Users below whom a figure has no interval: resamples of a few are nearly all alike. */
    static final int LEAST_USERS = 5;

    /** Draws from the users who have a row. */
    public static UserResampling of(Interactions rows, int resamples, long seed) {
        return new UserResampling(rows.users(), Interactions.rows(rows.usersPresent()), resamples, seed);
    }

    /** The figures, over everybody once and over each resample; those that are of fewer than {@value #LEAST_USERS} users have no resamples. */
    public Resampled sample(List<? extends UserStatistic> figures) {
        int[] drawn = new int[users];
        for (int user : population) {
            drawn[user] = 1;
        }
        double[] values = new double[figures.size()];
        double[][] samples = new double[values.length][resamples];
        for (int f = 0; f < values.length; f++) {
            values[f] = figures.get(f).over(drawn);
            Arrays.fill(samples[f], Double.NaN);
        }
        SplittableRandom random = new SplittableRandom(seed);
        boolean[] varies = new boolean[values.length];
        for (int f = 0; f < values.length; f++) {
            varies[f] = figures.get(f).users() >= LEAST_USERS;
        }
        for (int b = 0; b < resamples && population.length >= LEAST_USERS; b++) {
            Arrays.fill(drawn, 0);
            for (int k = 0; k < population.length; k++) {
                drawn[population[random.nextInt(population.length)]]++;
            }
            for (int f = 0; f < samples.length; f++) {
                samples[f][b] = varies[f] ? figures.get(f).over(drawn) : Double.NaN;
            }
        }
        return new Resampled(values, samples);
    }
}
