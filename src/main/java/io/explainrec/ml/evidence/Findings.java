package io.explainrec.ml.evidence;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What the preference knowledge base found that concerns one user, in words that are short enough for a prompt, and in those of its
 * answers ("people aged 25-34 say Yes to Thriller more often, against their own level"). What does not count as found is not among it.
 */
public final class Findings {
    /** Nothing was found, or nothing is known of the user. */
    public static final Findings NONE = new Findings(Knowledge.NONE, History.NONE, Instant.EPOCH);

    private final Knowledge knowledge;
    private final History history;
    private final Instant asOf;
    /** Made when it is first asked, since most models read no findings. */
    private Knowledge.Reader reader;

    /**
     * @param asOf the time that the user is asked about
     */
    Findings(Knowledge knowledge, History history, Instant asOf) {
        this.knowledge = knowledge;
        this.history = history;
        this.asOf = asOf;
    }

    /**
     * What the user's groups, and those with the user's favourites, think of a domain's items, strongest first, one of each value.
     *
     * @param most of them
     */
    public List<String> ofUser(String domain, int most) {
        return reader().told(domain, most);
    }

    /** The strongest of all that speaks for or against an item. */
    public Optional<String> of(UUID item) {
        return reader().told(item, asOf);
    }

    private Knowledge.Reader reader() {
        if (reader == null) {
            reader = knowledge.about(history);
        }
        return reader;
    }
}
