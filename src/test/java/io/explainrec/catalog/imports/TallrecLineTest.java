package io.explainrec.catalog.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.catalog.imports.TallrecLine.Work;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TallrecLineTest {
    @Test
    void readsFilmsInTheirOrder() {
        TallrecLine line = TallrecLine.parse(
                7, TallrecFile.line("\"Lamp, The (1990)\", \"Red\"", "\"Blue\"", "movie \"Sea \"Wolf\"\"", "Yes."));
        assertThat(line.number()).isEqualTo(7);
        assertThat(line.liked()).containsExactly(new Work("Lamp, The (1990)", null), new Work("Red", null));
        assertThat(line.disliked()).containsExactly(new Work("Blue", null));
        assertThat(line.target()).isEqualTo(new Work("Sea \"Wolf\"", null));
        assertThat(line.label()).isTrue();
        assertThat(line.kind()).isEqualTo("movie");
        assertThat(line.user()).as("the published lines do not say").isNull();
    }

    @Test
    void readsWhoseALineIsWhereItSays() {
        String line = TallrecFile.line("", "", "book \"A\"", "Yes.");
        TallrecLine named = TallrecLine.parse(1, line.replaceFirst("\\{", "{\"user\": \"13\", "));
        assertThat(named.user()).isEqualTo("13");
        assertThat(named.kind()).isEqualTo("book");
        assertThat(TallrecLine.parse(1, line.replaceFirst("\\{", "{\"user\": 13, "))
                        .user())
                .isEqualTo("13");
        assertThat(TallrecLine.parse(1, line.replaceFirst("\\{", "{\"user\": null, "))
                        .user())
                .isNull();
        for (String user : List.of("\" \"", "[]", "1.5", "true")) {
            assertThatThrownBy(() -> TallrecLine.parse(1, line.replaceFirst("\\{", "{\"user\": " + user + ", ")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("neither a text nor a whole number");
        }
    }

    @Test
    void readsBooksWithTheirAuthors() {
        TallrecLine line = TallrecLine.parse(
                1,
                TallrecFile.line(
                        "",
                        "\"Salt, \"and\" Sand, \"Vol. 2\" written by Ann Lee, Ph.D., \" Notes: \\Sea\\\" (New)\" written by"
                                + " B. Moss, \"Alone\" written by ",
                        "book \"\"The Hill\" written by C. Dale\"",
                        "No."));
        assertThat(line.liked()).isEmpty();
        assertThat(line.disliked())
                .containsExactly(
                        new Work("Salt, \"and\" Sand, \"Vol. 2", "Ann Lee, Ph.D."),
                        new Work("Notes: \\Sea\\\" (New)", "B. Moss"),
                        new Work("Alone", null));
        assertThat(line.target()).isEqualTo(new Work("The Hill", "C. Dale"));
        assertThat(line.label()).isFalse();
    }

    @Test
    void keepsWhatStandsTwice() {
        TallrecLine line = TallrecLine.parse(1, TallrecFile.line("\"A\", \"A\"", "\"A\"", "movie \"A\"", "No."));
        assertThat(line.liked()).hasSize(2);
        assertThat(line.disliked()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"Yes., true", "Yes, true", "' Yes. ', true", "No., false", "No, false"})
    void takesVerdictsWithAndWithoutAPoint(String output, boolean liked) {
        assertThat(TallrecLine.parse(1, TallrecFile.line("", "", "movie \"A\"", output))
                        .label())
                .isEqualTo(liked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Maybe.", "", "yes.", "Yes. No."})
    void refusesAnOutputThatIsNeither(String output) {
        assertThatThrownBy(() -> TallrecLine.parse(1, TallrecFile.line("", "", "movie \"A\"", output)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + output + "'; expected \"Yes.\" or \"No.\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{\"input\": \"x\"}",
                "{\"input\": 3, \"output\": \"Yes.\"}",
                "{\"input\": \"User Preference: \", \"output\": \"Yes.\"}",
                "{\"input\": \"User Preference: \", \"output\": \"Yes.\"} {}",
            })
    void refusesWhatIsNoSuchLine(String line) {
        assertThatThrownBy(() -> TallrecLine.parse(1, line)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesTitlesThatAreNone() {
        for (String bad : List.of("movie A", "movie \"\"", "movie \"", "book \"\"\" written by X\"")) {
            assertThatThrownBy(() -> TallrecLine.parse(1, TallrecFile.line("", "", bad, "Yes.")))
                    .as(bad)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> TallrecLine.parse(1, TallrecFile.line("A, \"B\"", "", "movie \"C\"", "Yes.")))
                .hasMessageContaining("double quotes");
    }

    @Test
    void isReadInTimeThatGrowsWithItsLength() {
        String many = "\"x, \"y\" written by Z, ".repeat(50_000) + "\"last\" written by Z";
        assertThat(TallrecLine.parse(1, TallrecFile.line(many, "", "book \"\"T\" written by Z\"", "Yes."))
                        .liked())
                .hasSize(50_001);
    }
}
