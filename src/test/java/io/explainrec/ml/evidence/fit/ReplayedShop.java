package io.explainrec.ml.evidence.fit;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.evidence.DecisionArtifact;
import io.explainrec.ml.evidence.History;
import io.explainrec.ml.evidence.UserEvidence;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What evaluation would say of a made shop, through its own loader. */
public final class ReplayedShop {
    private final MadeShop shop;
    private final DecisionArtifact artifact;
    private final Replay replay;
    private final Map<String, Integer> users = new HashMap<>();
    private final Map<Integer, Integer> items = new HashMap<>();
    private final Map<Integer, UserEvidence> asked = new HashMap<>();

    public ReplayedShop(MadeShop shop, DecisionArtifact artifact) {
        this.shop = shop;
        this.artifact = artifact;
        DataSet data = shop.dataSet();
        Interactions all = data.interactions();
        replay = new Replay(data, all, artifact.tables());
        for (int u = 0; u < all.users(); u++) {
            users.put(all.userName(u), u);
        }
        for (int i = 0; i < all.items(); i++) {
            items.put(MadeShop.number(data.items().get(i).name()), i);
        }
    }

    private UserEvidence evidence(int user) {
        Integer number = users.get("u" + user);
        return number == null
                ? replay.state().about(new History(List.of(), shop.people.get(user)))
                : replay.about(number, replay.events(number)).evidence();
    }

    /** Values by source, and both heads' logits. */
    public record Said(double[] values, double like, double rank) {}

    /**
     * Of a user and an item.
     *
     * @param item one that nobody spoke of where it is none of the shop's
     * @param domain of the item, named by any item of it
     */
    public Said about(int user, int item, int domain) {
        UserEvidence evidence = asked.computeIfAbsent(user, this::evidence);
        int any = items.get(domain);
        UUID id = items.containsKey(item) ? Replay.item(items.get(item)) : UUID.randomUUID();
        double[] values = evidence.values(id, replay.domain(any));
        int events = evidence.events(replay.domain(any));
        return new Said(
                values,
                artifact.layer()
                        .like()
                        .at(events)
                        .logit(replay.base(any) + artifact.layer().like().intercept(events), values),
                artifact.layer().rank().at(events).logit(0, values));
    }
}
