package io.explainrec.ml.instruct;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.explainrec.ml.Sha256;
import io.explainrec.ml.weights.ModelFileException;
import io.explainrec.ml.weights.ModelHash;
import io.explainrec.ml.weights.WholeFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/**
 * A folder of instruction data: {@code manifest.json}, and {@code train.jsonl} and {@code valid.jsonl} of one {@link InstructionRow} a
 * line. Read strictly: an unknown field, a value of another kind, or a file that is not the one that the manifest tells of is an error.
 */
public final class InstructionFiles {
    public static final String TRAIN = "train";
    public static final String VALID = "valid";
    private static final String MANIFEST = "manifest.json";
    /** How the line of a row with a history of other domains ends: the field is a row's last, and only written where it is true. */
    private static final String OTHER_DOMAINS = "\"otherDomains\":true}";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    private final Path folder;
    private final Manifest manifest;

    private InstructionFiles(Path folder, Manifest manifest) {
        this.folder = folder;
        this.manifest = manifest;
    }

    /**
     * Writes a folder; the manifest last, so that a folder with one is whole.
     *
     * @param parts rows by name of the part
     */
    public static InstructionFiles write(
            Path folder,
            String source,
            String licence,
            InstructionBuilder.Options options,
            String split,
            Map<String, InstructionRows> parts) {
        return write(folder, source, licence, options, new Split(split, null), parts, null);
    }

    /**
     * How interactions were split.
     *
     * @param fingerprint of those that train, see {@link io.explainrec.ml.eval.DataSummary}; null where it is not known
     */
    public record Split(String words, String fingerprint) {}

    /**
     * The same of rows with grades.
     *
     * @param grades how many grades ratings have, by domain; null where nothing is graded
     */
    public static InstructionFiles write(
            Path folder,
            String source,
            String licence,
            InstructionBuilder.Options options,
            Split split,
            Map<String, InstructionRows> parts,
            Map<String, Integer> grades) {
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(folder.resolve(MANIFEST));
            Map<String, Manifest.Part> described = new TreeMap<>();
            for (Map.Entry<String, InstructionRows> part : parts.entrySet()) {
                described.put(part.getKey(), write(folder.resolve(part.getKey() + ".jsonl"), part.getValue()));
            }
            Manifest manifest = new Manifest(
                    Manifest.VERSION, source, licence, options, split.words, described, grades, split.fingerprint);
            WholeFile.write(
                    folder.resolve(MANIFEST),
                    JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest));
            return new InstructionFiles(folder, manifest);
        } catch (IOException e) {
            throw new InstructionException(folder, "cannot be written: " + e.getMessage(), e);
        }
    }

    /** Writes row by row, since a part may be larger than the memory. */
    private static Manifest.Part write(Path file, InstructionRows rows) {
        MessageDigest digest = Sha256.digest();
        Manifest.Counts counts = new Manifest.Counts();
        WholeFile.write(file, channel -> {
            OutputStream lines =
                    new BufferedOutputStream(new DigestOutputStream(Channels.newOutputStream(channel), digest));
            try (Stream<InstructionRow> all = rows.stream()) {
                for (Iterator<InstructionRow> each = all.iterator(); each.hasNext(); ) {
                    InstructionRow row = each.next();
                    lines.write(JSON.writeValueAsString(row).getBytes(StandardCharsets.UTF_8));
                    lines.write('\n');
                    counts.add(row);
                }
            }
            lines.flush(); // the channel is its owner's to close
        });
        return counts.part(HexFormat.of().formatHex(digest.digest()));
    }

    /**
     * Opens a folder.
     *
     * @throws InstructionException where it is not whole, or of a version that is not read
     */
    public static InstructionFiles open(Path folder) {
        Path file = folder.resolve(MANIFEST);
        if (!Files.exists(file)) {
            throw new InstructionException(
                    folder, "holds no manifest.json; expected a folder that ./explainrec instructions wrote");
        }
        Manifest manifest;
        try {
            manifest = JSON.readValue(file.toFile(), Manifest.class);
        } catch (IOException e) {
            throw new InstructionException(file, "cannot be read: " + said(e), e);
        }
        if (manifest.version() != Manifest.VERSION) {
            throw new InstructionException(
                    file, "has version " + manifest.version() + "; this program reads version " + Manifest.VERSION);
        }
        return new InstructionFiles(folder, manifest);
    }

    public Manifest manifest() {
        return manifest;
    }

    /**
     * The rows of a part, read as they are gone through, which refuses a line that cannot be read with an {@link InstructionException} that
     * names it.
     *
     * @throws InstructionException where the file changed since the manifest was written
     */
    public InstructionRows rows(String part) {
        Path file = whole(part);
        return () -> stream(file, true, number -> true).map(Placed::row);
    }

    /**
     * A row, and where it stands.
     *
     * @param place the file and the line, from 1: {@code train.jsonl line 12}
     */
    public record Placed(String place, InstructionRow row) {}

    /**
     * Some rows of a part; the others are not parsed, and take no memory.
     *
     * @param crossDomain whether rows with a history of other domains count, see {@link Manifest.Part#rows(boolean)}
     * @param numbers among the rows that count, from 0
     * @throws InstructionException where the file changed since the manifest was written, or one of the lines cannot be read
     */
    public List<Placed> rows(String part, boolean crossDomain, int[] numbers) {
        BitSet wanted = new BitSet();
        Arrays.stream(numbers).forEach(wanted::set);
        try (Stream<Placed> rows = stream(whole(part), crossDomain, wanted::get)) {
            return rows.toList();
        }
    }

    /**
     * Compares all parts with the manifest.
     *
     * @throws InstructionException where one changed since it was written
     */
    public void check() {
        manifest.parts().keySet().forEach(this::whole);
    }

    /** The file of a part, as the manifest tells of it. */
    private Path whole(String part) {
        Path file = folder.resolve(part + ".jsonl");
        Manifest.Part described = manifest.parts().get(part);
        if (described == null) {
            throw new InstructionException(folder.resolve(MANIFEST), "tells of no part '" + part + "'");
        }
        try {
            if (!ModelHash.of(file).equals(described.sha256())) {
                throw new InstructionException(
                        file, "is not the file that manifest.json tells of: its SHA-256 differs; build the data anew");
            }
            return file;
        } catch (ModelFileException e) {
            throw new InstructionException(file, "cannot be read; build the data anew", e);
        }
    }

    private static Stream<Placed> stream(Path file, boolean crossDomain, IntPredicate wanted) {
        try {
            AtomicInteger line = new AtomicInteger();
            AtomicInteger counted = new AtomicInteger();
            return Files.lines(file)
                    .map(text -> new Line(line.incrementAndGet(), text))
                    .filter(read -> crossDomain || !read.text.endsWith(OTHER_DOMAINS))
                    .filter(read -> wanted.test(counted.getAndIncrement()))
                    .map(read ->
                            new Placed(file.getFileName() + " line " + read.number, row(file, read.number, read.text)));
        } catch (IOException e) {
            throw new InstructionException(file, "cannot be read: " + e.getMessage(), e);
        }
    }

    private record Line(int number, String text) {}

    private static InstructionRow row(Path file, int line, String json) {
        try {
            return JSON.readValue(json, InstructionRow.class);
        } catch (JsonProcessingException e) {
            throw new InstructionException(file, "line " + line + " cannot be read: " + said(e), e);
        }
    }

    private static String said(IOException e) {
        return e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
    }
}
