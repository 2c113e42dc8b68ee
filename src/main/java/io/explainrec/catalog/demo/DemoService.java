package io.explainrec.catalog.demo;

import io.explainrec.catalog.Domain;
import io.explainrec.catalog.DomainService;
import io.explainrec.catalog.ErasureService;
import io.explainrec.catalog.imports.ImportService;
import io.explainrec.catalog.imports.ImportTarget;
import io.explainrec.platform.problem.Conflict;
import io.explainrec.platform.problem.NotFound;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Loads the demo shop and takes it away again. Loading goes on where a crash ended it. */
@ApplicationScoped
public class DemoService {
    public static final long SEED = 20_26;

    /** People of the usual shop. */
    public static final int PEOPLE = DemoGenerator.PEOPLE;

    private static final Logger LOG = Logger.getLogger(DemoService.class);

    private final DomainService domains;
    private final ImportService imports;
    private final ErasureService erasure;
    private final DemoRepository repository;
    private final Clock clock;

    DemoService(
            DomainService domains,
            ImportService imports,
            ErasureService erasure,
            DemoRepository repository,
            Clock clock) {
        this.domains = domains;
        this.imports = imports;
        this.erasure = erasure;
        this.repository = repository;
        this.clock = clock;
    }

    @ActivateRequestContext
    void loadAtFirstStart(
            @Observes @Priority(48) StartupEvent start,
            @ConfigProperty(name = "explainrec.demo.load", defaultValue = "false") boolean asked) {
        if (!asked) {
            return;
        }
        boolean interrupted =
                repository.current().filter(shop -> !shop.complete()).isPresent();
        if (interrupted || !repository.wasEverLoaded() && domains.list().isEmpty()) {
            LOG.info("Loading the demo shop");
            Optional<DemoRepository.Loaded> begun = repository.current();
            load(
                    begun.map(DemoRepository.Loaded::seed).orElse(SEED),
                    begun.map(DemoRepository.Loaded::people).orElse(PEOPLE));
        }
    }

    /** Loads the shop of this seed with as many people as usual. */
    public DemoShop load(long seed) {
        return load(seed, PEOPLE);
    }

    /**
     * Loads the shop of this seed with so many people; again changes nothing.
     *
     * @throws Conflict where another shop is loaded, or the shop has domains of these names itself
     */
    public DemoShop load(long seed, int people) {
        domains.list().stream()
                .filter(domain -> !domain.demo() && DemoShop.DOMAINS.contains(domain.name()))
                .map(Domain::name)
                .findFirst()
                .ifPresent(name -> {
                    throw new Conflict(
                            "The domain '" + name
                                    + "' is the shop's own, and the demo would take it over; use another installation (--var).");
                });
        DemoRepository.Loaded loaded = repository
                .current()
                .orElseGet(() -> repository.begin(seed, clock.instant().truncatedTo(ChronoUnit.DAYS), people));
        if (loaded.seed() != seed || loaded.people() != people) {
            throw new Conflict("The demo shop of the seed " + loaded.seed() + " with " + loaded.people()
                    + " people is loaded; take it away first with './explainrec demo remove'.");
        }
        DemoShop shop = generated(loaded);
        for (String domain : DemoShop.DOMAINS) {
            imports.run(new DemoSource(shop, domain), new ImportTarget(domain, DemoShop.NAMESPACE), done -> {});
        }
        repository.complete(clock.instant());
        return shop;
    }

    /** The shop that is loaded; NotFound where there is none. */
    public DemoShop shop() {
        return generated(repository
                .current()
                .orElseThrow(() -> new NotFound("No demo shop is loaded; './explainrec demo load' brings it.")));
    }

    /**
     * Takes away what the demo brought, with everything that happened to it since, and nothing else: people and items that
     * others added stay, and so does a domain that still has items, as the shop's own.
     *
     * @return how many users and items went
     * @throws Conflict where others than the demo's users have events on its items
     */
    public String remove() {
        DemoShop shop = shop();
        List<String> users = repository.existing(shop);
        long foreign = repository.eventsOfOthers(shop);
        if (foreign > 0) {
            throw new Conflict(foreign + " events of users who did not come with the demo are on its items;"
                    + " delete them first, or keep the demo.");
        }
        users.forEach(user -> erasure.erase(DemoShop.NAMESPACE, user));
        long items = repository.removeItems(shop, clock.instant());
        return users.size() + " users, " + items + " items";
    }

    private static DemoShop generated(DemoRepository.Loaded loaded) {
        return DemoGenerator.generate(loaded.seed(), loaded.until(), loaded.people());
    }
}
