package io.explainrec.ml.instruct;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a folder of instruction data holds.
 *
 * @param version of this format
 * @param source the data set's name
 * @param licence of the source where it is known; null otherwise
 * @param options that the rows were built with
 * @param split in words
 * @param parts by name: {@code train} and {@code valid}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Manifest(
        int version,
        String source,
        String licence,
        InstructionBuilder.Options options,
        String split,
        Map<String, Part> parts) {
    static final int VERSION = 1;

    public Manifest {
        parts = Map.copyOf(parts);
    }

    /**
     * What a file holds.
     *
     * @param reasons of candidates, by where they come from
     * @param sha256 of the file, in hexadecimal
     */
    public record Part(int rows, int users, int candidates, int likes, Map<String, Integer> reasons, String sha256) {
        static Part of(List<InstructionRow> rows, String sha256) {
            Map<String, Integer> reasons = new TreeMap<>();
            candidates(rows)
                    .filter(candidate -> candidate.reason() != null)
                    .forEach(candidate ->
                            reasons.merge(candidate.reason().provenance().json(), 1, Integer::sum));
            return new Part(
                    rows.size(),
                    (int) rows.stream().map(InstructionRow::user).distinct().count(),
                    (int) candidates(rows).count(),
                    (int) candidates(rows)
                            .filter(InstructionRow.Candidate::liked)
                            .count(),
                    reasons,
                    sha256);
        }

        private static Stream<InstructionRow.Candidate> candidates(List<InstructionRow> rows) {
            return rows.stream().flatMap(row -> row.candidates().stream());
        }
    }
}
