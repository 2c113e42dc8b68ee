package io.explainrec.recommend;

import io.explainrec.catalog.Domain;
import io.explainrec.catalog.Item;
import io.explainrec.embedding.EmbeddingService;
import io.explainrec.ml.evidence.Decision;
import io.explainrec.ml.evidence.DecisionLayer;
import io.explainrec.ml.evidence.Evidence;
import io.explainrec.ml.evidence.EvidenceSource;
import io.explainrec.ml.evidence.EvidenceState;
import io.explainrec.ml.evidence.History;
import io.explainrec.ml.evidence.Taste;
import io.explainrec.ml.evidence.UserEvidence;
import io.explainrec.platform.problem.InvalidInput;
import io.explainrec.platform.problem.NotFound;
import io.explainrec.registry.LiveModel;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** The main job: candidates, evidence, decision, order, reasons; recorded before it is returned. */
@ApplicationScoped
public class RecommendService {
    private final Catalogue catalogue;
    private final EmbeddingService embeddings;
    private final ModelEvidence model;
    private final Serving serving;

    RecommendService(Catalogue catalogue, EmbeddingService embeddings, ModelEvidence model, Serving serving) {
        this.catalogue = catalogue;
        this.embeddings = embeddings;
        this.model = model;
        this.serving = serving;
    }

    /**
     * Recommends, and records what was recommended.
     *
     * @throws InvalidInput naming every wrong field
     * @throws NotFound where the domain, or in mode profiled the user, is not known
     */
    public Recommendation recommend(RecommendationRequest request) {
        return recorded(request, null);
    }

    /**
     * As {@link #recommend}, for somebody who looks what a person would get: it is recorded as theirs, and nobody was served.
     *
     * @param account name of whoever tries
     */
    public Recommendation tryOut(RecommendationRequest request, String account) {
        return recorded(request, account);
    }

    /** The model version that serves now, whether it answered anybody yet or not. */
    public LiveModel live() {
        return serving.now().live();
    }

    private Recommendation recorded(RecommendationRequest request, String triedBy) {
        request.check();
        Recommendation recommendation = decide(request, domain -> catalogue.requester(request), true, triedBy);
        serving.recorder().record(recommendation);
        return recommendation;
    }

    /**
     * As {@link #recommend}, but nothing is recorded, so that it must not reach anybody: for measuring.
     *
     * @param withModel whether the language model is asked
     */
    public Recommendation decide(RecommendationRequest request, boolean withModel) {
        request.check();
        return decide(request, domain -> catalogue.requester(request), withModel, null);
    }

    /**
     * What a newcomer would get, in mode profiled. Nothing is recorded, since nobody is served.
     *
     * @throws InvalidInput naming every wrong field, and items that are not in the domain
     * @throws NotFound where the domain is not known
     */
    public Recommendation decide(Newcomer newcomer, int count) {
        newcomer.check();
        var request = new RecommendationRequest(null, null, newcomer.domain(), count, null, null, null, null);
        return decide(
                request,
                domain -> catalogue.requester(newcomer, domain, serving.clock().instant()),
                true,
                null);
    }

    private Recommendation decide(
            RecommendationRequest request, Function<Domain, Requester> asking, boolean withModel, String triedBy) {
        Stopwatch time = new Stopwatch();
        Domain domain = catalogue.domain(request.domain());
        Requester requester = asking.apply(domain);
        Serving.Now now = serving.now();
        EvidenceState state = now.state();
        History history = requester.history();
        Map<UUID, float[]> vectors = new HashMap<>(embeddings.vectors(
                now.space(),
                history.events().stream().map(History.Event::itemId).distinct().toList()));
        Optional<Taste> taste = Taste.of(history, vectors);
        List<UUID> candidates = catalogue.candidates(request, domain, requester, now, taste);
        time.candidates();

        vectors.putAll(embeddings.vectors(now.space(), candidates));
        Map<UUID, Item> items = catalogue.items(candidates);
        Map<UUID, List<Evidence>> evidence = new HashMap<>();
        UserEvidence user = state.about(history);
        DecisionLayer.ForUser heads = now.decisions().about(state, user.events(domain.id()));
        candidates.forEach(id -> {
            List<Evidence> own = new ArrayList<>(user.of(id, domain.id()));
            own.add(taste.filter(t -> now.readsContent())
                    .map(t -> t.evidence(vectors.get(id)))
                    .orElseGet(Taste::unknown));
            evidence.put(id, own);
        });
        List<UUID> best = ordered(candidates, evidence, heads);
        time.evidence();

        // A model that is not heard is not asked: it takes seconds, and would change nothing.
        ModelEvidence.Answer answer = withModel && now.decisions().hears(EvidenceSource.LLM)
                ? model.evidence(
                        new AdaptedUsers.Asked(now.model(), now.knowledge(), domain, requester),
                        state,
                        best,
                        items,
                        new ModelEvidence.Placed(now.space(), vectors))
                : ModelEvidence.Answer.none(withModel ? null : "the language model was not asked");
        candidates.forEach(id -> evidence.get(id).add(answer.evidence(id)));
        time.languageModel();

        List<DecidedItem> decided =
                decide(ordered(candidates, evidence, heads), evidence, items, heads, domain, request.count());
        LiveModel live = now.live();
        Instant at = serving.clock().instant();
        return new Recommendation(
                RecommendationIds.next(at),
                at,
                domain.id(),
                domain.name(),
                request.profiled() ? Recommendation.Mode.PROFILED : Recommendation.Mode.NON_PROFILED,
                Recommendation.Asked.of(request, triedBy),
                new Recommendation.Versions(
                        live.id(),
                        live.parts().name(),
                        answer.adapted(),
                        live.parts().decisionVersion(),
                        live.parts().encoderVersionId(),
                        now.knowledge(),
                        state.asOf()),
                answer.degraded(),
                decided,
                Reasons.of(decided, evidence, requester, items, state, user),
                time.timings(),
                request.profiled() ? personal(requester, answer.prompt()) : null);
    }

    /** Best first by the rank head; equal ones by id, so that the order is defined. */
    private static List<UUID> ordered(
            List<UUID> candidates, Map<UUID, List<Evidence>> evidence, DecisionLayer.ForUser heads) {
        Map<UUID, Double> logits = new HashMap<>();
        candidates.forEach(id -> logits.put(id, heads.rank(evidence.get(id)).logit()));
        return candidates.stream()
                .sorted(Comparator.comparingDouble((UUID id) -> -logits.get(id))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private static List<DecidedItem> decide(
            List<UUID> order,
            Map<UUID, List<Evidence>> evidence,
            Map<UUID, Item> items,
            DecisionLayer.ForUser heads,
            Domain domain,
            int count) {
        List<DecidedItem> decided = new ArrayList<>();
        for (UUID id : order) {
            Decision like = heads.like(domain.id(), evidence.get(id));
            Decision rank = heads.rank(evidence.get(id));
            Item item = items.get(id);
            int place = decided.size() < count ? decided.size() + 1 : 0;
            decided.add(new DecidedItem(id, item.externalId(), item.title(), place, like, rank));
        }
        return decided;
    }

    private static Personal personal(Requester requester, String prompt) {
        return new Personal(
                requester.userId(),
                requester.namespace(),
                requester.user(),
                requester.person(),
                requester.events().stream()
                        .map(event -> new Personal.HistoryEvent(
                                event.itemId(),
                                event.item().id(),
                                event.item().title(),
                                event.liked(),
                                event.grade(),
                                Instant.ofEpochSecond(event.told().second())))
                        .toList(),
                prompt);
    }
}
