package io.explainrec.catalog.demo;

import io.explainrec.catalog.Domain;
import io.explainrec.catalog.DomainService;
import io.explainrec.catalog.ErasureService;
import io.explainrec.catalog.imports.ImportService;
import io.explainrec.catalog.imports.ImportTarget;
import io.explainrec.platform.problem.Conflict;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Loads the demo shop and takes it away again. Loading goes on where a crash ended it. */
@ApplicationScoped
public class DemoService {
    public static final long SEED = 20_26;

    private static final Logger LOG = Logger.getLogger(DemoService.class);

    private final DomainService domains;
    private final ImportService imports;
    private final ErasureService erasure;
    private final EntityManager entities;
    private final Clock clock;

    DemoService(
            DomainService domains, ImportService imports, ErasureService erasure, EntityManager entities, Clock clock) {
        this.domains = domains;
        this.imports = imports;
        this.erasure = erasure;
        this.entities = entities;
        this.clock = clock;
    }

    @ActivateRequestContext
    void loadAtFirstStart(
            @Observes @Priority(48) StartupEvent start,
            @ConfigProperty(name = "explainrec.demo.load", defaultValue = "false") boolean asked) {
        List<Domain> all = domains.list();
        boolean begun = all.stream().anyMatch(Domain::demo) && !complete();
        if (asked && (all.isEmpty() || begun)) {
            LOG.info("Loading the demo shop");
            load(SEED);
        }
    }

    /** Loads the shop of this seed; again changes nothing. */
    public DemoShop load(long seed) {
        domains.list().stream()
                .filter(domain -> !domain.demo()
                        && (domain.name().equals(DemoShop.FILMS)
                                || domain.name().equals(DemoShop.BOOKS)))
                .forEach(domain -> {
                    throw new Conflict(
                            "The domain '" + domain.name()
                                    + "' is the shop's own, and the demo would take it over; use another installation (--var).");
                });
        DemoShop shop = shop(seed);
        for (String domain : List.of(DemoShop.FILMS, DemoShop.BOOKS)) {
            imports.run(new DemoSource(shop, domain), new ImportTarget(domain, DemoShop.NAMESPACE), done -> {});
        }
        return shop;
    }

    /** The shop that is loaded, or would be: its last events are of the day that it was first loaded on. */
    public DemoShop shop(long seed) {
        @SuppressWarnings("unchecked")
        List<Instant> first = entities.createNativeQuery("SELECT min(created_at) FROM domain WHERE demo", Instant.class)
                .getResultList();
        Instant day = first.getFirst() == null ? clock.instant() : first.getFirst();
        return DemoGenerator.generate(seed, day.truncatedTo(ChronoUnit.DAYS));
    }

    /**
     * Takes away all that the demo brought, and nothing else.
     *
     * @return how many users and items went
     * @throws Conflict where others than the demo's users have events on its items
     */
    public String remove() {
        long foreign = number("""
                SELECT count(*) FROM interaction n JOIN item i ON i.id = n.item_id JOIN domain d ON d.id = i.domain_id
                JOIN app_user u ON u.id = n.user_id WHERE d.demo AND u.namespace <> 'demo'
                """);
        if (foreign > 0) {
            throw new Conflict(foreign + " events of users outside the namespace 'demo' are on the demo's items;"
                    + " delete them first, or keep the demo.");
        }
        @SuppressWarnings("unchecked")
        List<String> users = entities.createNativeQuery(
                        "SELECT external_id FROM app_user WHERE namespace = 'demo'", String.class)
                .getResultList();
        users.forEach(user -> erasure.erase(DemoShop.NAMESPACE, user));
        return users.size() + " users, " + QuarkusTransaction.requiringNew().call(this::removeDomains) + " items";
    }

    private long removeDomains() {
        String demo = "(SELECT id FROM domain WHERE demo)";
        execute("DELETE FROM recommendation WHERE domain_id IN " + demo);
        execute("DELETE FROM item_embedding WHERE domain_id IN " + demo);
        long items = execute("DELETE FROM item WHERE domain_id IN " + demo);
        execute("DELETE FROM import_job WHERE format = 'demo'");
        execute("DELETE FROM domain WHERE demo");
        return items;
    }

    private boolean complete() {
        return number("SELECT count(DISTINCT source) FROM import_job WHERE format = 'demo' AND status = 'succeeded'")
                == 2;
    }

    private long number(String sql) {
        return ((Number) entities.createNativeQuery(sql, Object.class).getSingleResult()).longValue();
    }

    private long execute(String sql) {
        return entities.createNativeQuery(sql).executeUpdate();
    }
}
