package io.explainrec.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.platform.problem.InvalidInput;
import org.junit.jupiter.api.Test;

class KnowledgeSearchTest {
    @Test
    void aTextStandsAlone() {
        assertThatThrownBy(() -> new KnowledgeSearch("war", "films", null, null))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("by meaning, or for a value");
        assertThat(new KnowledgeSearch("war", null, null, null).byMeaning()).isTrue();
        assertThat(new KnowledgeSearch(null, "films", null, null).byKey()).isTrue();
    }

    @Test
    void whereNothingIsNamedNothingIsAskedAndABlankTextIsNone() {
        assertThat(new KnowledgeSearch(null, null, null, null).asked()).isFalse();
        assertThatThrownBy(() -> new KnowledgeSearch(" ", null, null, null))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("text");
    }
}
