package io.explainrec.recommend;

import io.explainrec.catalog.Item;
import io.explainrec.ml.evidence.Decision.Contribution;
import io.explainrec.ml.evidence.Evidence;
import io.explainrec.ml.evidence.EvidenceSource;
import io.explainrec.ml.evidence.EvidenceState;
import io.explainrec.ml.evidence.UserEvidence;
import io.explainrec.narration.ReasonWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Explains the items shown: each source's contribution to the order, against its mean over the request's candidates. */
final class Reasons {
    private Reasons() {}

    static Map<UUID, Explanation> of(
            List<DecidedItem> decided,
            Map<UUID, List<Evidence>> evidence,
            Requester requester,
            Map<UUID, Item> items,
            EvidenceState state,
            UserEvidence user) {
        Map<EvidenceSource, Double> means = new EnumMap<>(EvidenceSource.class);
        Map<EvidenceSource, List<Double>> said = new EnumMap<>(EvidenceSource.class);
        for (DecidedItem item : decided) {
            for (Contribution c : item.order().contributions()) {
                means.merge(c.source(), c.contribution() / decided.size(), Double::sum);
                if (!c.masked()) {
                    said.computeIfAbsent(c.source(), source -> new ArrayList<>())
                            .add(c.value());
                }
            }
        }
        Map<UUID, Requester.Event> events = new HashMap<>();
        requester.events().forEach(event -> events.put(event.itemId(), event));
        Map<UUID, Explanation> explanations = new LinkedHashMap<>();
        decided.stream().filter(item -> item.rank() > 0).forEach(item -> {
            Map<EvidenceSource, List<UUID>> because = new EnumMap<>(EvidenceSource.class);
            evidence.get(item.itemId()).forEach(e -> {
                // A candidate that was given may be one that the person has had; it is no reason for itself.
                List<UUID> others = e.because().stream()
                        .filter(id -> !id.equals(item.itemId()))
                        .toList();
                if (!others.isEmpty()) {
                    because.put(e.source(), others);
                }
            });
            List<ReasonWriter.Lift> lifts = item.order().contributions().stream()
                    // What speaks against an item is no reason for it, even where it does so less than elsewhere.
                    .filter(c -> !c.masked() && c.contribution() > 0 && isSo(c, said.get(c.source())))
                    .map(c -> new ReasonWriter.Lift(
                            c.source(),
                            c.contribution() - means.get(c.source()),
                            because.getOrDefault(c.source(), List.of()).stream()
                                    .map(id -> events.get(id).item().title())
                                    .toList()))
                    .toList();
            EvidenceState.Tally tally = state.tally(item.itemId());
            Map<EvidenceSource, String> claims = new EnumMap<>(EvidenceSource.class);
            lifts.forEach(lift ->
                    user.claim(lift.source(), item.itemId()).ifPresent(claim -> claims.put(lift.source(), claim)));
            String reason = ReasonWriter.write(lifts, new ReasonWriter.Facts(tally.likes(), tally.count(), claims));
            Map<EvidenceSource, List<ItemReference>> named = new EnumMap<>(EvidenceSource.class);
            because.forEach((source, ids) -> named.put(
                    source, ids.stream().map(id -> events.get(id).item()).toList()));
            explanations.put(item.itemId(), new Explanation(reason, named, claims));
        });
        return explanations;
    }

    /**
     * Whether what the source's sentence says is so: that the item is ahead of most others, or for the others that the value speaks for it.
     *
     * @param said the values of all candidates of which the source says something
     */
    private static boolean isSo(Contribution c, List<Double> said) {
        if (!ReasonWriter.compares(c.source())) {
            return c.value() > 0;
        }
        long below = said.stream().filter(value -> value < c.value()).count();
        return 2 * below > said.size() - 1;
    }
}
