package io.explainrec.audit;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;

/**
 * A partition for every month of records, made ahead of time. A month whose rows came before its partition keeps them in the
 * default partition.
 */
@ApplicationScoped
class MonthlyPartitions {
    private static final int MONTHS_AHEAD = 3;
    private static final List<String> TABLES = List.of("recommendation", "recommended_item");

    private final EntityManager entities;
    private final Clock clock;

    MonthlyPartitions(EntityManager entities, Clock clock) {
        this.entities = entities;
        this.clock = clock;
    }

    @Transactional
    void atStart(@Observes @Priority(26) StartupEvent start) {
        create();
    }

    @Scheduled(every = "12h", delayed = "1h")
    @Transactional
    void create() {
        YearMonth now = YearMonth.from(clock.instant().atZone(ZoneOffset.UTC));
        // Two processes may start at once.
        entities.createNativeQuery("SELECT pg_advisory_xact_lock(4711)", Object.class)
                .getResultList();
        for (int ahead = 0; ahead <= MONTHS_AHEAD; ahead++) {
            YearMonth month = now.plusMonths(ahead);
            for (String table : TABLES) {
                create(table, month);
            }
        }
    }

    private void create(String table, YearMonth month) {
        String name = "%s_%04d_%02d".formatted(table, month.getYear(), month.getMonthValue());
        boolean exists = entities.createNativeQuery("SELECT to_regclass(:name) IS NOT NULL", Boolean.class)
                .setParameter("name", name)
                .getSingleResult()
                .equals(Boolean.TRUE);
        String from = month.atDay(1) + " 00:00:00+00";
        String to = month.plusMonths(1).atDay(1) + " 00:00:00+00";
        String stray = "SELECT EXISTS (SELECT 1 FROM %s_default WHERE created_at >= '%s' AND created_at < '%s')"
                .formatted(table, from, to);
        if (!exists
                && entities.createNativeQuery(stray, Boolean.class)
                        .getSingleResult()
                        .equals(Boolean.FALSE)) {
            // Names and bounds are our own numbers.
            entities.createNativeQuery("CREATE TABLE %s PARTITION OF %s FOR VALUES FROM ('%s') TO ('%s')"
                            .formatted(name, table, from, to))
                    .executeUpdate();
        }
    }
}
