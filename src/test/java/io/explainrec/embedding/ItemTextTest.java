package io.explainrec.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ItemTextTest {
    @Test
    void readsTitleThenAttributesByNameThenText() {
        Map<String, List<String>> attributes = Map.of("year", List.of("1995"), "genre", List.of("Crime", "Drama"));

        assertThat(ItemText.of("Heat", attributes, "A thief and a detective."))
                .isEqualTo("Heat. Crime, Drama, 1995. A thief and a detective.");
    }

    @Test
    void readsAnItemWithoutTextByItsTitle() {
        assertThat(ItemText.of("Heat", Map.of(), "")).isEqualTo("Heat");
        assertThat(ItemText.of("Heat", Map.of("genre", List.of()), "  ")).isEqualTo("Heat");
    }
}
