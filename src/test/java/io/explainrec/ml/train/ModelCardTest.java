package io.explainrec.ml.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.ml.instruct.InstructionBuilder;
import io.explainrec.ml.instruct.Manifest;
import io.explainrec.ml.instruct.TextFiles.TextManifest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelCardTest {
    private static ModelCard card(Manifest data, TextManifest text) {
        return new ModelCard(
                ModelCard.VERSION,
                new ModelCard.Format("2", 300, 90, true, 10),
                new ModelCard.Base("small", "00"),
                data,
                text,
                null,
                TrainingOptions.DEFAULT,
                new ModelCard.Made("test", "21", "engine", "system", 1),
                null,
                Map.of());
    }

    private static TextManifest texts(String licence) {
        return new TextManifest(1, "texts", licence, "all", Map.of("train", 2), "00");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CC BY-NC 4.0",
                "cc-by-nc-sa-4.0",
                "Attribution-NonCommercial",
                "for non-commercial use",
                "non commercial",
                "research-only",
                "For research only.",
                "CC_BY_NC",
                "no commercial use",
                "not for commercial use",
                "may not be used for any commercial purpose",
                "research purposes only",
                "academic use only",
                "only for academic use"
            })
    void knowsLicencesThatForbidCommercialUse(String licence) {
        assertThat(card(null, texts(licence)).nonCommercial()).containsExactly("texts (" + licence + ")");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MIT",
                "CC BY 4.0",
                "Apache-2.0",
                "CC0",
                "commercial use permitted",
                "no warranty, commercial use permitted",
                "Sync Inc.",
                "Uncommon"
            })
    void othersAreFree(String licence) {
        assertThat(card(null, texts(licence)).nonCommercial()).isEmpty();
    }

    @Test
    void aLicenceThatIsNotStatedForbidsNothing() {
        assertThat(card(null, texts(null)).nonCommercial()).isEmpty();
    }

    @Test
    void findingsAreReadWhereItWasToldOfThem() {
        for (Integer told : new Integer[] {null, 2}) {
            var train = new Manifest.Part(2, 1, 4, 2, Map.of(), "00", null, null, told);
            var data = new Manifest(
                    1,
                    "films",
                    null,
                    InstructionBuilder.Options.DEFAULT,
                    "by hand",
                    Map.of("train", train),
                    null,
                    null);
            assertThat(card(data, null).reads().findings()).isEqualTo(told != null);
            assertThat(card(data, null).style().findings()).isEqualTo(told != null);
        }
    }

    @Test
    void tellsOfPreferencesOrOfTexts() {
        var data = new Manifest(1, "films", null, InstructionBuilder.Options.DEFAULT, "by hand", Map.of(), null, null);
        assertThat(card(data, null).source()).isEqualTo("films");
        assertThat(card(null, texts(null)).source()).isEqualTo("texts");
        assertThatThrownBy(() -> card(null, null)).hasMessageContaining("expected one of them");
        assertThatThrownBy(() -> card(data, texts(null))).hasMessageContaining("expected one of them");
    }
}
