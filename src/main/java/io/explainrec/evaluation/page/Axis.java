package io.explainrec.evaluation.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A scale from values to positions, from {@code left} to {@code right}, with round ticks. */
record Axis(double low, double high, double step, double left, double right) {
    private static final int TICKS = 4;

    /** Figures have three digits; what lies closer together is drawn as the same. */
    private static final double NARROWEST = 0.001;

    private static final double WIDENED = 0.01;

    /** A mark on the axis. */
    public record Tick(String at, String label) {}

    /** Over these values, in steps that people count in. */
    static Axis over(double least, double most, double left, double right) {
        if (most - least < NARROWEST) {
            double by = Math.max(WIDENED, 1e-6 * Math.abs(most)); // or nothing would be added to what is very large
            return over(least - by, most + by, left, right);
        }
        double span = most - least;
        double size = Math.pow(10, Math.floor(Math.log10(span / TICKS)));
        double step = size;
        for (double factor : new double[] {1, 2, 2.5, 5, 10}) {
            step = factor * size;
            if (span / step <= TICKS) {
                break;
            }
        }
        double margin = span * 0.03;
        return new Axis(least - margin, most + margin, step, left, right);
    }

    String at(double value) {
        return Digits.at(position(value));
    }

    double position(double value) {
        return left + (value - low) / (high - low) * (right - left);
    }

    boolean holds(double value) {
        return value >= low && value <= high;
    }

    List<Tick> ticks(boolean signed) {
        int digits = Math.max(0, (int) Math.ceil(-Math.log10(step) - 1e-9));
        if (Math.abs(step * Math.pow(10, digits) - Math.rint(step * Math.pow(10, digits))) > 1e-6) {
            digits++;
        }
        List<Tick> ticks = new ArrayList<>();
        for (long k = (long) Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k++) {
            String label = String.format(Locale.ROOT, (signed && k != 0 ? "%+." : "%.") + digits + "f", k * step);
            ticks.add(new Tick(at(k * step), label.replace('-', '−')));
        }
        return ticks;
    }
}
