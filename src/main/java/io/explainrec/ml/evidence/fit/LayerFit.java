package io.explainrec.ml.evidence.fit;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.Order;
import io.explainrec.ml.evidence.EvidenceSource;
import io.explainrec.ml.evidence.LeveledHead;
import io.explainrec.ml.evidence.LeveledHead.Span;
import io.explainrec.ml.evidence.Provenance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Fits both heads on later slices of a past, each described by a state of what came before it. Nothing but the past is used, so a
 * later test slice stays unseen.
 */
final class LayerFit {
    /** Percent of the past at which slices begin; each ends where the next begins, the last with the past. */
    private static final int[] SLICES = {50, 60, 70, 80, 90};

    /** By slice. */
    private final List<List<Row>> frozen = new ArrayList<>();

    private final List<Row> all = new ArrayList<>();
    /** Where in all rows those of the newest slice begin. */
    private int newest;

    /** By slice. */
    private final List<List<Candidates>> candidates = new ArrayList<>();

    /** Of the newest slice. */
    private List<LanguageFit.Asked> asked = List.of();

    private final long seed;

    private LayerFit(long seed) {
        this.seed = seed;
    }

    /** Describes the slices of a past: of time, or where there is none, of users. */
    static LayerFit of(DataSet data, LearnedFit learning, Interactions all, long seed) {
        LayerFit fit = new LayerFit(seed);
        Interactions past = all.untimed() == 0 ? all : byUser(all, seed);
        for (int s = 0; s < SLICES.length; s++) {
            int from = cut(past, SLICES[s]);
            int to = cut(past, s + 1 < SLICES.length ? SLICES[s + 1] : 100);
            if (from > 0 && to > from) {
                Interactions before = past.slice(0, from);
                Replay replay = new Replay(data, before, learning.fit(before));
                Slice slice = new Slice(s, replay, before, past.slice(from, to), seed);
                List<Row> rows = slice.frozen();
                fit.frozen.add(rows);
                fit.newest = fit.all.size();
                if (to == past.size()) {
                    fit.asked = LanguageFit.sample(replay, past.slice(from, to), seed);
                }
                fit.candidates.add(slice.candidates(seed));
                fit.all.addAll(slice.level(rows));
            }
        }
        return fit;
    }

    /** User by user, in a random order of users: who stands in a slice has no row before it. */
    private static Interactions byUser(Interactions rows, long seed) {
        List<Integer> users = new ArrayList<>();
        for (int u = 0; u < rows.users(); u++) {
            users.add(u);
        }
        Collections.shuffle(users, new Random(seed));
        int[] place = new int[users.size()];
        for (int k = 0; k < place.length; k++) {
            place[users.get(k)] = k;
        }
        return rows.select(Order.grouped(rows.size(), place.length, r -> place[rows.user(r)])
                .positions());
    }

    /** Percent of the past at which slices begin. */
    static List<Integer> slices() {
        return Arrays.stream(SLICES).boxed().toList();
    }

    private static int cut(Interactions past, int percent) {
        return (int) ((long) past.size() * percent / 100);
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

    static final List<EvidenceSource> RANK = List.of(
            EvidenceSource.POPULARITY,
            EvidenceSource.RECENT_POPULARITY,
            EvidenceSource.RECENT_ATTENTION,
            EvidenceSource.NOVELTY,
            EvidenceSource.ALIKE_POPULARITY,
            EvidenceSource.CO_LIKED,
            EvidenceSource.GRADED_ALIKE,
            EvidenceSource.NEIGHBOURS,
            EvidenceSource.ATTRIBUTES,
            EvidenceSource.CONTENT,
            EvidenceSource.FACTORS,
            EvidenceSource.ALIKE,
            EvidenceSource.DEMOGRAPHIC_KNOWLEDGE,
            EvidenceSource.CROSS_DOMAIN_KNOWLEDGE,
            EvidenceSource.TEMPORAL_KNOWLEDGE);

    LeveledHead like(Set<EvidenceSource> without) {
        return new LikeFit(seed).fit(frozen, all, less(LIKE, without), less(LikeFit.LEVEL, without));
    }

    /** What a head that was fitted on the slices before reaches on the newest one; empty where there is one slice alone. */
    Map<String, Double> figures() {
        if (frozen.size() < 2) {
            return Map.of();
        }
        List<List<Row>> before = frozen.subList(0, frozen.size() - 1);
        LeveledHead head = new LikeFit(seed).fit(before, all.subList(0, newest), LIKE, LikeFit.LEVEL);
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
        if (weight == 0) {
            return others;
        }
        Map<EvidenceSource, Span> terms = new EnumMap<>(EvidenceSource.class);
        terms.putAll(others.terms());
        terms.put(EvidenceSource.LLM, Span.level(weight, 0));
        return new LeveledHead(others.intercept(), terms);
    }

    LeveledHead rank(Set<EvidenceSource> without) {
        return RankFit.fit(candidates, less(RANK, without));
    }

    private static List<EvidenceSource> less(List<EvidenceSource> sources, Set<EvidenceSource> without) {
        return sources.stream().filter(source -> !without.contains(source)).toList();
    }
}
