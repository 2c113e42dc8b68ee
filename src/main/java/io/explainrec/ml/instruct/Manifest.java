package io.explainrec.ml.instruct;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

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
 * @param fingerprint of the interactions that train, see {@link io.explainrec.ml.eval.DataSummary}; null where it was not kept
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Manifest(
        int version,
        String source,
        String licence,
        InstructionBuilder.Options options,
        String split,
        Map<String, Part> parts,
        Map<String, Integer> grades,
        String fingerprint) {
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
    }

    /** Counts rows as they are written. */
    static final class Counts {
        private final Set<String> users = new HashSet<>();
        private final Map<String, Integer> reasons = new TreeMap<>();
        private int rows;
        private int candidates;
        private int likes;
        private int graded;
        private int otherDomains;
        private int findings;

        void add(InstructionRow row) {
            rows++;
            users.add(row.user());
            otherDomains += row.crossDomain() ? 1 : 0;
            findings += row.tellsFindings() ? 1 : 0;
            for (InstructionRow.Candidate candidate : row.candidates()) {
                candidates++;
                likes += candidate.liked() ? 1 : 0;
                graded += candidate.grade() == null ? 0 : 1;
                if (candidate.reason() != null) {
                    reasons.merge(candidate.reason().provenance().json(), 1, Integer::sum);
                }
            }
        }

        Part part(String sha256) {
            return new Part(
                    rows,
                    users.size(),
                    candidates,
                    likes,
                    reasons,
                    sha256,
                    orNull(graded),
                    orNull(otherDomains),
                    orNull(findings));
        }

        private static Integer orNull(int count) {
            return count == 0 ? null : count;
        }
    }
}
