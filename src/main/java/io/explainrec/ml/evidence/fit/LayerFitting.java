package io.explainrec.ml.evidence.fit;

import io.explainrec.ml.eval.DataSummary;
import io.explainrec.ml.eval.EvaluationException;
import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.evidence.DecisionArtifact;
import io.explainrec.ml.evidence.LeveledHead;
import io.explainrec.ml.evidence.Provenance;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.stream.IntStream;

/** Fits what serves: both heads on the later half of all interactions, the learned tables on everything. */
public final class LayerFitting {
    /** Interactions below which nothing is fitted: a slice of a tenth then has few rows to tell weights from. */
    public static final int LEAST_INTERACTIONS = 200;

    /** Users that a language model is asked about, at most. */
    public static final int ASKED = LanguageFit.USERS;

    /** Users with both verdicts below which a language model is not asked, and has no weight. */
    public static final int LEAST_ASKED = Gain.LEAST_USERS;

    private final String program;

    /**
     * @param program version of the program, for the provenance
     */
    public LayerFitting(String program) {
        this.program = program;
    }

    /**
     * Fits.
     *
     * @param at a time before the data were read, for the provenance
     * @throws EvaluationException saying what the data lack: {@value #LEAST_INTERACTIONS} interactions, a second user, likes as well
     *     as dislikes, times
     */
    public DecisionArtifact fit(DataSet data, long seed, Instant at) {
        return fit(data, seed, at, null, null);
    }

    /**
     * A language model to be heard where it helps.
     *
     * @param sha256 of what scores
     */
    public record Heard(LanguageScores scores, String sha256) {}

    /**
     * As {@link #fit(DataSet, long, Instant)}, with a language model. It is asked about a sample of at most {@value #ASKED} users with 25 rows
     * each, so that this ends in minutes; it gets the same weight in both heads, as in an evaluation.
     *
     * @param space that the data's vectors lie in; null for the text encoder's
     * @param heard null for none
     */
    public DecisionArtifact fit(DataSet data, long seed, Instant at, Provenance.Space space, Heard heard) {
        Interactions all = data.interactions();
        check(all);
        LearnedFit learning = new LearnedFit(data, seed);
        LayerFit fit = LayerFit.of(data, learning, all, seed);
        LeveledHead like = fit.like(Set.of());
        LeveledHead rank = fit.rank(Set.of());
        Provenance.Language language = heard == null ? null : fit.language(like, heard.scores, heard.sha256);
        double weight = language == null ? 0 : language.weight();
        return DecisionArtifact.of(
                LayerFit.heard(like, weight),
                LayerFit.heard(rank, weight),
                fit.tables(learning, all),
                new Provenance(
                        at.truncatedTo(ChronoUnit.MILLIS),
                        Provenance.Program.running(program),
                        seed,
                        new Provenance.Data(
                                all.size(),
                                all.users(),
                                all.items(),
                                Instant.ofEpochSecond(all.second(0)),
                                Instant.ofEpochSecond(all.second(all.size() - 1)),
                                DataSummary.of(all).fingerprint()),
                        Parts.slices(),
                        fit.figures(),
                        language,
                        space,
                        null,
                        ""));
    }

    private static void check(Interactions all) {
        Interactions later = all.slice(all.size() / 2, all.size());
        boolean[] present = all.usersPresent();
        long users = IntStream.range(0, present.length).filter(u -> present[u]).count();
        String missing = null;
        if (all.size() < LEAST_INTERACTIONS) {
            missing = "there are " + all.size() + " interactions; expected at least " + LEAST_INTERACTIONS;
        } else if (users < 2) {
            missing = "all interactions are of one user; expected several, or nothing can be learned for others";
        } else if (isOneClass(all)) {
            missing = "all interactions are " + firstVerdict(all) + "; expected both";
        } else if (isOneClass(later)) {
            missing = "the later half of all interactions are " + firstVerdict(later)
                    + ", and heads are fitted on it; expected both";
        } else if (all.untimed() > 0) {
            missing = all.untimed()
                    + " interactions have no time; expected times, since heads are fitted on what came later";
        }
        if (missing != null) {
            throw new EvaluationException("The decision layer cannot be fitted: " + missing
                    + ". Bring in what is missing; the stated weights serve until then.");
        }
    }

    private static boolean isOneClass(Interactions rows) {
        return rows.likes() == 0 || rows.likes() == rows.size();
    }

    private static String firstVerdict(Interactions rows) {
        return rows.liked(0) ? "likes" : "dislikes";
    }
}
