package io.explainrec.cli.command;

import java.util.function.LongConsumer;
import me.tongfei.progressbar.ProgressBar;

/** A bar on a terminal, and nothing in a pipe. */
public final class ConsoleBar implements LongConsumer, AutoCloseable {
    private final ProgressBar bar;

    /**
     * @param parts of the whole
     */
    public ConsoleBar(String what, long parts) {
        bar = !Terminal.present() ? null : new ProgressBar(what, parts);
    }

    /** So many parts are done. */
    @Override
    public void accept(long done) {
        if (bar != null) {
            bar.stepTo(done);
        }
    }

    /** One more part is done. */
    public void step() {
        if (bar != null) {
            bar.step();
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
