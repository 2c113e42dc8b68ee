package io.explainrec.ml.text;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What the prompt says about one candidate: its title and some of its attributes' values. */
public record Candidate(String title, List<String> attributes) {
    private static final int MOST_ATTRIBUTES = 4;

    public Candidate {
        attributes = List.copyOf(attributes);
    }

    /** An item of the catalogue: the first value of each attribute, then the second of each, and so on, in the attributes' order. */
    public static Candidate of(String title, Map<String, List<String>> attributes) {
        int longest = attributes.values().stream().mapToInt(List::size).max().orElse(0);
        return new Candidate(
                title,
                IntStream.range(0, longest)
                        .boxed()
                        .flatMap(k -> attributes.values().stream()
                                .filter(values -> values.size() > k)
                                .map(values -> values.get(k)))
                        .limit(MOST_ATTRIBUTES)
                        .toList());
    }
}
