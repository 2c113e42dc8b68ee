package io.explainrec.ml.text;

import java.util.List;
import java.util.Map;

/** What the prompt says about one candidate: its title and its attribute values, most telling first. */
public record Candidate(String title, List<String> attributes) {
    private static final int MOST_ATTRIBUTES = 4;

    public Candidate {
        attributes = List.copyOf(attributes);
    }

    /** An item of the catalogue: the first values of its attributes. */
    public static Candidate of(String title, Map<String, List<String>> attributes) {
        return new Candidate(
                title,
                attributes.values().stream()
                        .flatMap(List::stream)
                        .limit(MOST_ATTRIBUTES)
                        .toList());
    }
}
