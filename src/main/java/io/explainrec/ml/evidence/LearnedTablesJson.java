package io.explainrec.ml.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.explainrec.ml.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Learned tables as gzipped JSON. A float is written as the shortest decimal that reads as the same float.
 *
 * @param digest SHA-256 of the JSON, in hexadecimal digits
 */
record LearnedTablesJson(LearnedTables tables, byte[] gzip, String digest) {
    /** Of decision artefacts: nothing may be missing, unknown, double or follow. */
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    /** Older files lack tables that came later; {@link LearnedTablesCheck} refuses what lacks any other. */
    private static final ObjectReader TABLES =
            JSON.readerFor(LearnedTables.class).without(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

    static LearnedTablesJson encode(LearnedTables tables) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            byte[] json = JSON.writeValueAsBytes(tables);
            out.write(json);
            out.finish();
            return new LearnedTablesJson(tables, packed.toByteArray(), Sha256.hex(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is wrong, without what only the parser's caller can set right. */
    static String words(Exception failure) {
        return failure instanceof JsonProcessingException json ? json.getOriginalMessage() : failure.getMessage();
    }

    static LearnedTablesJson decode(String file, byte[] gzip) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            byte[] json = in.readAllBytes();
            return new LearnedTablesJson(TABLES.readValue(json), gzip, Sha256.hex(json));
        } catch (IOException | IllegalArgumentException e) {
            throw new ArtifactException(
                    file + " is no table of what was learned (" + words(e) + "); copy it again, or fit it again", e);
        }
    }
}
