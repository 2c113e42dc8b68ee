package io.explainrec.ml.evidence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A fitted decision layer as it is kept: both heads, the tables that its sources read, and where they come from. In a folder it is
 * {@value #DECISION} and {@value #LEARNED}; a database keeps the same two, see {@link #encoded}.
 *
 * @param layer its version is a short hash of the heads and the tables, so that the same fit has the same version
 */
public record DecisionArtifact(DecisionLayer layer, LearnedTables tables, Provenance provenance) {
    public static final String DECISION = "decision.json";
    public static final String LEARNED = "learned.json.gz";

    /** What the two files hold. */
    public record Encoded(String decision, byte[] learned) {}

    /**
     * Of what a fit made; the version, and the digest in the provenance, are computed.
     *
     * @throws ArtifactException where the tables do not fit together
     */
    public static DecisionArtifact of(LeveledHead like, LeveledHead rank, LearnedTables tables, Provenance provenance) {
        LearnedTablesCheck.check(tables, "the fit's tables");
        String digest = LearnedTablesJson.encode(tables).digest();
        return new DecisionArtifact(
                new DecisionLayer(DecisionArtifactJson.version(like, rank, digest), like, rank),
                tables,
                provenance.with(digest));
    }

    /**
     * The same, saying whom it cannot count.
     *
     * @param erased before its data were read
     */
    public DecisionArtifact after(Provenance.Erased erased) {
        return new DecisionArtifact(layer, tables, provenance.after(erased));
    }

    /**
     * Reads a folder, and checks all of it.
     *
     * @throws ArtifactException where anything is missing, unknown, out of range, or not what was written
     */
    public static DecisionArtifact read(Path folder) {
        Path decision = folder.resolve(DECISION);
        Path learned = folder.resolve(LEARNED);
        try {
            for (Path file : new Path[] {decision, learned}) {
                if (!Files.isRegularFile(file)) {
                    throw new ArtifactException(file + " is missing; expected the folder that 'model fit --out' wrote");
                }
            }
            return decode(folder.toString(), new Encoded(Files.readString(decision), Files.readAllBytes(learned)));
        } catch (IOException e) {
            throw new ArtifactException(
                    folder + " cannot be read (" + e.getMessage() + "); copy it again from where it was fitted", e);
        }
    }

    /**
     * Of what {@link #encoded} made.
     *
     * @param place named in errors
     * @throws ArtifactException as {@link #read}
     */
    public static DecisionArtifact decode(String place, Encoded encoded) {
        LearnedTablesJson learned = LearnedTablesJson.decode(place + "/" + LEARNED, encoded.learned());
        LearnedTablesCheck.check(learned.tables(), place + "/" + LEARNED);
        return DecisionArtifactJson.read(place + "/" + DECISION, encoded.decision(), learned);
    }

    /** As it is stored. */
    public Encoded encoded() {
        return new Encoded(
                DecisionArtifactJson.write(this),
                LearnedTablesJson.encode(tables).gzip());
    }

    /**
     * Writes the folder, made if need be. What was there before is replaced; {@value #DECISION} comes last, so that an interrupted
     * one is not taken for whole.
     */
    public void write(Path folder) {
        Encoded encoded = encoded();
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(folder.resolve(DECISION));
            put(folder, LEARNED, encoded.learned());
            put(folder, DECISION, encoded.decision().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new ArtifactException(
                    folder + " cannot be written (" + e.getMessage() + "); name a folder that may be written to", e);
        }
    }

    private static void put(Path folder, String name, byte[] content) throws IOException {
        Path part = folder.resolve(name + ".part");
        Files.write(part, content);
        Files.move(part, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
}
