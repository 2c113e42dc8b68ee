package io.explainrec.knowledge;

import io.explainrec.platform.Growth;
import io.explainrec.platform.Rest;
import io.explainrec.platform.problem.DatabaseFault;
import io.explainrec.platform.problem.RequestException;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
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

    /** After a build that failed, since most that fail would fail again; what is asked for by REST is not kept waiting. */
    static final Duration AFTER_A_FAILURE = Duration.ofMinutes(10);

    /** To count is followed by a rest of so many times its length, so that many interactions keep no processor busy. */
    private static final int TIMES_THE_COUNT = 100;

    /** So is a build, or a person erased each minute would keep all processors busy. */
    private static final int TIMES_THE_BUILD = 5;

    private final KnowledgeBuilder builder;
    private final KnowledgeService knowledge;
    private final Snapshots snapshots;
    private final KnowledgeConfig config;
    private final Rest rest = new Rest(System::nanoTime);

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
            if (rest.isOver()) {
                buildIfDue();
            }
            replaceWhatCountsTheErased();
        } catch (RequestException e) {
            LOG.info(e.getMessage()); // another process builds, or the encoder does not work: it is tried again
        } catch (RuntimeException e) {
            DatabaseFault.warnWhereAway(LOG, e);
        }
    }

    private void buildIfDue() {
        long begin = System.nanoTime();
        boolean due = isDue();
        rest.begin(Duration.ofNanos(System.nanoTime() - begin).multipliedBy(TIMES_THE_COUNT));
        if (due) {
            rest.begin(AFTER_A_FAILURE);
            begin = System.nanoTime();
            Snapshot built = builder.build(BY, false);
            rest.begin(Duration.ofNanos(System.nanoTime() - begin).multipliedBy(TIMES_THE_BUILD));
            LOG.infof(
                    "Snapshot %s of the knowledge base was built; './explainrec knowledge activate' makes it serve, if it does not take"
                            + " the place of one that counts somebody who was erased.",
                    built.id());
        }
    }

    boolean isDue() {
        Optional<Snapshot> newest = snapshots.newest();
        return newest.filter(Snapshot::precedesAnErasure).isPresent()
                || Growth.isDue(
                        snapshots.interactions(), newest.map(Snapshot::interactions), config.least(), config.growth());
    }

    /** Also by one over which another erasure came: where they come faster than builds, there is no better one. */
    private void replaceWhatCountsTheErased() {
        snapshots
                .newest()
                .filter(newest -> snapshots.countsFewerOfTheErased(newest.id()))
                .ifPresent(newest -> knowledge.activate(newest.id().toString(), BY));
    }
}
