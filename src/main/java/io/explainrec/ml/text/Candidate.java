package io.explainrec.ml.text;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What the prompt says about one candidate.
 *
 * @param attributes some of its attributes' values
 * @param knowledge statements about it, most telling first; at most {@value #MOST_STATEMENTS} are written
 * @param vector of the item, for models that read one; null where it has none
 */
public record Candidate(String title, List<String> attributes, List<String> knowledge, float[] vector) {
    /** Statements of a candidate in a prompt. */
    public static final int MOST_STATEMENTS = 2;

    private static final int MOST_ATTRIBUTES = 4;

    public Candidate {
        attributes = List.copyOf(attributes);
        knowledge = List.copyOf(knowledge);
    }

    /** One of which nothing else is known. */
    public Candidate(String title, List<String> attributes) {
        this(title, attributes, List.of());
    }

    /** One that is told in words alone. */
    public Candidate(String title, List<String> attributes, List<String> knowledge) {
        this(title, attributes, knowledge, null);
    }

    /** The same with statements about it. */
    public Candidate knowing(List<String> statements) {
        return new Candidate(title, attributes, statements, vector);
    }

    /** The same with its item's vector. */
    public Candidate at(float[] place) {
        return new Candidate(title, attributes, knowledge, place);
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
