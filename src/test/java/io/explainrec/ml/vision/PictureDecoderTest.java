package io.explainrec.ml.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PictureDecoderTest {
    @Test
    void greyStaysAsBrightAsItIsStored() {
        BufferedImage grey = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
        grey.getRaster().setDataElements(0, 0, 2, 1, new byte[] {100, (byte) 200});
        byte[] expected = {100, 100, 100, (byte) 200, (byte) 200, (byte) 200};
        assertThat(PictureDecoder.decode(encoded(grey, "png")).rgb()).isEqualTo(expected);

        BufferedImage fine = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
        fine.getRaster().setDataElements(0, 0, 2, 1, new short[] {100 * 257, (short) (200 * 257)});
        assertThat(PictureDecoder.decode(encoded(fine, "png")).rgb()).isEqualTo(expected);
    }

    @Test
    void whatIsTransparentIsLaidOverWhite() {
        BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0x00123456);
        image.setRGB(1, 0, 0xFF102030);
        image.setRGB(2, 0, 0x80000000);
        assertThat(PictureDecoder.decode(encoded(image, "png")).rgb())
                .containsExactly(255, 255, 255, 0x10, 0x20, 0x30, 127, 127, 127);

        BufferedImage grey = greyWithAlpha(0, 0, 60, 255);
        assertThat(PictureDecoder.decode(encoded(grey, "png")).rgb()).containsExactly(255, 255, 255, 60, 60, 60);
    }

    @Test
    void palettesAndGifsAreRead() {
        byte[] samples = {0, -1, 0, -1};
        var model = new IndexColorModel(2, 4, samples, new byte[] {0, 0, 0, -1}, new byte[] {0, 0, -1, -1});
        BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_INDEXED, model);
        image.setRGB(0, 0, Color.RED.getRGB());
        image.setRGB(2, 0, Color.WHITE.getRGB());
        byte[] expected = {-1, 0, 0, 0, 0, 0, -1, -1, -1};
        assertThat(PictureDecoder.decode(encoded(image, "png")).rgb()).isEqualTo(expected);
        assertThat(PictureDecoder.decode(encoded(image, "gif")).rgb()).isEqualTo(expected);

        BufferedImage blackAndWhite = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
        blackAndWhite.setRGB(1, 0, Color.WHITE.getRGB());
        assertThat(PictureDecoder.decode(encoded(blackAndWhite, "png")).rgb()).containsExactly(0, 0, 0, -1, -1, -1);
    }

    @Test
    void partsOfAPictureLieWhereTheyBelong() {
        RgbPicture alpha = PictureDecoder.decode(GoldenPictures.bytes("alpha.png"));
        assertThat(alpha.width()).isEqualTo(60);
        assertThat(alpha.height()).isEqualTo(40);
        for (int i = 0; i < 180; i++) {
            assertThat(alpha.rgb()[i] & 0xFF).isGreaterThan(250); // the first row is all but transparent
        }
        assertThat(Arrays.copyOfRange(alpha.rgb(), 39 * 180 + 3 * 50, 39 * 180 + 3 * 51))
                .isNotEqualTo(new byte[] {-1, -1, -1});
    }

    @Test
    void otherKindsAreRefusedByName() {
        assertRefused(GoldenPictures.bytes("cmyk.jpg"), "supported: ");
        assertRefused(encoded(new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB), "bmp"), "is no picture");
        assertRefused(
                "<svg/>".getBytes(StandardCharsets.US_ASCII),
                "is no picture that is read here; supported: PNG, JPEG and GIF");
        assertRefused(new byte[0], "is no picture");
    }

    @Test
    void tooManyPixelsAreRefusedBeforeTheyAreDecoded() {
        byte[] png = encoded(new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB), "png");
        png[16] = 0;
        png[17] = 0x10; // a width of a million and two
        png[22] = 0x10; // a height of four thousand and two
        assertRefused(png, "has 1048578 x 4098 pixels; supported");
    }

    @Test
    void damagedPicturesAreReadOrRefused() {
        Random random = new Random(20261126);
        int refused = 0;
        for (String name : new String[] {"small.png", "palette.png", "alpha.png", "high.jpg", "grey.jpg", "cmyk.jpg"}) {
            byte[] whole = GoldenPictures.bytes(name);
            for (int i = 0; i < 400; i++) {
                byte[] damaged = Arrays.copyOf(whole, i % 3 == 0 ? random.nextInt(whole.length) : whole.length);
                for (int flips = i % 4; flips > 0 && damaged.length > 0; flips--) {
                    damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
                }
                try {
                    PictureDecoder.decode(damaged);
                } catch (PictureException expected) {
                    refused++;
                } catch (RuntimeException | Error e) {
                    throw new AssertionError(name + ", damage " + i + ": " + e, e);
                }
            }
        }
        assertThat(refused).isGreaterThan(600);
    }

    private static void assertRefused(byte[] content, String message) {
        assertThatThrownBy(() -> PictureDecoder.decode(content))
                .isInstanceOf(PictureException.class)
                .hasMessageContaining(message);
    }

    private static BufferedImage greyWithAlpha(int... samples) {
        var model = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_GRAY), true, false, Color.TRANSLUCENT, DataBuffer.TYPE_BYTE);
        var raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, samples.length / 2, 1, 2, null);
        raster.setPixels(0, 0, samples.length / 2, 1, samples);
        return new BufferedImage(model, raster, false, null);
    }

    private static byte[] encoded(BufferedImage image, String format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            assertThat(ImageIO.write(image, format, out)).isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
