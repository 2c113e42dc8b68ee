package io.explainrec.recommend;

import io.explainrec.embedding.EncoderVersion;
import io.explainrec.embedding.ItemSearch;
import io.explainrec.ml.evidence.EvidenceState;
import io.explainrec.ml.evidence.History;
import io.explainrec.ml.evidence.Taste;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/**
 * Proposes candidates: near the taste, neighbours of what was liked, popular lately, popular in the group; where the shop
 * explores, what is new and hardly judged; and any others of the domain where these are fewer than asked for.
 */
@ApplicationScoped
class CandidateGenerator {
    private static final int REACH_FURTHER = 4;
    /** Items among which those are looked for that few have judged. */
    private static final int NEWEST = 1000;

    private final ItemSearch search;
    private final RecommendRepository repository;
    private final RecommendConfig config;

    CandidateGenerator(ItemSearch search, RecommendRepository repository, RecommendConfig config) {
        this.search = search;
        this.repository = repository;
        this.config = config;
    }

    /**
     * What bounds the candidates of one request.
     *
     * @param space that the taste lies in
     */
    record Bounds(EncoderVersion space, UUID domainId, Set<UUID> consumed, Map<String, String> filters, int wanted) {}

    List<UUID> candidates(EvidenceState state, History history, Optional<Taste> taste, Bounds bounds) {
        int limit = config.candidates();
        Set<UUID> proposed = new LinkedHashSet<>();
        taste.ifPresent(direction -> search.nearest(
                        bounds.space(),
                        direction.direction(),
                        new ItemSearch.Filter(bounds.domainId(), bounds.consumed(), bounds.filters()),
                        limit)
                .forEach(neighbour -> proposed.add(neighbour.itemId())));
        Predicate<UUID> shown = shown(bounds);
        proposed.addAll(best(bounds, reach -> state.neighbours(bounds.domainId(), history, shown, reach)));
        proposed.addAll(best(bounds, reach -> state.recentlyPopular(bounds.domainId(), shown, reach)));
        proposed.addAll(best(bounds, reach -> state.popularInGroup(bounds.domainId(), history.groups(), shown, reach)));
        if (config.exploration() > 0) {
            proposed.addAll(leastJudged(state, bounds));
        }
        if (proposed.size() < bounds.wanted()) {
            Set<UUID> except = new LinkedHashSet<>(bounds.consumed());
            except.addAll(proposed);
            proposed.addAll(repository.anyOthers(
                    bounds.domainId(), except, bounds.filters(), Math.max(limit, bounds.wanted())));
        }
        return List.copyOf(proposed);
    }

    /** Of the domain's newest items those with the fewest verdicts. */
    private List<UUID> leastJudged(EvidenceState state, Bounds bounds) {
        return repository.newest(bounds.domainId(), bounds.consumed(), bounds.filters(), NEWEST).stream()
                .sorted(Comparator.comparingInt(item -> state.tally(item).count()))
                .limit(config.candidates())
                .toList();
    }

    /**
     * The best of a ranking that may be shown, as many as are proposed. What was consumed or retired may hold its first places, so that it is
     * read further until there are enough.
     *
     * @param ranked the first so many, fewer where there are no more
     */
    private List<UUID> best(Bounds bounds, IntFunction<List<UUID>> ranked) {
        int reach = config.candidates() + bounds.consumed().size();
        while (true) {
            List<UUID> first = ranked.apply(reach);
            List<UUID> showable = showable(bounds, first);
            if (showable.size() >= config.candidates() || first.size() < reach) {
                return showable;
            }
            reach *= REACH_FURTHER;
        }
    }

    /** What a filter lets through, so that the best of it are proposed and not what is left of the best of all. */
    private Predicate<UUID> shown(Bounds bounds) {
        return bounds.filters().isEmpty()
                ? item -> true
                : repository.filtered(bounds.domainId(), bounds.filters())::contains;
    }

    private List<UUID> showable(Bounds bounds, Collection<UUID> proposed) {
        Set<UUID> allowed = repository.showable(bounds.domainId(), proposed, bounds.filters());
        return proposed.stream()
                .filter(allowed::contains)
                .filter(item -> !bounds.consumed().contains(item))
                .toList();
    }
}
