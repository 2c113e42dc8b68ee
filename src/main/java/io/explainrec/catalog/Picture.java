package io.explainrec.catalog;

import io.explainrec.platform.problem.InvalidInput;
import io.explainrec.platform.problem.TooLarge;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** A picture that was looked at: its kind and size are what its own bytes say, whatever the sender said. */
public record Picture(String mediaType, int width, int height, byte[] content) {
    static final int MOST_BYTES = 5_000_000;
    static final int MOST_PIXELS = 20_000_000;
    private static final Set<String> FORMATS = Set.of("png", "jpeg", "gif");

    /**
     * Reads a picture. Its size is taken from its head and checked before anything is decoded.
     *
     * @throws TooLarge over 5 million bytes or 20 million pixels
     * @throws InvalidInput where it is no PNG, JPEG or GIF, is broken, or of a kind that the JDK does not read
     */
    public static Picture read(InputStream in) throws IOException {
        byte[] content = in.readNBytes(MOST_BYTES + 1);
        if (content.length > MOST_BYTES) {
            throw new TooLarge("A picture may have " + MOST_BYTES + " bytes; send a smaller one.");
        }
        try (ImageInputStream stream = ImageIO.createImageInputStream(new ByteArrayInputStream(content))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            ImageReader reader = readers.hasNext() ? readers.next() : null;
            String format = reader == null ? "" : reader.getFormatName().toLowerCase(Locale.ROOT);
            if (!FORMATS.contains(format)) {
                throw new InvalidInput("body", "is no picture that is read here; send a PNG, JPEG or GIF");
            }
            try {
                return decode(reader, stream, format, content);
            } finally {
                reader.dispose();
            }
        }
    }

    private static Picture decode(ImageReader reader, ImageInputStream stream, String format, byte[] content) {
        try {
            reader.setInput(stream, true, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            if ((long) width * height > MOST_PIXELS) {
                throw new TooLarge("A picture may have " + MOST_PIXELS + " pixels, and this one has " + width + " x "
                        + height + "; send a smaller one.");
            }
            ImageReadParam coarse = reader.getDefaultReadParam();
            int step = Math.max(1, Math.min(width, height) / 64);
            coarse.setSourceSubsampling(step, step, 0, 0);
            reader.read(0, coarse);
            return new Picture("image/" + format, width, height, content);
        } catch (TooLarge e) {
            throw e;
        } catch (IOException | RuntimeException e) { // the JDK's decoders throw anything where a picture is broken
            throw new InvalidInput(
                    "body",
                    "is a " + format.toUpperCase(Locale.ROOT) + " that is broken, or of a kind that is not read here;"
                            + " send a whole one, in RGB or grey");
        }
    }
}
