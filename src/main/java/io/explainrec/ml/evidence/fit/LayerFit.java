package io.explainrec.ml.evidence.fit;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.evidence.EvidenceSource;
import io.explainrec.ml.evidence.LearnedTables;
import io.explainrec.ml.evidence.LeveledHead;
import io.explainrec.ml.evidence.Provenance;
import io.explainrec.ml.evidence.Recency;
import io.explainrec.ml.evidence.fit.Parts.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Fits both heads on slices of a past, each described by a state that had not seen it: of time, by what came before, or where there are no
 * times, of users, by what all others did. Nothing but the past is used, so a later test slice stays unseen.
 */
final class LayerFit {
    /** Without times a history has no last verdicts, and no item comes up lately. */
    private static final Set<EvidenceSource> OF_TIME = Set.of(EvidenceSource.MOOD, EvidenceSource.NOVELTY);

    /** By slice. */
    private final List<List<Row>> frozen = new ArrayList<>();

    private final List<Row> all = new ArrayList<>();
    /** Where in all rows those of the newest slice begin. */
    private int newest;

    /** By slice. */
    private final List<List<Candidates>> candidates = new ArrayList<>();

    /** Of the newest slice. */
    private List<LanguageFit.Asked> asked = List.of();

    /** Sources that may tell the level, and that may rank. */
    private final List<EvidenceSource> levels;

    private final List<EvidenceSource> ranks;

    private final Recency recency;
    private final List<String> apart;
    private final long seed;

    private LayerFit(boolean timed, Recency recency, List<String> apart, long seed) {
        levels = less(LikeFit.LEVEL, timed ? Set.of() : OF_TIME);
        ranks = less(RANK, timed ? Set.of() : OF_TIME);
        this.recency = recency;
        this.apart = apart;
        this.seed = seed;
    }

    /**
     * Describes the parts of a past, each by what the state knows. How fast popularity decays and which domains are apart are learned of the whole
     * past, the newest slice included: too few numbers to know its rows by, so that its figures stay honest.
     */
    static LayerFit of(DataSet data, LearnedFit learning, Interactions past, long seed) {
        Recency recency = RecencyFit.of(past, seed);
        List<String> apart = ApartDomains.of(data, learning, past, recency, less(LIKE, EvidenceSource.KNOWLEDGE), seed);
        LayerFit fit = new LayerFit(past.untimed() == 0, recency, apart, seed);
        List<Part> parts = Parts.of(past, seed);
        for (int s = 0; s < parts.size(); s++) {
            Part part = parts.get(s);
            Replay replay = new Replay(data, part.known(), learning.fit(part.known(), recency, apart));
            Slice slice = new Slice(s, replay, part, seed);
            List<Row> rows = slice.frozen();
            fit.frozen.add(rows);
            fit.newest = fit.all.size();
            if (s == parts.size() - 1) {
                fit.asked = LanguageFit.sample(replay, part.rows(), seed);
            }
            fit.candidates.add(slice.candidates(seed));
            fit.all.addAll(slice.level(rows));
        }
        return fit;
    }

    /** Sources of the like head that may order a user's items. */
    static final List<EvidenceSource> LIKE = List.of(
            EvidenceSource.ITEM_LEVEL,
            EvidenceSource.EXPECTED_LEVEL,
            EvidenceSource.ITEM_BIAS,
            EvidenceSource.GROUP,
            EvidenceSource.ALIKE,
            EvidenceSource.FACTORS,
            EvidenceSource.GRADED_ALIKE,
            EvidenceSource.ATTRIBUTES,
            EvidenceSource.NEIGHBOURS,
            EvidenceSource.RECENT_POPULARITY,
            EvidenceSource.CONTENT,
            EvidenceSource.DEMOGRAPHIC_KNOWLEDGE,
            EvidenceSource.CROSS_DOMAIN_KNOWLEDGE,
            EvidenceSource.TEMPORAL_KNOWLEDGE);

    /** Of the rank head: factors tell what is liked among what is judged, and took the place of what is taken up (docs/experiments.md). */
    static final List<EvidenceSource> RANK = List.of(
            EvidenceSource.POPULARITY,
            EvidenceSource.ITEM_LEVEL,
            EvidenceSource.RECENT_POPULARITY,
            EvidenceSource.RECENT_ATTENTION,
            EvidenceSource.NOVELTY,
            EvidenceSource.ALIKE_POPULARITY,
            EvidenceSource.CO_LIKED,
            EvidenceSource.GRADED_ALIKE,
            EvidenceSource.NEIGHBOURS,
            EvidenceSource.ATTRIBUTES,
            EvidenceSource.CONTENT,
            EvidenceSource.ALIKE,
            EvidenceSource.DEMOGRAPHIC_KNOWLEDGE,
            EvidenceSource.CROSS_DOMAIN_KNOWLEDGE,
            EvidenceSource.TEMPORAL_KNOWLEDGE);

    /** What is learned of interactions, as the heads were fitted to hear it. */
    LearnedTables tables(LearnedFit learning, Interactions of) {
        return learning.fit(of, recency, apart);
    }

    LeveledHead like(Set<EvidenceSource> without) {
        return new LikeFit(seed).fit(frozen, all, less(LIKE, without), less(levels, without));
    }

    /** What a head that was fitted on the slices before reaches on the newest one; empty where there is one slice alone. */
    Map<String, Double> figures() {
        if (frozen.size() < 2) {
            return Map.of();
        }
        List<List<Row>> before = frozen.subList(0, frozen.size() - 1);
        LeveledHead head = new LikeFit(seed).fit(before, all.subList(0, newest), LIKE, levels);
        return new NewestSlice(frozen.getLast()).figures(head);
    }

    /** The same with the language model, where it helps; the very same head where it does not. */
    LeveledHead like(LeveledHead others, LanguageScores scores) {
        return heard(others, language(others, scores, "").weight());
    }

    /**
     * The language model's weight in this like head, and what it rests on.
     *
     * @param sha256 of what scores
     */
    Provenance.Language language(LeveledHead like, LanguageScores scores, String sha256) {
        return LanguageFit.fit(asked, like, scores, sha256);
    }

    /** A head that also hears the language model; the very same one for weight 0. */
    static LeveledHead heard(LeveledHead others, double weight) {
        return others.with(EvidenceSource.LLM, weight);
    }

    LeveledHead rank(Set<EvidenceSource> without) {
        return RankFit.fit(candidates, less(ranks, without));
    }

    private static List<EvidenceSource> less(List<EvidenceSource> sources, Set<EvidenceSource> without) {
        return sources.stream().filter(source -> !without.contains(source)).toList();
    }
}
