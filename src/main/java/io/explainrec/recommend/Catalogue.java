package io.explainrec.recommend;

import io.explainrec.catalog.DomainService;
import io.explainrec.catalog.ItemService;
import io.explainrec.catalog.UserService;
import jakarta.enterprise.context.ApplicationScoped;

/** What a request reads of the catalogue. */
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

    DomainService domains() {
        return domains;
    }

    UserService users() {
        return users;
    }

    ItemService items() {
        return items;
    }

    RecommendRepository repository() {
        return repository;
    }

    CandidateGenerator generator() {
        return generator;
    }
}
