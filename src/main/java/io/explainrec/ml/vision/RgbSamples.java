package io.explainrec.ml.vision;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * The samples of a decoded image as RGB. They are taken as they are stored, whatever colour profile the file names, as the
 * encoders' own pipelines do; the JDK's conversion would brighten grey pictures. What is transparent is laid over white, as a
 * page shows it, so that colours that nobody sees do not count.
 */
final class RgbSamples {
    private static final int WHITE = 255;

    private RgbSamples() {}

    /**
     * @throws PictureException where it has other channels than grey or RGB, with or without alpha, of 1 to 16 bits
     */
    static RgbPicture of(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        byte[] rgb = new byte[Math.multiplyExact(RgbPicture.CHANNELS, Math.multiplyExact(width, height))];
        if (image.getColorModel() instanceof IndexColorModel) {
            palette(image, rgb);
        } else {
            channels(image, rgb);
        }
        return new RgbPicture(width, height, rgb);
    }

    private static void palette(BufferedImage image, byte[] rgb) {
        int width = image.getWidth();
        int[] row = new int[width];
        for (int y = 0, at = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int pixel : row) {
                int alpha = pixel >>> 24;
                rgb[at++] = overWhite(pixel >> 16 & 0xFF, alpha, WHITE);
                rgb[at++] = overWhite(pixel >> 8 & 0xFF, alpha, WHITE);
                rgb[at++] = overWhite(pixel & 0xFF, alpha, WHITE);
            }
        }
    }

    private static void channels(BufferedImage image, byte[] rgb) {
        Raster raster = image.getRaster();
        int bands = raster.getNumBands();
        boolean hasAlpha = image.getColorModel().hasAlpha();
        int colours = hasAlpha ? bands - 1 : bands;
        int bits = raster.getSampleModel().getSampleSize(0);
        if ((colours != 1 && colours != RgbPicture.CHANNELS) || bits > 16) {
            throw new PictureException(
                    "has " + bands + " channels of " + bits + " bits; supported: grey or RGB, with or without alpha");
        }
        int most = (1 << bits) - 1;
        int width = image.getWidth();
        int[] row = new int[width * bands];
        for (int y = 0, at = 0; y < image.getHeight(); y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int x = 0; x < row.length; x += bands) {
                int alpha = hasAlpha ? row[x + colours] : most;
                for (int channel = 0; channel < RgbPicture.CHANNELS; channel++) {
                    rgb[at++] = overWhite(row[x + Math.min(channel, colours - 1)], alpha, most);
                }
            }
        }
    }

    /** A sample of 0 to most, of this opacity of 0 to most, over white, as 8 bits. */
    private static byte overWhite(int sample, int alpha, int most) {
        long shown = (long) sample * alpha + (long) most * (most - alpha); // of most * most
        long full = (long) most * most;
        return (byte) ((shown * WHITE + full / 2) / full);
    }
}
