package io.explainrec.cli;

import io.explainrec.ml.vision.PictureDecoder;
import io.explainrec.ml.vision.PictureException;
import io.explainrec.ml.vision.RgbPicture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/** A folder of pictures that are named by their items' ids: {@code 12.jpg}, also .jpeg, .png and .gif. */
final class PictureFolder {
    private static final List<String> ENDINGS = List.of(".jpg", ".jpeg", ".png", ".gif");

    private final Path folder;
    private final TreeMap<String, String> broken = new TreeMap<>();

    PictureFolder(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new CommandException(folder.toAbsolutePath().normalize()
                    + " is no folder; give one that holds pictures named by their items' ids, as 12.jpg");
        }
        this.folder = folder;
    }

    /** The content of an item's picture; null where there is none. */
    byte[] content(String item) {
        for (String ending : ENDINGS) {
            Path file = folder.resolve(item.replace('/', '_') + ending);
            if (Files.isRegularFile(file)) {
                try {
                    return Files.readAllBytes(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return null;
    }

    /** An item's picture; null, and noted, where it cannot be read: an item with a broken picture has none. */
    RgbPicture picture(String item) {
        try {
            return PictureDecoder.decode(content(item));
        } catch (PictureException e) {
            broken.put(item, e.getMessage());
            return null;
        }
    }

    /** What could not be read, in plain words; empty where all could. */
    String leftOut() {
        return broken.isEmpty()
                ? ""
                : "Left out: " + broken.size() + " pictures, the first of item " + broken.firstKey() + ", which "
                        + broken.firstEntry().getValue() + ".";
    }
}
