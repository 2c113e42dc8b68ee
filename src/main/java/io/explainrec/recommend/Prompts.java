package io.explainrec.recommend;

import io.explainrec.catalog.Domain;
import io.explainrec.ml.attribution.PromptStyle;
import io.explainrec.ml.evidence.EvidenceState;
import io.explainrec.ml.evidence.Findings;
import io.explainrec.ml.text.Candidate;
import io.explainrec.ml.text.Profile;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Writes prompts of a domain as a language model was taught to read them.
 *
 * @param style null for the base, which was taught nothing: it gets the stated reasons
 * @param state that the other evidence comes from too
 * @param vectors of items, of the fusion that the model reads; empty where it reads texts alone
 * @param findings of the knowledge base that goes with the state, for the user
 */
record Prompts(PromptStyle style, EvidenceState state, Domain domain, Map<UUID, float[]> vectors, Findings findings) {
    Profile profile(List<Requester.Event> events) {
        return style == null
                ? new Profile(
                        domain.name(),
                        events.stream()
                                .map(event -> new Profile.Event(event.title(), event.liked(), event.reason()))
                                .toList())
                : style.profile(
                        domain.name(),
                        events.stream().map(Requester.Event::told).toList(),
                        findings);
    }

    Candidate candidate(UUID item, String title, Map<String, List<String>> attributes) {
        Candidate told = style == null
                ? Candidate.of(title, attributes)
                : style.candidate(item, title, attributes, state.opinion(item, domain.id()), findings);
        return told.at(vectors.get(item));
    }
}
