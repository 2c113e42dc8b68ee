package io.explainrec.audit;

import io.explainrec.catalog.Domain;
import io.explainrec.catalog.DomainService;
import io.explainrec.catalog.Item;
import io.explainrec.catalog.ItemService;
import io.explainrec.catalog.User;
import io.explainrec.catalog.UserService;
import io.explainrec.ml.evidence.AdditiveHead;
import io.explainrec.ml.evidence.Evidence;
import io.explainrec.ml.evidence.EvidenceSource;
import io.explainrec.ml.evidence.Person;
import io.explainrec.recommend.DecidedItem;
import io.explainrec.recommend.Explanation;
import io.explainrec.recommend.ItemReference;
import io.explainrec.recommend.Personal;
import io.explainrec.recommend.Recommendation;
import io.explainrec.recommend.RecommendationIds;
import io.explainrec.registry.ModelRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Recommendations of two films, one of them shown, for people that exist. */
@ApplicationScoped
class RecordFixture {
    static final String NAMESPACE = "audit-namespace";
    static final String REASON = "REASON because you liked Heat";
    static final List<String> MARKERS = List.of(
            NAMESPACE,
            "HISTORY-ID",
            "HISTORY-TITLE",
            "PROMPT",
            REASON,
            "BECAUSE-ID",
            "BECAUSE-TITLE",
            "CLAIM",
            "AGE-BAND",
            "GENDER-THEN",
            "4.25",
            "2025-12-24");

    private static final String DOMAIN = "audit-films";
    private static final AdditiveHead HEAD = new AdditiveHead(Map.of(
            EvidenceSource.ITEM_BIAS, new AdditiveHead.Term(0.7, 0.1),
            EvidenceSource.CONTENT, new AdditiveHead.Term(1.3, -0.2),
            EvidenceSource.LLM, new AdditiveHead.Term(0.4, 0)));

    private final DomainService domains;
    private final ItemService items;
    private final UserService users;
    private final ModelRegistry registry;

    RecordFixture(DomainService domains, ItemService items, UserService users, ModelRegistry registry) {
        this.domains = domains;
        this.items = items;
        this.users = users;
        this.registry = registry;
    }

    User user(String name) {
        return users.put(NAMESPACE, name, null);
    }

    Recommendation profiled(User user, Instant at) {
        Personal personal = new Personal(
                user.id(),
                user.namespace(),
                user.externalId(),
                new Person("AGE-BAND", "GENDER-THEN", null),
                List.of(new Personal.HistoryEvent(
                        UUID.randomUUID(),
                        "HISTORY-ID",
                        "HISTORY-TITLE",
                        true,
                        4.25,
                        Instant.parse("2025-12-24T18:00:00Z"))),
                "PROMPT");
        return recommendation(at, personal, null);
    }

    Recommendation nonProfiled(Instant at) {
        return recommendation(at, null, null);
    }

    /** The same, but somebody tried it in the portal. */
    Recommendation tried(User user, Instant at) {
        return recommendation(at, profiled(user, at).personal(), "somebody");
    }

    Recommendation ofAnItemThatIsNot(User user, Instant at) {
        Recommendation good = profiled(user, at);
        DecidedItem missing = decided(UUID.randomUUID(), "missing", 2);
        return new Recommendation(
                good.id(),
                good.createdAt(),
                good.domainId(),
                good.domain(),
                good.mode(),
                good.asked(),
                good.versions(),
                good.degraded(),
                List.of(good.candidates().getFirst(), missing),
                good.explanations(),
                good.timings(),
                good.personal());
    }

    private Item item(String id) {
        domains.put(DOMAIN, new Domain.Input("Films", null, null, null));
        return items.put(DOMAIN, id, new Item.Input(id, id, "", Map.of(), null));
    }

    private Recommendation recommendation(Instant at, Personal personal, String triedBy) {
        Item shown = item("casino");
        var live = registry.live();
        UUID id = RecommendationIds.next(at);
        return new Recommendation(
                id,
                RecommendationIds.time(id),
                domains.get(DOMAIN).id(),
                DOMAIN,
                personal == null ? Recommendation.Mode.NON_PROFILED : Recommendation.Mode.PROFILED,
                new Recommendation.Asked(3, Map.of("genre", "crime"), false, triedBy),
                new Recommendation.Versions(
                        live.id(),
                        live.parts().name(),
                        Recommendation.Adapted.HEAD,
                        live.parts().decisionVersion(),
                        live.parts().encoderVersionId(),
                        null,
                        Instant.parse("2026-01-01T00:00:00.123456Z")),
                "the language model is still loading",
                List.of(
                        decided(shown.id(), shown.externalId(), 1),
                        decided(item("dumbo").id(), "dumbo", 0)),
                Map.of(
                        shown.id(),
                        new Explanation(
                                REASON,
                                Map.of(
                                        EvidenceSource.CONTENT,
                                        List.of(new ItemReference("films", "BECAUSE-ID", "BECAUSE-TITLE"))),
                                Map.of(EvidenceSource.DEMOGRAPHIC_KNOWLEDGE, "CLAIM"))),
                new Recommendation.Timings(1, 2, 3, 6),
                personal);
    }

    private static DecidedItem decided(UUID item, String externalId, int rank) {
        List<Evidence> evidence = List.of(
                new Evidence(EvidenceSource.ITEM_BIAS, 1 / 3.0, false, List.of()),
                new Evidence(EvidenceSource.CONTENT, -0.12345678901234567 * (rank + 1), false, List.of()),
                new Evidence(EvidenceSource.LLM, 0, true, List.of()));
        return new DecidedItem(
                item, externalId, externalId, rank, HEAD.decide(0.25, evidence), HEAD.decide(0, evidence));
    }
}
