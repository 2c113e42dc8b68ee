package io.explainrec.ml.evidence.fit;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.evidence.EvidenceSource;
import io.explainrec.ml.evidence.LearnedTables;
import io.explainrec.ml.evidence.LeveledHead;
import io.explainrec.ml.evidence.LeveledHead.Span;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What scorers of one data set share for each past: the learned sources, and the heads that were fitted. */
public final class LayerStudy {
    /** Weights below it are written as 0. */
    private static final double NOTHING = 0.005;
    /** Domains that a note names. */
    private static final int NAMED = 10;

    private final DataSet data;
    private final long seed;
    private final LearnedFit learning;
    private final Map<Interactions, Studied> studied = new ConcurrentHashMap<>();

    public LayerStudy(DataSet data, long seed) {
        this.data = data;
        this.seed = seed;
        learning = new LearnedFit(data, seed);
    }

    /** Of one past; heads by the sources that they are without. */
    static final class Studied {
        private final Supplier<LayerFit> fitting;
        private final LearnedTables tables;
        private final Replay.Start start;
        private final Map<Set<EvidenceSource>, LeveledHead> likes = new ConcurrentHashMap<>();
        private final Map<Set<EvidenceSource>, LeveledHead> ranks = new ConcurrentHashMap<>();
        /** Its rows are most of the memory, and are computed again where that was needed for something else. */
        private SoftReference<LayerFit> fit;

        private Studied(DataSet data, LearnedFit learning, Interactions past, long seed) {
            fitting = () -> LayerFit.of(data, learning, past, seed);
            LayerFit first = fitting.get();
            fit = new SoftReference<>(first);
            tables = first.tables(learning, past);
            start = new Replay.Start(data, past, tables);
        }

        /** What is known at the end of the past, for one thread. */
        Replay replay() {
            return start.replay();
        }

        synchronized LayerFit fit() {
            LayerFit known = fit.get();
            if (known == null) {
                known = fitting.get();
                fit = new SoftReference<>(known);
            }
            return known;
        }

        LeveledHead like(Set<EvidenceSource> without) {
            return likes.computeIfAbsent(of(without, LayerFit.LIKE, LikeFit.LEVEL), sources -> fit().like(sources));
        }

        LeveledHead rank(Set<EvidenceSource> without) {
            return ranks.computeIfAbsent(of(without, LayerFit.RANK), sources -> fit().rank(sources));
        }

        /** Those that the head would weigh: without any other it is the same head. */
        @SafeVarargs
        private static Set<EvidenceSource> of(Set<EvidenceSource> without, List<EvidenceSource>... weighed) {
            return without.stream()
                    .filter(source -> Stream.of(weighed).anyMatch(sources -> sources.contains(source)))
                    .collect(Collectors.toUnmodifiableSet());
        }
    }

    /** By identity: parts of a data set are immutable. */
    Studied of(Interactions past) {
        return studied.computeIfAbsent(past, p -> new Studied(data, learning, p, seed));
    }

    /** All sources that a head may weigh. */
    public static List<EvidenceSource> sources() {
        return Stream.of(LayerFit.LIKE, LikeFit.LEVEL, LayerFit.RANK)
                .flatMap(List::stream)
                .distinct()
                .toList();
    }

    /** What was fitted on the longest past, in words: of both heads which sources have which weights per unit, and how fast popularity decays. */
    public List<String> weights() {
        List<String> words = new ArrayList<>();
        studied.entrySet().stream()
                .max(Comparator.comparingInt(entry -> entry.getKey().size()))
                .map(Map.Entry::getValue)
                .ifPresent(of -> {
                    of.likes.forEach((without, head) -> {
                        if (without.isEmpty()) {
                            words.add(words("like", head, LayerFit.LIKE, LikeFit.LEVEL));
                        }
                    });
                    of.ranks.forEach((without, head) -> {
                        if (without.isEmpty()) {
                            words.add(words("rank", head, LayerFit.RANK, List.of()));
                        }
                    });
                    words.addAll(words(of.tables, data.interactions().untimed() == 0));
                });
        return words;
    }

    private static List<String> words(LearnedTables tables, boolean timed) {
        List<String> words = new ArrayList<>();
        if (timed) {
            words.add(String.format(
                    Locale.ROOT,
                    "recent popularity on the longest past: a like counts half after %.3g days, and an item without any counts for"
                            + " %.3g likes",
                    tables.recency().halfLifeSeconds() / 86_400,
                    tables.recency().smoothing()));
        }
        if (!tables.apart().isEmpty()) {
            words.add("what is said in other domains tells no taste in " + names(tables.apart())
                    + ", nor the other way round");
        }
        return words;
    }

    /** Not all of very many. */
    private static String names(List<String> domains) {
        int more = domains.size() - NAMED;
        return more <= 0
                ? String.join(", ", domains)
                : String.join(", ", domains.subList(0, NAMED)) + " and " + more + " others";
    }

    private String words(
            String name, LeveledHead head, List<EvidenceSource> offered, List<EvidenceSource> alsoOffered) {
        List<String> given = new ArrayList<>();
        Map<EvidenceSource, Span> heard = new EnumMap<>(EvidenceSource.class);
        heard.putAll(head.terms());
        heard.values()
                .removeIf(span -> Math.max(span.little().weight(), span.much().weight()) < NOTHING);
        heard.forEach((source, span) -> given.add(String.format(
                Locale.ROOT,
                "%s %.2f to %.2f",
                source.id(),
                span.little().weight(),
                span.much().weight())));
        Map<Boolean, List<String>> none = Stream.concat(offered.stream(), alsoOffered.stream())
                .filter(source -> !heard.containsKey(source))
                .collect(Collectors.partitioningBy(
                        this::isThere, Collectors.mapping(EvidenceSource::id, Collectors.toList())));
        return "weights per unit of the " + name + " head on the longest past, from no history to a long one: "
                + String.join(", ", given) + listed("; no weight: ", none.get(true))
                + listed("; left out of this evaluation: ", none.get(false));
    }

    /** Whether the data have what a source speaks of. */
    private boolean isThere(EvidenceSource source) {
        return source == EvidenceSource.CONTENT
                ? data.vectors() != null
                : !EvidenceSource.KNOWLEDGE.contains(source) || data.knowledge() != PastKnowledge.NONE;
    }

    private static String listed(String what, List<String> sources) {
        return sources.isEmpty() ? "" : what + String.join(", ", sources);
    }
}
