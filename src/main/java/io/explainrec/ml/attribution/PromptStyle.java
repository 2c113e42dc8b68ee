package io.explainrec.ml.attribution;

import io.explainrec.ml.evidence.Findings;
import io.explainrec.ml.evidence.Opinion;
import io.explainrec.ml.text.Candidate;
import io.explainrec.ml.text.Profile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * How prompts are written for a language model: the way that it was taught to read them, in evaluation and in serving alike.
 *
 * @param events most of them, the newest; at least 0
 * @param reasons whether with reasons that are derived from the events before each
 * @param knowledge whether candidates come with what everybody said of them
 * @param findings whether users and candidates come with what the knowledge base found
 */
public record PromptStyle(int events, boolean reasons, boolean knowledge, boolean findings) {
    /** Findings about a user in a prompt. */
    public static final int MOST_FINDINGS = 4;

    /**
     * An event to be written.
     *
     * @param values of the item's attributes
     * @param second see {@link DerivedReasons#at}
     */
    public record Told(String item, String title, Collection<String> values, boolean liked, long second) {
        public Told {
            values = List.copyOf(values);
        }
    }

    /**
     * A candidate, with what everybody said of it and what was found of its kind, where the style has that.
     *
     * @param opinion as it stands when the model is asked
     * @param found for the user
     */
    public Candidate candidate(
            UUID item, String title, Map<String, List<String>> attributes, Opinion opinion, Findings found) {
        List<String> statements = new ArrayList<>();
        if (knowledge) {
            opinion.statement().ifPresent(statements::add);
        }
        if (findings) {
            found.of(item).ifPresent(statements::add);
        }
        return Candidate.of(title, attributes).knowing(statements);
    }

    /**
     * A user.
     *
     * @param all events, newest last
     * @param found for the user
     */
    public Profile profile(String itemKind, List<Told> all, Findings found) {
        return new Profile(itemKind, written(all), findings ? found.ofUser(itemKind, MOST_FINDINGS) : List.of());
    }

    /**
     * The newest events, with reasons where the style has them; older ones count in the reasons all the same.
     *
     * @param all newest last
     */
    private List<Profile.Event> written(List<Told> all) {
        DerivedReasons past = new DerivedReasons();
        List<Profile.Event> written = new ArrayList<>();
        for (Told event : all) {
            String reason = null;
            if (reasons) {
                past.at(event.second);
                reason = past.reason(event.values, event.liked)
                        .map(DerivedReasons.Derived::text)
                        .orElse(null);
                past.observe(event.item, event.values, event.liked);
            }
            written.add(new Profile.Event(event.title, event.liked, reason));
        }
        return List.copyOf(written.subList(Math.max(0, written.size() - events), written.size()));
    }
}
