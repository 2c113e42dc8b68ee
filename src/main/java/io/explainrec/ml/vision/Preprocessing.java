package io.explainrec.ml.vision;

import java.nio.FloatBuffer;
import java.util.List;

/**
 * What an encoder was trained to see: the shorter side resized, the square in the middle, and each channel shifted and
 * scaled.
 *
 * @param shortSide pixels of the resized picture's shorter side
 * @param crop pixels of the square's side, at most those of the shorter side
 * @param mean of each channel, of a range of 0 to 1
 * @param deviation of each channel, of a range of 0 to 1; above 0
 */
record Preprocessing(int shortSide, int crop, List<Double> mean, List<Double> deviation) {
    private static final int MOST = 2048;

    Preprocessing {
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
        if (crop < 1 || crop > shortSide || shortSide > MOST) {
            throw new IllegalArgumentException("the shorter side has " + shortSide + " pixels, the square " + crop
                    + "; expected 1 <= square <= shorter side <= " + MOST);
        }
        if (mean.size() != RgbPicture.CHANNELS
                || deviation.size() != RgbPicture.CHANNELS
                || !mean.stream().allMatch(Double::isFinite)
                || !deviation.stream().allMatch(d -> Double.isFinite(d) && d > 0)) {
            throw new IllegalArgumentException("the channels have the means " + mean + " and the deviations "
                    + deviation + "; expected three of each, the deviations above 0");
        }
    }

    /** Appends the picture: (3, crop, crop), channels first. */
    void put(RgbPicture picture, FloatBuffer to) {
        byte[] square = square(picture);
        for (int channel = 0; channel < RgbPicture.CHANNELS; channel++) {
            double shift = mean.get(channel);
            double scale = deviation.get(channel);
            for (int at = channel; at < square.length; at += RgbPicture.CHANNELS) {
                to.put((float) (((square[at] & 0xFF) / 255.0 - shift) / scale));
            }
        }
    }

    /** The square in the middle of the resized picture, row by row, three bytes a pixel. */
    byte[] square(RgbPicture picture) {
        BicubicWindow columns = window(picture.width(), picture.height());
        BicubicWindow rows = window(picture.height(), picture.width());
        int line = crop * RgbPicture.CHANNELS;
        byte[] narrow =
                new byte[(rows.end() - rows.first()) * line]; // the rows that the square depends on, resized in width
        for (int y = rows.first(), at = 0; y < rows.end(); y++) {
            int origin = (y * picture.width() + columns.first()) * RgbPicture.CHANNELS;
            for (int x = 0; x < crop; x++) {
                for (int channel = 0; channel < RgbPicture.CHANNELS; channel++) {
                    narrow[at++] = columns.apply(x, picture.rgb(), origin + channel, RgbPicture.CHANNELS);
                }
            }
        }
        byte[] square = new byte[crop * line];
        for (int y = 0, at = 0; y < crop; y++) {
            for (int x = 0; x < line; x++) {
                square[at++] = rows.apply(y, narrow, x, line);
            }
        }
        return square;
    }

    /** The longer side keeps the picture's shape, rounded down; the middle too. */
    private BicubicWindow window(int side, int other) {
        long resized = side <= other ? shortSide : (long) shortSide * side / other;
        return new BicubicWindow(side, resized, (resized - crop) / 2, crop);
    }
}
