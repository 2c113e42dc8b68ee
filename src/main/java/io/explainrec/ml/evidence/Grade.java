package io.explainrec.ml.evidence;

/**
 * One number for a verdict, of a rating where there is one: the rating brought to 1 to 5, everything below 2 counted as 2, and one
 * more where it is a like. So the step from dislike to like is twice any other, and how bad a bad one is matters little (ours; chosen
 * on MovieLens 100K's validation slices).
 */
public final class Grade {
    private static final double LIKED = 5.5;
    private static final double DISLIKED = 2.5;
    private static final double LEAST = 2;
    private static final double STEPS = 4;

    private Grade() {}

    /** Of a flag alone: about what ratings on either side of the threshold come to. */
    public static double of(boolean liked) {
        return liked ? LIKED : DISLIKED;
    }

    /**
     * Of a rating.
     *
     * @param low least rating of the scale
     * @param high greatest rating of the scale
     */
    public static double of(boolean liked, double rating, double low, double high) {
        if (!(high > low) || Double.isNaN(rating)) {
            return of(liked);
        }
        double onFive = 1 + STEPS * (Math.clamp(rating, low, high) - low) / (high - low);
        return Math.max(onFive, LEAST) + (liked ? 1 : 0);
    }
}
