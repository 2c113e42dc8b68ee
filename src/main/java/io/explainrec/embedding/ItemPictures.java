package io.explainrec.embedding;

import io.explainrec.ml.vision.PictureDecoder;
import io.explainrec.ml.vision.PictureException;
import io.explainrec.ml.vision.RgbPicture;
import io.explainrec.platform.postgres.Statements;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import javax.sql.DataSource;

/** Items' pictures, decoded. */
@ApplicationScoped
class ItemPictures {
    /** Pixels of a part, less its last picture: two of the largest take 120 MB. */
    private static final long PART_PIXELS = 20_000_000;

    private static final int PART = 16;

    private final Statements sql;

    ItemPictures(DataSource database) {
        sql = new Statements(database);
    }

    /** A picture that cannot be read, and what is wrong with it. */
    record Unreadable(UUID item, String why) {}

    /**
     * The pictures of these items, of those that have one that can be read, in parts that memory holds.
     *
     * @param taker of a part: items, and their pictures in the same order
     * @return one that cannot be read; null where all can
     */
    Unreadable parts(List<UUID> items, BiConsumer<List<UUID>, List<RgbPicture>> taker) {
        Unreadable unreadable = null;
        List<UUID> of = new ArrayList<>();
        List<RgbPicture> part = new ArrayList<>();
        long pixels = 0;
        for (UUID item : items) {
            for (byte[] content :
                    sql.query("SELECT content FROM item_image WHERE item_id = ?", row -> row.getBytes(1), item)) {
                try {
                    RgbPicture picture = PictureDecoder.decode(content);
                    of.add(item);
                    part.add(picture);
                    pixels += (long) picture.width() * picture.height();
                } catch (PictureException e) {
                    unreadable = new Unreadable(item, e.getMessage());
                }
            }
            if (part.size() == PART || pixels > PART_PIXELS) {
                taker.accept(List.copyOf(of), List.copyOf(part));
                of.clear();
                part.clear();
                pixels = 0;
            }
        }
        if (!part.isEmpty()) {
            taker.accept(of, part);
        }
        return unreadable;
    }
}
