package io.explainrec.ml.eval;

/**
 * A figure and the interval that 95% of the resamples lie in.
 *
 * @param low NaN where fewer than five users were there to resample, or the figure is not defined
 */
public record Interval(double low, double value, double high) {}
