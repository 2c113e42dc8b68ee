package io.explainrec.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.ml.train.TrainingException;
import io.explainrec.registry.added.SmallModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

/** Every variant trained and compared, with a base of two small layers. */
class AblateCommandTest extends InstalledCommands {
    private String ablate(String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "--format",
                "movielens",
                ratings(),
                "--out",
                folder.resolve("ablation").toString(),
                "--base",
                base().toString(),
                "--config",
                options("{\"rows\": 8, \"batch\": 4, \"epochs\": 1, \"prefixTokens\": 300, \"suffixTokens\": 90}")));
        arguments.addAll(List.of(more));
        return run(new AblateCommand(), arguments.toArray(String[]::new));
    }

    private Path base() throws IOException {
        Path base = folder.resolve("base");
        return Files.exists(base) ? base : SmallModel.write(base);
    }

    @Test
    void tellsWhatEachPartBrings() throws Exception {
        String said = ablate("--seeds", "2");
        assertThat(said)
                .containsPattern("RESULT frozen.all.zero-shot.uauc (0\\.\\d{5}|NaN)\n")
                .containsPattern("RESULT frozen.all.full-vs-tallrec.uauc.value -?\\d\\.\\d{5}\n")
                .containsPattern("RESULT frozen.all.contrast-vs-full.uauc.value -?\\d\\.\\d{5}\n")
                .containsPattern("RESULT frozen.all.full.user-correlation (-?\\d\\.\\d{5}|NaN)\n")
                .containsPattern("RESULT frozen.all.item-mean.uauc (0\\.\\d{5}|NaN)\n")
                .containsPattern("RESULT frozen.reasons.p2-generated.auc (0\\.\\d{5}|NaN)\n");
        Path page = folder.resolve("ablation/ablation.md");
        assertThat(Files.readString(page))
                .contains(
                        "| without-consistency | full without the consistency term |",
                        "![UAUC by what was trained]",
                        "| p2-shuffled |")
                .doesNotContain("%");
        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(folder.resolve("ablation/ablation.svg").toFile());
        assertThat(folder.resolve("ablation/report.json")).exists();

        // What is done is not done again, and gives the same.
        Path adapter = folder.resolve("ablation/trials/full-1/model/adapter_model.safetensors");
        Files.setLastModifiedTime(adapter, FileTime.from(Instant.EPOCH));
        assertThat(ablate("--seeds", "2")).isEqualTo(said.substring(said.indexOf("300 interactions")));
        assertThat(Files.getLastModifiedTime(adapter).toInstant()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> ablate("--variants", "images,none"))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("there is no variant 'images'; known are [zero-shot, tallrec");
    }

    @Test
    void doesNotMixOptions() throws IOException {
        ablate("--variants", "full", "--seeds", "1");
        String other = options("{\"rows\": 4, \"prefixTokens\": 300, \"suffixTokens\": 90}");
        assertThatThrownBy(() -> run(
                        new AblateCommand(),
                        "--format",
                        "movielens",
                        folder.resolve("made").toString(),
                        "--out",
                        folder.resolve("ablation").toString(),
                        "--base",
                        folder.resolve("base").toString(),
                        "--config",
                        other))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("holds a run with other data, base or options");
    }
}
