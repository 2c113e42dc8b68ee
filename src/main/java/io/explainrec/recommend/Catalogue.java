package io.explainrec.recommend;

import io.explainrec.catalog.Domain;
import io.explainrec.catalog.DomainService;
import io.explainrec.catalog.Item;
import io.explainrec.catalog.ItemService;
import io.explainrec.catalog.User;
import io.explainrec.catalog.UserService;
import io.explainrec.ml.evidence.History;
import io.explainrec.ml.evidence.Taste;
import io.explainrec.platform.problem.InvalidInput;
import io.explainrec.platform.problem.NotFound;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Finds in the catalogue what a request names: the domain, who asks, and the items that may be recommended. */
@ApplicationScoped
class Catalogue {
    private final DomainService domains;
    private final UserService users;
    private final ItemService items;
    private final RecommendRepository repository;
    private final CandidateGenerator generator;

    Catalogue(
            DomainService domains,
            UserService users,
            ItemService items,
            RecommendRepository repository,
            CandidateGenerator generator) {
        this.domains = domains;
        this.users = users;
        this.items = items;
        this.repository = repository;
        this.generator = generator;
    }

    /**
     * @throws NotFound where there is none of this name
     */
    Domain domain(String name) {
        return domains.get(name);
    }

    Map<UUID, Item> items(Collection<UUID> ids) {
        return items.byIds(ids);
    }

    /**
     * Whom the request names; nobody in particular where it uses no profile.
     *
     * @throws NotFound where the user is not known
     */
    Requester requester(RecommendationRequest request) {
        if (!request.profiled()) {
            return Requester.NOBODY;
        }
        User user = users.get(request.namespace(), request.user());
        return repository.requester(user, History.LONGEST);
    }

    /**
     * A newcomer who says at this moment what they like.
     *
     * @throws InvalidInput where it is not in the domain
     */
    Requester requester(Newcomer newcomer, Domain domain, Instant at) {
        Map<String, UUID> known = known("likes", newcomer.likes(), domain);
        Map<UUID, Item> found = items.byIds(known.values());
        List<Item> liked =
                newcomer.likes().stream().map(id -> found.get(known.get(id))).toList();
        return Requester.of(repository.person(newcomer.ageBand(), newcomer.gender(), null), domain, liked, at);
    }

    /**
     * Those that were given, or those that are proposed, of what may be shown.
     *
     * @throws InvalidInput where a given one is not in the domain
     */
    List<UUID> candidates(
            RecommendationRequest request, Domain domain, Requester requester, Serving.Now now, Optional<Taste> taste) {
        if (request.candidates() != null) {
            Map<String, UUID> known = known("candidates", request.candidates(), domain);
            Set<UUID> given = new LinkedHashSet<>();
            request.candidates().forEach(id -> given.add(known.get(id)));
            Set<UUID> showable = repository.showable(domain.id(), given, request.filters());
            return given.stream().filter(showable::contains).toList();
        }
        Set<UUID> consumed =
                requester.userId() == null ? requester.items() : repository.consumed(requester.userId(), domain.id());
        return generator.candidates(
                now.state(),
                requester.history(),
                taste,
                new CandidateGenerator.Bounds(now.space(), domain.id(), consumed, request.filters(), request.count()));
    }

    /** Items of the domain that the shop calls these; an error names those that are not there. */
    private Map<String, UUID> known(String field, List<String> named, Domain domain) {
        Map<String, UUID> known = repository.named(domain.id(), named);
        List<String> unknown =
                named.stream().filter(id -> !known.containsKey(id)).toList();
        if (!unknown.isEmpty()) {
            throw new InvalidInput(field, "has items that are not in the domain '" + domain.name() + "': " + unknown);
        }
        return known;
    }
}
