package io.explainrec.ml.eval;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;

/**
 * Runs every protocol that a data set allows over scorers: in time where all rows have a time, in folds of users where not, and
 * from domain to domain where there are several. The
 * same data, scorers and seeds give the same report, whatever the number of threads.
 */
public final class Evaluation {
    static final int FOLDS = 5;

    private final EvaluationSettings settings;
    private final Progress progress;

    public Evaluation(EvaluationSettings settings, Progress progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * @param groups of users whose rows are measured apart too
     * @throws EvaluationException where there is nothing to evaluate, or a scorer gives no number
     */
    public Report run(Interactions data, List<UserGroup> groups, List<Scorer> scorers) {
        List<String> notes = new ArrayList<>();
        List<Scorer> able = able(data, scorers, notes);
        List<Findings> findings = new ArrayList<>();
        Folds folds = new Folds(data, FOLDS);
        try (ExecutorService pool = Executors.newFixedThreadPool(settings.threads())) {
            Tasks tasks = new Tasks(pool, progress);
            if (data.untimed() == 0) {
                TimeEvaluation time = new TimeEvaluation(data, groups, able, settings);
                notes.addAll(time.notes());
                findings.add(time.run(tasks));
            } else {
                notes.add(data.untimed() + " of " + data.size() + " interactions have no time, so protocols in time"
                        + " (frozen, online, cold, new-items, segments, and what pools them over cuts) were left out, and folds of users taken"
                        + " instead");
                findings.add(PartEvaluation.folds(data, folds).run(able, settings, tasks));
            }
            if (data.domains().size() > 1) {
                CrossDomain domains = new CrossDomain(data, folds);
                PartEvaluation cross = PartEvaluation.of(domains);
                if (domains.reached() > CrossDomain.MOST_TARGETS) {
                    notes.add(
                            "of the " + domains.reached() + " domains that users share, the " + CrossDomain.MOST_TARGETS
                                    + " with the most of their rows are scored in the protocol cross-domain");
                }
                if (cross.parts().isEmpty()) {
                    notes.add("no user has rows in two of the " + data.domains().size()
                            + " domains, so the protocol cross-domain was left out");
                } else {
                    findings.add(cross.run(able, settings.against(ScorerNames.MF_FOLDIN_OFFSET), tasks));
                }
            }
        }
        return report(data, Findings.joined(findings), notes);
    }

    /**
     * Runs the protocol {@code lines}, the one for data that do not say whose rows they are.
     *
     * @throws EvaluationException where there is nothing to evaluate, or a scorer gives no number
     */
    public Report run(LineData data, List<Scorer> scorers) {
        List<String> notes = new ArrayList<>(data.notes());
        List<Scorer> able = able(data.all(), scorers, notes);
        try (ExecutorService pool = Executors.newFixedThreadPool(settings.threads())) {
            Findings findings = data.protocol().run(able, settings, new Tasks(pool, progress));
            return report(data.all(), findings, notes);
        }
    }

    private static List<Scorer> able(Interactions data, List<Scorer> scorers, List<String> notes) {
        if (data.size() == 0) {
            throw new EvaluationException("there are no interactions to evaluate on; expected at least one");
        }
        return scorers.stream()
                .filter(scorer -> {
                    Optional<String> obstacle = scorer.obstacle(data);
                    obstacle.ifPresent(why -> notes.add(scorer.name() + " was left out: " + why));
                    return obstacle.isEmpty();
                })
                .toList();
    }

    private Report report(Interactions data, Findings findings, List<String> notes) {
        return new Report(
                DataSummary.of(data),
                settings,
                findings.parts(),
                findings.measurements(),
                findings.reliability(),
                findings.timings(),
                notes);
    }

    /** What one family of protocols found. */
    record Findings(
            List<Report.PartSize> parts,
            List<Measurement> measurements,
            List<Report.Reliability> reliability,
            List<Report.Timing> timings) {
        /** All together; a scorer's seconds are added up. */
        static Findings joined(List<Findings> all) {
            Map<String, Report.Timing> timings = new LinkedHashMap<>();
            all.forEach(
                    one -> one.timings.forEach(timing -> timings.merge(timing.scorer(), timing, Report.Timing::plus)));
            return new Findings(
                    all.stream().flatMap(one -> one.parts.stream()).toList(),
                    all.stream().flatMap(one -> one.measurements.stream()).toList(),
                    all.stream().flatMap(one -> one.reliability.stream()).toList(),
                    List.copyOf(timings.values()));
        }
    }

    /** Runs steps on all threads, and answers in their order. */
    record Tasks(ExecutorService pool, Progress progress) {
        /**
         * A step with its name.
         *
         * @param alone whether no other such step is taken at the same time
         */
        record Task<T>(String name, Callable<T> work, boolean alone) {
            Task(String name, Callable<T> work) {
                this(name, work, false);
            }

            /** A step of a scorer. */
            static <T> Task<T> of(Scorer scorer, String name, Callable<T> work) {
                return new Task<>(name, work, scorer.alone());
            }
        }

        <T> List<T> run(List<Task<T>> tasks) {
            progress.steps(tasks.size());
            List<FutureTask<T>> futures = new ArrayList<>();
            List<FutureTask<T>> alone = new ArrayList<>();
            List<FutureTask<T>> others = new ArrayList<>();
            for (Task<T> task : tasks) {
                FutureTask<T> future = new FutureTask<>(() -> {
                    T result = task.work().call();
                    progress.done(task.name());
                    return result;
                });
                futures.add(future);
                (task.alone() ? alone : others).add(future);
            }
            // One thread has them all, so that no other one waits for it.
            pool.execute(
                    () -> alone.stream().takeWhile(next -> !pool.isShutdown()).forEach(FutureTask::run));
            others.forEach(pool::execute);
            List<T> results = new ArrayList<>();
            try {
                for (FutureTask<T> future : futures) {
                    results.add(future.get());
                }
                return results;
            } catch (ExecutionException e) {
                pool.shutdownNow();
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                pool.shutdownNow();
                Thread.currentThread().interrupt();
                throw new EvaluationException("the evaluation was interrupted");
            }
        }
    }
}
