package io.explainrec.ml.vision;

/**
 * A decoded picture.
 *
 * @param rgb row by row, three bytes a pixel: red, green, blue, 0 to 255 unsigned
 */
public record RgbPicture(int width, int height, byte[] rgb) {
    static final int CHANNELS = 3;

    public RgbPicture {
        if (width < 1 || height < 1 || (long) CHANNELS * width * height != rgb.length) {
            throw new IllegalArgumentException("a picture of " + width + " x " + height + " has " + rgb.length
                    + " bytes; expected a width and a height of at least 1, and three bytes for each pixel");
        }
    }
}
