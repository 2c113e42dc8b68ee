package io.explainrec.ml.text;

import java.util.List;

/** What the prompt says about one candidate: its title and its attribute values, most telling first. */
public record Candidate(String title, List<String> attributes) {
    public Candidate {
        attributes = List.copyOf(attributes);
    }
}
