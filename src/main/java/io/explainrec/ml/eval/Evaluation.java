package io.explainrec.ml.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs every protocol that a data set allows over scorers: in time where all rows have a time, in folds of users where not. The
 * same data, scorers and seeds give the same report, whatever the number of threads.
 */
public final class Evaluation {
    private final EvaluationSettings settings;
    private final Progress progress;

    public Evaluation(EvaluationSettings settings, Progress progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * @throws EvaluationException where there is nothing to evaluate, or a scorer gives no number
     */
    public Report run(Interactions data, List<Scorer> scorers) {
        if (data.size() == 0) {
            throw new EvaluationException("there are no interactions to evaluate on; expected at least one");
        }
        List<String> notes = new ArrayList<>();
        List<Scorer> able = scorers.stream()
                .filter(scorer -> {
                    scorer.obstacle(data).ifPresent(why -> notes.add(scorer.name() + " was left out: " + why));
                    return scorer.obstacle(data).isEmpty();
                })
                .toList();
        Findings findings;
        try (ExecutorService pool = Executors.newFixedThreadPool(settings.threads())) {
            Tasks tasks = new Tasks(pool, progress);
            if (data.untimed() == 0) {
                findings = new TimeEvaluation(data, able, settings).run(tasks);
            } else {
                notes.add(
                        data.untimed() + " of " + data.size() + " interactions have no time, so protocols in time"
                                + " (frozen, online, cold, new-items, rolling) were left out, and folds of users taken instead");
                findings = new FoldEvaluation(data, able, settings).run(tasks);
            }
        }
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
            List<Report.Timing> timings) {}

    /** Runs steps on all threads, and answers in their order. */
    record Tasks(ExecutorService pool, Progress progress) {
        /** A step with its name. */
        record Task<T>(String name, Callable<T> work) {}

        <T> List<T> run(List<Task<T>> tasks) {
            progress.steps(tasks.size());
            List<Future<T>> futures = tasks.stream()
                    .map(task -> pool.submit(() -> {
                        T result = task.work().call();
                        progress.done(task.name());
                        return result;
                    }))
                    .toList();
            List<T> results = new ArrayList<>();
            try {
                for (Future<T> future : futures) {
                    results.add(future.get());
                }
                return results;
            } catch (ExecutionException e) {
                pool.shutdownNow();
                throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                pool.shutdownNow();
                Thread.currentThread().interrupt();
                throw new EvaluationException("the evaluation was interrupted");
            }
        }
    }
}
