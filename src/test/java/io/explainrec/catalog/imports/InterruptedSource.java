package io.explainrec.catalog.imports;

import io.explainrec.catalog.Domain;
import java.util.List;
import java.util.function.Consumer;

/** A source whose reading ends in the middle, as that of a process that is killed. */
record InterruptedSource(ImportSource source, int rows) implements ImportSource {
    /** What ends it. */
    static final class Interruption extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Override
    public String format() {
        return source.format();
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public Domain.Input domain() {
        return source.domain();
    }

    @Override
    public List<String> domains() {
        return source.domains();
    }

    @Override
    public long size() {
        return source.size();
    }

    @Override
    public void read(Consumer<Row> to, Consumer<Long> progress) {
        int[] read = {0};
        source.read(
                row -> {
                    if (read[0]++ == rows) {
                        throw new Interruption();
                    }
                    to.accept(row);
                },
                progress);
    }
}
