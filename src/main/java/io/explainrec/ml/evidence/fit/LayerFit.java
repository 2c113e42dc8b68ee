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
import java.util.stream.IntStream;

/**
 * Fits both heads on slices of a past, each described by a state that had not seen it: of time, by what came before, or where there are no
 * times, of users, by what all others did. Nothing but the past is used, so a later test slice stays unseen.
 */
final class LayerFit {
    /** Percent of the past at which slices begin; each ends where the next begins, the last with the past. */
    private static final int[] SLICES = {50, 60, 70, 80, 90};

    /** Of users, where there are no times. */
    private static final int FOLDS = 5;

    /** Without times a history has no last verdicts. */
    private static final Set<EvidenceSource> OF_TIME = Set.of(EvidenceSource.MOOD);

    /** By slice. */
    private final List<List<Row>> frozen = new ArrayList<>();

    private final List<Row> all = new ArrayList<>();
    /** Where in all rows those of the newest slice begin. */
    private int newest;

    /** By slice. */
    private final List<List<Candidates>> candidates = new ArrayList<>();

    /** Of the newest slice. */
    private List<LanguageFit.Asked> asked = List.of();

    /** Sources that may tell the level. */
    private final List<EvidenceSource> levels;

    private final long seed;

    private LayerFit(List<EvidenceSource> levels, long seed) {
        this.levels = levels;
        this.seed = seed;
    }

    /** Describes the slices of a past: of time, each by what came before, or where there is none, of users, each by all others. */
    static LayerFit of(DataSet data, LearnedFit learning, Interactions all, long seed) {
        boolean timed = all.untimed() == 0;
        LayerFit fit = new LayerFit(timed ? LikeFit.LEVEL : less(LikeFit.LEVEL, OF_TIME), seed);
        List<Part> parts = timed ? ofTime(all) : ofUsers(all, seed);
        for (int s = 0; s < parts.size(); s++) {
            Part part = parts.get(s);
            Replay replay = new Replay(data, part.known, learning.fit(part.known));
            Slice slice = new Slice(s, replay, part.known, part.rows, seed);
            List<Row> rows = slice.frozen();
            fit.frozen.add(rows);
            fit.newest = fit.all.size();
            if (s == parts.size() - 1) {
                fit.asked = LanguageFit.sample(replay, part.rows, seed);
            }
            fit.candidates.add(slice.candidates(seed));
            fit.all.addAll(slice.level(rows));
        }
        return fit;
    }

    /** Rows, and what the state that describes them knows. */
    private record Part(Interactions known, Interactions rows) {}

    private static List<Part> ofTime(Interactions past) {
        List<Part> parts = new ArrayList<>();
        for (int s = 0; s < SLICES.length; s++) {
            int from = cut(past, SLICES[s]);
            int to = cut(past, s + 1 < SLICES.length ? SLICES[s + 1] : 100);
            if (from > 0 && to > from) {
                parts.add(new Part(past.slice(0, from), past.slice(from, to)));
            }
        }
        return parts;
    }

    /**
     * Where nothing comes before anything, all other users stand in the place of the past. So all rows are fitted on, and each state knows as
     * many as the last one does. Users are taken one after the other: files without times often hold an item's rows together.
     */
    private static List<Part> ofUsers(Interactions all, long seed) {
        int[] place = places(all, seed);
        Interactions rows = all.select(
                Order.grouped(all.size(), place.length, r -> place[all.user(r)]).positions());
        List<Part> parts = new ArrayList<>();
        for (int f = 0; f < FOLDS; f++) {
            int fold = f;
            Interactions known = rows.select(rows.rows(r -> place[rows.user(r)] % FOLDS != fold));
            Interactions held = rows.select(rows.rows(r -> place[rows.user(r)] % FOLDS == fold));
            if (known.size() > 0 && held.size() > 0) {
                parts.add(new Part(known, held));
            }
        }
        return parts;
    }

    /** By user with rows, its place in a random order of these. */
    private static int[] places(Interactions rows, long seed) {
        boolean[] present = rows.usersPresent();
        List<Integer> users = new ArrayList<>(IntStream.range(0, present.length)
                .filter(u -> present[u])
                .boxed()
                .toList());
        Collections.shuffle(users, new Random(seed));
        int[] place = new int[present.length];
        for (int k = 0; k < users.size(); k++) {
            place[users.get(k)] = k;
        }
        return place;
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
