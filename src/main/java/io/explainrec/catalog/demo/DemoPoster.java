package io.explainrec.catalog.demo;

import io.explainrec.catalog.Picture;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** Draws an abstract poster: the genre gives the colours, the mood the shapes. No letters, since a server may have no fonts. */
final class DemoPoster {
    private static final int WIDTH = 200;
    private static final int HEIGHT = 300;

    private DemoPoster() {}

    static Picture draw(DemoShop.DemoItem item) {
        SplittableRandom random =
                new SplittableRandom(item.id().hashCode() * 31L + item.domain().hashCode());
        float hue = Vocabulary.GENRES.indexOf(item.genre()) / (float) Vocabulary.GENRES.size();
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setPaint(new GradientPaint(
                0, 0, Color.getHSBColor(hue, 0.55f, 0.85f), 0, HEIGHT, Color.getHSBColor(hue + 0.08f, 0.75f, 0.3f)));
        g.fillRect(0, 0, WIDTH, HEIGHT);
        int mood = Vocabulary.MOODS.indexOf(item.mood());
        for (int i = 0; i < 3 + mood; i++) {
            g.setColor(new Color(1f, 1f, 1f, 0.12f + 0.04f * (i % 4)));
            double x = random.nextDouble() * WIDTH;
            double y = random.nextDouble() * HEIGHT;
            double size = 30 + random.nextDouble() * 110;
            if (mood % 2 == 0) {
                g.fill(new Ellipse2D.Double(x - size / 2, y - size / 2, size, size));
            } else {
                Path2D triangle = new Path2D.Double();
                triangle.moveTo(x, y - size / 2);
                triangle.lineTo(x + size / 2, y + size / 2);
                triangle.lineTo(x - size / 2, y + size / 2);
                triangle.closePath();
                g.fill(triangle);
            }
        }
        g.dispose();
        try {
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            ImageIO.write(image, "png", png);
            return new Picture("image/png", WIDTH, HEIGHT, png.toByteArray());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
