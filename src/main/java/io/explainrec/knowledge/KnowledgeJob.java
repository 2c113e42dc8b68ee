package io.explainrec.knowledge;

import io.explainrec.platform.Growth;
import io.explainrec.platform.problem.RequestException;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Builds snapshots in the background: those that were asked for, and one when enough came in or somebody was erased. A person
 * activates it; only where the active one may count somebody who was erased does the new one take its place by itself.
 */
@ApplicationScoped
class KnowledgeJob {
    private static final Logger LOG = Logger.getLogger(KnowledgeJob.class);
    private static final String BY = "background";

    private final KnowledgeBuilder builder;
    private final KnowledgeService knowledge;
    private final Snapshots snapshots;
    private final KnowledgeConfig config;

    KnowledgeJob(KnowledgeBuilder builder, KnowledgeService knowledge, Snapshots snapshots, KnowledgeConfig config) {
        this.builder = builder;
        this.knowledge = knowledge;
        this.snapshots = snapshots;
        this.config = config;
    }

    @Scheduled(
            every = "${explainrec.knowledge.look-every}",
            delayed = "1m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void look() {
        try {
            builder.workOff();
            if (isDue()) {
                Snapshot built = builder.build(BY, false);
                LOG.infof(
                        "Snapshot %s of the knowledge base was built; './explainrec knowledge activate' makes it serve.",
                        built.id());
            }
            replaceWhatCountsTheErased();
        } catch (RequestException e) {
            LOG.info(e.getMessage()); // another process builds, or the encoder does not work: it is tried again
        }
    }

    boolean isDue() {
        Optional<Snapshot> newest = snapshots.newest();
        return newest.filter(last -> snapshots.precedesAnErasure(last.id())).isPresent()
                || Growth.isDue(
                        snapshots.interactions(), newest.map(Snapshot::interactions), config.least(), config.growth());
    }

    private void replaceWhatCountsTheErased() {
        Optional<Snapshot> active = snapshots.active().filter(one -> snapshots.precedesAnErasure(one.id()));
        Optional<Snapshot> newest = snapshots.newest().filter(one -> !snapshots.precedesAnErasure(one.id()));
        if (active.isPresent() && newest.isPresent()) {
            knowledge.activate(newest.get().id().toString(), BY);
        }
    }
}
