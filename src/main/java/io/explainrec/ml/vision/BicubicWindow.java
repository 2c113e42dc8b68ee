package io.explainrec.ml.vision;

/**
 * Bicubic weights of one axis, antialiased as in Pillow: where an axis gets shorter, the kernel (a = -1/2; Keys 1981) gets as
 * much wider. Only a window of the resized axis is computed. Weights are fixed-point numbers with 22 bits of fraction, which
 * makes every result equal to Pillow's.
 */
final class BicubicWindow {
    private static final int FRACTION_BITS = 22;
    private static final double SUPPORT = 2;
    private static final double A = -0.5;

    private final int[] starts;
    private final int[][] weights;

    /**
     * @param from pixels of the axis
     * @param to pixels of the resized axis
     * @param first of the window's pixels in the resized axis
     * @param size pixels of the window
     */
    BicubicWindow(int from, long to, long first, int size) {
        starts = new int[size];
        weights = new int[size][];
        double scale = (double) from / to;
        double widening = Math.max(1, scale);
        double support = SUPPORT * widening;
        for (int i = 0; i < size; i++) {
            double centre = (first + i + 0.5) * scale;
            int start = Math.max(0, (int) (centre - support + 0.5));
            int end = Math.min(from, (int) (centre + support + 0.5));
            starts[i] = start;
            weights[i] = weights(start, end, centre, widening);
        }
    }

    private static int[] weights(int start, int end, double centre, double widening) {
        double[] exact = new double[end - start];
        double sum = 0;
        for (int i = 0; i < exact.length; i++) {
            exact[i] = kernel((i + start - centre + 0.5) * (1 / widening));
            sum += exact[i];
        }
        int[] fixed = new int[exact.length];
        for (int i = 0; i < fixed.length; i++) {
            double weight = exact[i] / sum * (1 << FRACTION_BITS);
            fixed[i] = (int) (weight < 0 ? weight - 0.5 : weight + 0.5);
        }
        return fixed;
    }

    private static double kernel(double x) {
        double d = Math.abs(x);
        if (d < 1) {
            return ((A + 2) * d - (A + 3)) * d * d + 1;
        }
        return d < 2 ? (((d - 5) * d + 8) * d - 4) * A : 0;
    }

    int size() {
        return starts.length;
    }

    /** The first pixel of the axis that the window depends on. */
    int first() {
        return starts[0];
    }

    /** One behind the last pixel of the axis that the window depends on. */
    int end() {
        int last = starts.length - 1;
        return starts[last] + weights[last].length;
    }

    /**
     * One channel of one pixel of the window.
     *
     * @param samples 0 to 255 unsigned
     * @param origin index, in this channel, of the {@linkplain #first first pixel} that the window depends on
     * @param step from one pixel of the axis to the next
     */
    byte apply(int pixel, byte[] samples, int origin, int step) {
        int[] kernel = weights[pixel];
        int at = origin + (starts[pixel] - first()) * step;
        int sum = 1 << (FRACTION_BITS - 1); // rounds to the nearest
        for (int weight : kernel) {
            sum += weight * (samples[at] & 0xFF);
            at += step;
        }
        return (byte) Math.clamp(sum >> FRACTION_BITS, 0, 255);
    }
}
