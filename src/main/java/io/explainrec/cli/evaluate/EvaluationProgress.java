package io.explainrec.cli.evaluate;

import io.explainrec.cli.command.Terminal;
import io.explainrec.ml.eval.Progress;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** A bar on a terminal, and nothing in a pipe. */
final class EvaluationProgress implements Progress, AutoCloseable {
    private final ProgressBar bar = !Terminal.present()
            ? null
            : new ProgressBarBuilder()
                    .setTaskName("evaluate")
                    .setInitialMax(0)
                    .setUpdateIntervalMillis(200)
                    .build();

    @Override
    public synchronized void steps(int total) {
        if (bar != null) {
            bar.maxHint(bar.getMax() + total);
        }
    }

    @Override
    public synchronized void done(String step) {
        if (bar != null) {
            bar.step().setExtraMessage(step);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
