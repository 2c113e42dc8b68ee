package io.explainrec.ml.evidence;

import io.explainrec.ml.Logistic;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.UUID;
import java.util.function.IntToDoubleFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * What everybody's interactions say, as of the last of them: the part of the evidence that is common to all requests. Evaluation
 * builds it from files and serving from SQL, through the same {@link EvidenceStateBuilder}, so that what is measured is what is
 * served. Shares count people: of a person who spoke of an item twice, the newest verdict.
 */
public final class EvidenceState {
    private final Tallies tallies;
    private final Neighbours neighbours;
    private final Learned learned;
    private final Knowledge knowledge;
    /** As the tables name them; none where nothing is carried from one to the other, and none is apart. */
    private final Map<UUID, String> learnedDomains = new HashMap<>();

    EvidenceState(Tallies tallies, Neighbours neighbours, Learned learned, Knowledge knowledge) {
        this.tallies = tallies;
        this.neighbours = neighbours;
        this.learned = learned;
        this.knowledge = knowledge;
        boolean several = !learned.tables().carried().isEmpty()
                || !learned.tables().apart().isEmpty();
        for (int i = 0; i < (several ? tallies.items() : 0); i++) {
            Integer number = learned.number(tallies.id(i));
            if (number != null) {
                learnedDomains.putIfAbsent(
                        tallies.domain(i), learned.tables().items().get(number).domain());
            }
        }
    }

    /** Time of the last interaction, which everybody is asked about; the epoch where there is none. */
    public Instant asOf() {
        return tallies.asOf();
    }

    /** Log-odds of a like in the domain, over everybody and everything; 0 where nothing is known. */
    public double base(UUID domain) {
        return Logistic.logit(domainShare(domain));
    }

    double domainShare(UUID domain) {
        int[] total = tallies.total(domain);
        return Shrinkage.share(total[0], total[1], 0.5, 2);
    }

    /** The item's share of likes, drawn to its domain's where few spoke of it. */
    double share(int item) {
        return new Opinion(tallies.likes(item), tallies.count(item), domainShare(tallies.domain(item))).share();
    }

    /** What the sources have to say for one user, computed as far as it is common to all candidates. */
    public UserEvidence about(History history) {
        return new UserEvidence(this, history);
    }

    /** What the knowledge base found that concerns one user. */
    public Findings findings(History history) {
        return knowledge.findings(history, asOf());
    }

    /** Items of the domain that were liked most lately, best first. */
    public List<UUID> recentlyPopular(UUID domain, int limit) {
        return recentlyPopular(domain, item -> true, limit);
    }

    /** The same among those that may be shown. */
    public List<UUID> recentlyPopular(UUID domain, Predicate<UUID> shown, int limit) {
        IntStream liked = IntStream.range(0, tallies.items()).filter(i -> tallies.likes(i) > 0);
        return best(liked, domain, shown, limit, tallies::recentOrder);
    }

    /**
     * Items of the domain that may be shown and that a group liked most, best first: of these groups, finest first, the first that has any.
     * Where few of a group spoke of an item, the group says nothing of it.
     */
    public List<UUID> popularInGroup(UUID domain, List<String> names, Predicate<UUID> shown, int limit) {
        return names.stream()
                .map(name -> likedMost(tallies.group(name), domain, shown, limit))
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private List<UUID> likedMost(Map<Integer, int[]> group, UUID domain, Predicate<UUID> shown, int limit) {
        IntStream spokenOf = group.entrySet().stream()
                .filter(tally -> tally.getValue()[0] > 0 && tally.getValue()[1] >= UserEvidence.GROUP_FLOOR)
                .mapToInt(Map.Entry::getKey);
        return best(spokenOf, domain, shown, limit, i -> group.get(i)[0]);
    }

    /** Items of the domain that may be shown and are liked by those who liked what the user liked, best first. */
    public List<UUID> neighbours(UUID domain, History history, Predicate<UUID> shown, int limit) {
        Map<Integer, Double> scores = new HashMap<>();
        for (History.Event event : history.events()) {
            Integer from = tallies.number(event.itemId());
            if (event.liked() && from != null) {
                neighbours.each(from, (to, similarity) -> {
                    if (tallies.domain(to).equals(domain) && shown.test(tallies.id(to))) {
                        scores.merge(to, similarity, Double::sum);
                    }
                });
            }
        }
        return scores.entrySet().stream()
                .sorted(Map.Entry.<Integer, Double>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(limit)
                .map(entry -> tallies.id(entry.getKey()))
                .toList();
    }

    /** What everybody said of an item of a domain. */
    public Opinion opinion(UUID item, UUID domain) {
        Tally tally = tally(item);
        return new Opinion(tally.likes, tally.count, domainShare(domain));
    }

    /** How many liked the item, and how many said anything. */
    public Tally tally(UUID item) {
        Integer i = tallies.number(item);
        return i == null ? new Tally(0, 0) : new Tally(tallies.likes(i), tallies.count(i));
    }

    /** Likes among so many events. */
    public record Tally(int likes, int count) {}

    Tallies tallies() {
        return tallies;
    }

    Neighbours neighbours() {
        return neighbours;
    }

    /** What the last fit learned. */
    public Learned learned() {
        return learned;
    }

    /** What the learned tables call a domain; null where nothing was learned of it. */
    String learnedDomain(UUID domain) {
        return learnedDomains.get(domain);
    }

    /** Whether what is said of an item tells a taste in a domain. */
    boolean isTold(int item, UUID domain) {
        LearnedTables tables = learned.tables();
        // Asked of each neighbour of each event: nothing is looked up where no domain is apart.
        return tables.apart().isEmpty() || tables.isTold(learnedDomain(tallies.domain(item)), learnedDomain(domain));
    }

    /** What the snapshot of the knowledge base says that goes with the state. */
    Knowledge knowledge() {
        return knowledge;
    }

    /** The highest scores; of equal ones those that were spoken of first. Each item is scored once. */
    private List<UUID> best(IntStream items, UUID domain, Predicate<UUID> shown, int limit, IntToDoubleFunction score) {
        Comparator<Scored> worst =
                Comparator.comparingDouble(Scored::score).thenComparing(Scored::item, Comparator.reverseOrder());
        PriorityQueue<Scored> best = new PriorityQueue<>(worst);
        items.filter(i -> tallies.domain(i).equals(domain) && shown.test(tallies.id(i)))
                .mapToObj(i -> new Scored(i, score.applyAsDouble(i)))
                .forEach(scored -> {
                    if (best.size() < limit || !best.isEmpty() && worst.compare(scored, best.peek()) > 0) {
                        best.add(scored);
                        if (best.size() > limit) {
                            best.poll();
                        }
                    }
                });
        return best.stream()
                .sorted(worst.reversed())
                .map(scored -> tallies.id(scored.item))
                .toList();
    }

    private record Scored(int item, double score) {}
}
