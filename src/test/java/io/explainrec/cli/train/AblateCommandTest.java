package io.explainrec.cli.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.cli.command.CommandException;
import io.explainrec.cli.command.InstalledCommands;
import io.explainrec.cli.instruct.InstructionsCommand;
import io.explainrec.ml.instruct.InstructionFiles;
import io.explainrec.ml.train.TrainingException;
import io.explainrec.registry.added.SmallModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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
                base().toString()));
        arguments.addAll(List.of(more));
        if (!arguments.contains("--config")) {
            arguments.addAll(
                    List.of(
                            "--config",
                            options(
                                    "{\"rows\": 8, \"batch\": 4, \"epochs\": 1, \"prefixTokens\": 300, \"suffixTokens\": 90}")));
        }
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
        assertThat(ablate("--seeds", "2")).isEqualTo(from(said));
        assertThat(Files.getLastModifiedTime(adapter).toInstant()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> ablate("--variants", "images,none"))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("there is no variant 'images'; known are [zero-shot, tallrec");
    }

    @Test
    void refusesPicturesThatAreNotThereBeforeAnythingIsMade() {
        assertThatThrownBy(() -> ablate("--variants", "vectors-both", "--pictures", "nowhere"))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("nowhere is no folder");
        assertThat(folder.resolve("ablation")).doesNotExist();
    }

    /** Likes without ratings have no grades to learn. */
    @Test
    void leavesOutTheVariantThatTheDataCannotTeach() throws IOException {
        Path shop = Files.createDirectories(folder.resolve("shop"));
        StringBuilder events = new StringBuilder("user,item,liked,time\n");
        for (int e = 0; e < 300; e++) {
            events.append(
                    "u%d,i%d,%b,%d%n".formatted(e * 7 % 12, e * 5 % 30, e * 11 % 3 > 0, 1_700_000_000L + 3600L * e));
        }
        Files.writeString(shop.resolve("interactions.csv"), events);
        StringBuilder items = new StringBuilder("id,title\n");
        for (int i = 0; i < 30; i++) {
            items.append("i%d,Item %d%n".formatted(i, i));
        }
        Files.writeString(shop.resolve("items.csv"), items);
        String[] arguments = {
            "--format",
            "csv",
            shop.toString(),
            "--out",
            folder.resolve("of-shop").toString(),
            "--base",
            base().toString(),
            "--seeds",
            "1",
            "--config",
            options("{\"rows\": 4, \"batch\": 4, \"epochs\": 1, \"prefixTokens\": 300, \"suffixTokens\": 90}")
        };
        assertThat(run(new AblateCommand(), arguments))
                .contains("frozen.all.full.")
                .doesNotContain("multi-task");
        List<String> asked = new ArrayList<>(List.of(arguments));
        asked.addAll(List.of("--variants", "multi-task"));
        assertThatThrownBy(() -> run(new AblateCommand(), asked.toArray(String[]::new)))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("multi-task needs ratings, and the data have verdicts alone");
    }

    @Test
    void doesNotMixDataSets() throws IOException {
        String said = ablate("--variants", "full", "--seeds", "1", "--liked-above", "2");
        assertThat(said).contains("trained on 8 rows 1 times");
        Path data = folder.resolve("ablation/data");
        int likes = likes(data);
        assertThatThrownBy(() -> ablate("--variants", "full", "--seeds", "1"))
                .isInstanceOf(CommandException.class)
                .hasMessageMatching(
                        ".*ablation holds rows of made \\(interactions [0-9a-f]{12}\\), and made \\(interactions"
                                + " [0-9a-f]{12}\\) is given; give the same data set and --liked-above, or another --out");
        Files.delete(folder.resolve("ablation/data-set.json"));
        Path manifest = data.resolve("manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replace("\"made\"", "\"bought\""));
        assertThatThrownBy(() -> ablate("--variants", "full", "--liked-above", "2"))
                .as("of before fingerprints were kept the name tells")
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("holds rows of bought, and made (interactions");
        run(
                new InstructionsCommand(),
                "--format",
                "movielens",
                ratings(),
                "--out",
                folder.resolve("plain").toString());
        assertThat(likes(folder.resolve("plain"))).isLessThan(likes);
    }

    private static int likes(Path data) {
        return InstructionFiles.open(data)
                .manifest()
                .parts()
                .get(InstructionFiles.TRAIN)
                .likes();
    }

    @Test
    void asksAboutOtherRowsAndSaysHowManyWereLearnedFrom() throws IOException {
        String all = "{\"rows\": 0, \"batch\": 16, \"epochs\": 1, \"prefixTokens\": 300, \"suffixTokens\": 90}";
        String[] few = {"--variants", "full", "--per-user", "1", "--config", options(all)};
        String first = ablate(few);
        assertThat(first).containsPattern("trained on [1-9]\\d* rows 1 times");
        assertThat(Files.readString(folder.resolve("ablation/ablation.md")))
                .containsPattern("Trained on [1-9]\\d* rows");
        few[3] = "6";
        String more = ablate(few);
        few[3] = "1";
        assertThat(ablate(few)).as("each from its own file").isNotEqualTo(more).isEqualTo(from(first));
        try (Stream<Path> kept = Files.list(folder.resolve("ablation/trials/full-0"))) {
            assertThat(kept.map(file -> file.getFileName().toString()))
                    .filteredOn(name -> name.startsWith("scores-"))
                    .hasSize(2);
        }
    }

    /** What follows what is said of the instruction data, which are made once. */
    private static String from(String said) {
        return said.substring(said.indexOf("300 interactions"));
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
                .hasMessageContaining("holds a run that differs in options");
    }
}
