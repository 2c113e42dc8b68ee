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
 * @param grades how many grades ratings have, by domain; null where nothing is graded
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Manifest(
        int version,
        String source,
        String licence,
        InstructionBuilder.Options options,
        String split,
        Map<String, Part> parts,
        Map<String, Integer> grades) {
    static final int VERSION = 1;

    public Manifest {
        parts = Map.copyOf(parts);
        grades = grades == null ? null : Map.copyOf(grades);
    }

    /** Whether findings of the knowledge base stand in what is learned from. */
    public boolean tellsFindings() {
        Part train = parts.get(InstructionFiles.TRAIN);
        return train != null && train.findings != null;
    }

    /**
     * What a file holds.
     *
     * @param reasons of candidates, by where they come from
     * @param sha256 of the file, in hexadecimal
     * @param graded candidates with a grade; null where there are none
     * @param otherDomains rows whose history is of other domains; null where there are none
     * @param findings rows that findings of the knowledge base stand in; null where there are none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Part(
            int rows,
            int users,
            int candidates,
            int likes,
            Map<String, Integer> reasons,
            String sha256,
            Integer graded,
            Integer otherDomains,
            Integer findings) {
        /**
         * How many rows there are.
         *
         * @param crossDomain whether those with a history of other domains count
         */
        public int rows(boolean crossDomain) {
            return crossDomain || otherDomains == null ? rows : rows - otherDomains;
        }

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
                    sha256,
                    orNull(candidates(rows).filter(candidate -> candidate.grade() != null)),
                    orNull(rows.stream().filter(InstructionRow::crossDomain)),
                    orNull(rows.stream().filter(InstructionRow::tellsFindings)));
        }

        private static Integer orNull(Stream<?> counted) {
            int count = (int) counted.count();
            return count == 0 ? null : count;
        }

        private static Stream<InstructionRow.Candidate> candidates(List<InstructionRow> rows) {
            return rows.stream().flatMap(row -> row.candidates().stream());
        }
    }
}
