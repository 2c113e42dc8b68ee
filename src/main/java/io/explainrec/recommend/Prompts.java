package io.explainrec.recommend;

import io.explainrec.catalog.Domain;
import io.explainrec.catalog.Item;
import io.explainrec.ml.attribution.PromptStyle;
import io.explainrec.ml.evidence.EvidenceState;
import io.explainrec.ml.evidence.Findings;
import io.explainrec.ml.evidence.Opinion;
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
                                .map(event -> new Profile.Event(event.item().title(), event.liked(), event.reason()))
                                .toList())
                : style.profile(
                        domain.name(),
                        events.stream().map(Requester.Event::told).toList(),
                        findings);
    }

    Candidate candidate(Item item) {
        return candidate(item, state.opinion(item.id(), domain.id()));
    }

    /**
     * An item that was judged, with what all others said of it.
     *
     * @param stored whether the verdict is among those that the state counts, once it is as new
     */
    Candidate judged(Requester.Event event, Item item, boolean stored) {
        Opinion all = state.opinion(item.id(), domain.id());
        boolean counted = stored && event.told().second() <= state.asOf().getEpochSecond();
        return candidate(item, counted ? all.without(event.liked()) : all);
    }

    private Candidate candidate(Item item, Opinion opinion) {
        Candidate told = style == null
                ? Candidate.of(item.title(), item.attributes())
                : style.candidate(item.id(), item.title(), item.attributes(), opinion, findings);
        return told.at(vectors.get(item.id()));
    }
}
