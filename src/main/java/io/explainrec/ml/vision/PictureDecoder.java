package io.explainrec.ml.vision;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Decodes PNG, JPEG and GIF, of a GIF the first frame. */
public final class PictureDecoder {
    /** The largest that the catalogue takes; one of these needs about 140 MB while it is decoded. */
    static final int MOST_PIXELS = 20_000_000;

    private static final Set<String> FORMATS = Set.of("png", "jpeg", "gif");
    private static final String READABLE =
            "supported: PNG, JPEG and GIF in grey or RGB, up to " + MOST_PIXELS + " pixels";

    private PictureDecoder() {}

    /**
     * Decodes a picture. Its size is taken from its head and checked before anything is decoded.
     *
     * @throws PictureException where it is too large, broken, or of a kind that is not read here (CMYK)
     */
    public static RgbPicture decode(byte[] content) {
        try (ImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            ImageReader reader = readers.hasNext() ? readers.next() : null;
            String format = reader == null ? "" : reader.getFormatName().toLowerCase(Locale.ROOT);
            if (!FORMATS.contains(format)) {
                throw new PictureException("is no picture that is read here; " + READABLE);
            }
            try {
                return decode(reader, stream, format.toUpperCase(Locale.ROOT));
            } finally {
                reader.dispose();
            }
        } catch (IOException e) {
            throw new PictureException("cannot be read: " + e.getMessage(), e);
        }
    }

    private static RgbPicture decode(ImageReader reader, ImageInputStream stream, String format) {
        try {
            reader.setInput(stream, true, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            if ((long) width * height > MOST_PIXELS) {
                throw new PictureException("has " + width + " x " + height + " pixels; " + READABLE);
            }
            BufferedImage image = reader.read(0);
            return RgbSamples.of(image);
        } catch (PictureException e) {
            throw e;
        } catch (IOException | RuntimeException e) { // the JDK's decoders throw anything where a picture is broken
            throw new PictureException(
                    "is a " + format + " that is broken or of a kind that is not read here (" + e + "); " + READABLE,
                    e);
        }
    }
}
