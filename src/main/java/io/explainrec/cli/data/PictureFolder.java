package io.explainrec.cli.data;

import io.explainrec.cli.command.CommandException;
import io.explainrec.ml.evidence.LearnedTables.ItemName;
import io.explainrec.ml.vision.PictureDecoder;
import io.explainrec.ml.vision.PictureException;
import io.explainrec.ml.vision.RgbPicture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A folder of pictures that are named by their items' ids: {@code 12.jpg}, also .jpeg, .png and .gif. Those of a domain may lie in a folder
 * of its name, {@code films/12.jpg}, and must where several domains have items of one id.
 */
public final class PictureFolder {
    private static final List<String> ENDINGS = List.of(".jpg", ".jpeg", ".png", ".gif");

    private final Path folder;
    private final TreeMap<String, String> broken = new TreeMap<>();

    public PictureFolder(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new CommandException(folder.toAbsolutePath().normalize()
                    + " is no folder; give one that holds pictures named by their items' ids, as 12.jpg");
        }
        this.folder = folder;
    }

    /**
     * Before pictures are taken.
     *
     * @throws CommandException where one picture would be that of items of several domains
     */
    public void refuseShared(List<ItemName> items) {
        Map<String, ItemName> alone = new HashMap<>();
        for (ItemName item : items) {
            ItemName other = folder(item).equals(folder) ? alone.putIfAbsent(item.id(), item) : null;
            if (other != null && !other.equals(item)) {
                throw new CommandException("'" + other.domain() + "' and '" + item.domain() + "' both have an item '"
                        + item.id() + "', and a picture of that name could be of either; put them into folders of the"
                        + " domains' names, as "
                        + folder.resolve(item.domain()).resolve(item.id() + ENDINGS.getFirst()));
            }
        }
    }

    private Path folder(ItemName item) {
        String domain = item.domain().replace('/', '_');
        Path own = domain.isBlank() ? folder : folder.resolve(domain);
        return Files.isDirectory(own) ? own : folder;
    }

    /** The content of an item's picture; null where there is none. */
    public byte[] content(ItemName item) {
        Path own = folder(item);
        for (String ending : ENDINGS) {
            Path file = own.resolve(item.id().replace('/', '_') + ending);
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
    public RgbPicture picture(ItemName item) {
        try {
            return PictureDecoder.decode(content(item));
        } catch (PictureException e) {
            broken.put(item.id(), e.getMessage());
            return null;
        }
    }

    /** What could not be read, in plain words; empty where all could. */
    public String leftOut() {
        return broken.isEmpty()
                ? ""
                : "Left out: " + broken.size() + " pictures, the first of item " + broken.firstKey() + ", which "
                        + broken.firstEntry().getValue() + ".";
    }
}
