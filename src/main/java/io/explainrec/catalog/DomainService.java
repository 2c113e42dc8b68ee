package io.explainrec.catalog;

import io.explainrec.platform.problem.Conflict;
import io.explainrec.platform.problem.Faults;
import io.explainrec.platform.problem.NotFound;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Domains: making, changing, finding. */
@ApplicationScoped
public class DomainService {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    private final Clock clock;

    DomainService(Clock clock) {
        this.clock = clock;
    }

    /** All domains by name. */
    @Transactional
    public List<Domain> list() {
        return DomainEntity.<DomainEntity>listAll(io.quarkus.panache.common.Sort.by("name")).stream()
                .map(Domain::of)
                .toList();
    }

    /** The domain of this name; NotFound where there is none. */
    @Transactional
    public Domain get(String name) {
        return Domain.of(entity(name));
    }

    /** The domain of this name, or empty where there is none. */
    @Transactional
    public Optional<Domain> find(String name) {
        return DomainEntity.named(name).map(Domain::of);
    }

    /**
     * Makes the domain or changes what it says of itself. Where its threshold moves, so do the verdicts that ratings gave.
     *
     * @throws Conflict where there are ratings that its scale would no longer have
     */
    @Transactional
    public Domain put(String name, Domain.Input input) {
        return put(name, input, false);
    }

    /** As {@link #put(String, Domain.Input)}, marked as generated where asked. */
    @Transactional
    public Domain put(String name, Domain.Input input, boolean demo) {
        Faults faults = new Faults();
        checkName(faults, name);
        if (input == null) {
            faults.check(false, "body", "is missing");
        } else {
            input.check(faults);
        }
        faults.throwIfAny();
        DomainEntity entity = DomainEntity.named(name).orElseGet(() -> {
            DomainEntity created = new DomainEntity();
            created.name = name;
            created.createdAt = clock.instant();
            return created;
        });
        checkRatings(entity, input);
        boolean moved = input.likeThreshold() != null && !input.likeThreshold().equals(entity.likeThreshold);
        entity.title = input.title();
        entity.likeThreshold = input.likeThreshold();
        entity.ratingLow = input.ratingLow();
        entity.ratingHigh = input.ratingHigh();
        entity.demo |= demo;
        entity.updatedAt = clock.instant();
        entity.persist();
        if (moved) {
            InteractionEntity.judgeRatings(entity);
        }
        return Domain.of(entity);
    }

    /**
     * Removes a domain in which nothing is.
     *
     * @throws Conflict where it has items, retired ones among them, or recommendations
     */
    @Transactional
    public void remove(String name) {
        DomainEntity domain = entity(name);
        if (domain.isUsed()) {
            throw new Conflict(
                    "The domain '" + name
                            + "' has items, retired ones among them, or recommendations, which need it; only an empty one can be removed.");
        }
        domain.delete();
    }

    /** Removes those of these domains in which nothing is. */
    @Transactional
    public void removeEmpty(Collection<String> names) {
        names.stream()
                .flatMap(name -> DomainEntity.named(name).stream())
                .filter(domain -> !domain.isUsed())
                .forEach(DomainEntity::delete);
    }

    /** To rename a domain must not take its scale away: every rating that comes later would be refused. */
    private static void checkRatings(DomainEntity entity, Domain.Input input) {
        if (entity.likeThreshold == null || entity.hasItsScaleWithin(input)) {
            return;
        }
        InteractionEntity.ratedOutside(entity, input.ratingLow(), input.ratingHigh())
                .ifPresent(rating -> {
                    throw new Conflict(
                            "The domain '" + entity.name + "' has ratings that this scale would not take, such as "
                                    + rating + "; send likeThreshold, ratingLow and ratingHigh along: it has "
                                    + Domain.of(entity).scale() + ".");
                });
    }

    /** Whether a domain may be called so. */
    public static boolean isName(String name) {
        return name != null && NAME.matcher(name).matches();
    }

    /** Notes what is wrong with a domain's name. */
    public static void checkName(Faults faults, String name) {
        faults.check(
                isName(name),
                "domain",
                (name == null ? "is missing" : "is '" + name + "'")
                        + "; expected 1 to 63 lower-case letters, digits and hyphens, not starting with a hyphen");
    }

    static DomainEntity entity(String name) {
        return DomainEntity.named(name)
                .orElseThrow(() -> new NotFound("There is no domain '" + name + "'; make it with PUT /api/v1/domains/"
                        + name + ", or see GET /api/v1/domains."));
    }
}
