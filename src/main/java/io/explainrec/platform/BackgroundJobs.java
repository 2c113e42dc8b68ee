package io.explainrec.platform;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Background jobs begin when start-up has ended: before that there may be no tables for them to work on. */
@ApplicationScoped
class BackgroundJobs {
    void begin(@Observes @Priority(1000) StartupEvent start, Scheduler scheduler) {
        if (scheduler.isStarted()) {
            scheduler.resume();
        }
    }
}
