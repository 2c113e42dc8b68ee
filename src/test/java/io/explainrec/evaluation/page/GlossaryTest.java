package io.explainrec.evaluation.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GlossaryTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "frozen",
                "online",
                "cold",
                "cold-asked",
                "new-items",
                "new-items-asked",
                "segments",
                "rolling",
                "rolling-cold",
                "rolling-new-items",
                "folds",
                "cross-domain",
                "lines"
            })
    void everyProtocolOfInteractionsHasWords(String protocol) {
        assertThat(Glossary.protocol(protocol)).endsWith(".");
    }
}
