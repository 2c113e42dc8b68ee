package io.explainrec.ml.evidence;

import java.util.List;
import java.util.UUID;

/**
 * What one source says of one candidate.
 *
 * @param value in the source's own unit; 0 where it is masked
 * @param masked the source has nothing to say, and contributes nothing
 * @param because items of the user's history that the value rests on, strongest first
 */
public record Evidence(EvidenceSource source, double value, boolean masked, List<UUID> because) {
    public Evidence {
        because = List.copyOf(because);
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(
                    "the evidence of " + source + " is " + value + "; expected a finite number");
        }
    }

    static Evidence of(EvidenceSource source, double value) {
        return new Evidence(source, value, false, List.of());
    }

    static Evidence masked(EvidenceSource source) {
        return new Evidence(source, 0, true, List.of());
    }
}
