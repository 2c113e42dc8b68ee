package io.explainrec.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.catalog.imports.ImportException;
import org.junit.jupiter.api.Test;

class FailuresTest {
    @Test
    void aFailureIsToldByWhatSaysWhatToDoOrElseByWhatIsAtTheBottom() {
        ImportException explained = new ImportException("do this", new IllegalStateException("since"));
        assertThat(Failures.cause(new RuntimeException("Failed to start quarkus", explained)))
                .isSameAs(explained);
        assertThat(Failures.cause(explained)).isSameAs(explained);
        IllegalStateException bottom = new IllegalStateException("at the bottom");
        assertThat(Failures.cause(new RuntimeException(bottom))).isSameAs(bottom);
    }
}
