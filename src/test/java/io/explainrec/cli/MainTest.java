package io.explainrec.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.catalog.imports.ImportException;
import org.junit.jupiter.api.Test;

class MainTest {
    @Test
    void aFailureIsToldByWhatSaysWhatToDoOrElseByWhatIsAtTheBottom() {
        ImportException explained = new ImportException("do this", new IllegalStateException("since"));
        assertThat(Main.cause(new RuntimeException("Failed to start quarkus", explained)))
                .isSameAs(explained);
        assertThat(Main.cause(explained)).isSameAs(explained);
        IllegalStateException bottom = new IllegalStateException("at the bottom");
        assertThat(Main.cause(new RuntimeException(bottom))).isSameAs(bottom);
    }
}
