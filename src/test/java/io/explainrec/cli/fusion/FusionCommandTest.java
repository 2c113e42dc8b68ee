package io.explainrec.cli.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.cli.command.CommandException;
import io.explainrec.cli.command.InstalledCommands;
import io.explainrec.cli.evaluate.EvaluateCommand;
import io.explainrec.cli.instruct.InstructionsCommand;
import io.explainrec.cli.model.ModelCardCommand;
import io.explainrec.cli.model.TrainedModels;
import io.explainrec.cli.train.AblateCommand;
import io.explainrec.cli.train.AdaptCommand;
import io.explainrec.cli.train.TrainCommand;
import io.explainrec.ml.fusion.fit.FusionFolder;
import io.explainrec.platform.installation.Installation;
import io.explainrec.registry.added.SmallModel;
import io.explainrec.registry.trained.KeptFusions;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From ratings and pictures to a fusion, with the installation's real encoders. */
class FusionCommandTest extends InstalledCommands {
    @BeforeEach
    @Override
    protected void install() {
        System.setProperty(
                "explainrec.assets", Installation.configured().assets().toString());
        super.install();
    }

    @AfterEach
    @Override
    protected void restore() {
        System.clearProperty("explainrec.assets");
        super.restore();
    }

    private static String run(String... arguments) {
        return run(new FusionCommand(), arguments);
    }

    /** Thirty films, of which red posters please one half of the people, and blue ones the other. */
    private Path films() throws IOException {
        Random random = new Random(1);
        Path data = Files.createDirectories(folder.resolve("made"));
        Path posters = Files.createDirectories(folder.resolve("posters"));
        List<String> items = new ArrayList<>();
        for (int item = 1; item <= 30; item++) {
            items.add(item + "|Film " + item + " (1990)|01-Jan-1990||http://example.org|" + "0|".repeat(18) + "1");
            BufferedImage image = new BufferedImage(40, 60, BufferedImage.TYPE_INT_RGB);
            Graphics2D on = image.createGraphics();
            on.setColor(item % 2 == 0 ? Color.RED : Color.BLUE);
            on.fillRect(0, 0, 40, 60);
            on.dispose();
            ImageIO.write(image, "png", posters.resolve(item + ".png").toFile());
        }
        Files.writeString(posters.resolve("3.png"), "no picture");
        Files.delete(posters.resolve("4.png"));
        Files.write(data.resolve("u.item"), items);
        List<String> rows = new ArrayList<>();
        for (int k = 0; k < 900; k++) {
            int user = random.nextInt(40);
            int item = 1 + random.nextInt(30);
            rows.add(user + "\t" + item + "\t" + (user % 2 == item % 2 ? 5 : 1) + "\t" + (880_000_000 + k));
        }
        Files.write(data.resolve("u.data"), rows);
        return data;
    }

    @Test
    void fitsShowsAndReadsVectorsAgain() throws IOException {
        String data = films().toString();
        String pictures = folder.resolve("posters").toString();
        String out = folder.resolve("fusion").toString();
        String[] fit = {"fit", "--format", "movielens", data, "--pictures", pictures, "--out", out, "--steps", "20"};
        String first = run(fit);
        assertThat(first)
                .contains("text   minilm-")
                .contains("image  efficientnet-lite0-")
                .contains("items {text=2, text+image=28}")
                .contains("Left out: 1 pictures, the first of item 3")
                .containsPattern("RESULT fusion\\.known\\.fused\\.mrr 0\\.\\d{5}")
                .containsPattern("all items +28 +0\\.\\d{3} +0\\.\\d{3}");
        assertThat(folder.resolve("var/vectors")).isDirectoryContaining("glob:**/minilm-*.safetensors");
        assertThat(run(fit)).as("read again from what was kept").isEqualTo(first);
        assertThat(run("show", out)).contains("text+image=28").contains("all items");
        String text = folder.resolve("text").toString();
        assertThat(run("fit", "--format", "movielens", data, "--out", text, "--steps", "5"))
                .contains("items {text=30}")
                .doesNotContain("image");
        assertThat(run(
                        "fit",
                        "--format",
                        "movielens",
                        data,
                        "--out",
                        text,
                        "--steps",
                        "5",
                        "--pictures",
                        pictures,
                        "--modalities",
                        "images"))
                .contains("items {image=28, none=2}");
    }

    @Test
    void anAblationTellsWhatVectorsOfItemsBring() throws IOException {
        String[] ablate = {
            "--format",
            "movielens",
            films().toString(),
            "--out",
            folder.resolve("ablation").toString(),
            "--base",
            SmallModel.write(folder.resolve("base")).toString(),
            "--seeds",
            "1",
            "--variants",
            "vectors-images",
            "--config",
            options("{\"rows\": 4, \"epochs\": 1, \"prefixTokens\": 300, \"suffixTokens\": 90}")
        };
        assertThatThrownBy(() -> run(new AblateCommand(), ablate))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("need --pictures DIR");
        String[] pictured = Arrays.copyOf(ablate, ablate.length + 2);
        pictured[ablate.length] = "--pictures";
        pictured[ablate.length + 1] = folder.resolve("posters").toString();
        assertThat(run(new AblateCommand(), pictured))
                .contains("items {image=28, none=2}")
                .containsPattern("RESULT frozen.all.vectors-images-vs-full.uauc.value -?0\\.\\d{5}");
        assertThat(run(new AblateCommand(), pictured)).doesNotContain("items {image=28");
        Files.delete(folder.resolve("ablation/data/manifest.json"));
        Path ratings = folder.resolve("made/u.data");
        Files.writeString(ratings, "1\t1\t5\t879999999\n" + Files.readString(ratings));
        assertThatThrownBy(() -> run(new AblateCommand(), pictured))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("ablation holds a fusion of made (interactions ");
    }

    @Test
    void trainingPutsItemsIntoPromptsAndEvaluationReadsThem() throws IOException {
        String data = films().toString();
        String fusion = folder.resolve("fusion").toString();
        run("fit", "--format", "movielens", data, "--out", fusion, "--steps", "5");
        String rows = folder.resolve("rows").toString();
        run(new InstructionsCommand(), "--format", "movielens", data, "--out", rows, "--candidates", "3");
        String base = SmallModel.write(folder.resolve("base")).toString();
        Path options = folder.resolve("options.json");
        Files.writeString(
                options, "{\"rows\": 8, \"batch\": 4, \"epochs\": 1, \"prefixTokens\": 300, \"suffixTokens\": 90}");
        String out = folder.resolve("run").toString();
        String[] train = {
            "--data", rows, "--out", out, "--config", options.toString(), "--base", base, "--fusion", fusion
        };
        assertThat(run(new TrainCommand(), train)).contains("RESULT train.valid.steps 2.00000");
        assertThat(run(new ModelCardCommand(), out + "/model"))
                .containsPattern("items      as vectors too, of fusion-1-[0-9a-f]{12} over \\[minilm-");
        String[] evaluate = {
            "--format", "movielens", data, "--model", out + "/model", "--resamples", "20", "--threads", "1"
        };
        assertThat(run(new EvaluateCommand(), evaluate))
                .containsPattern("RESULT frozen\\.all\\.llm\\.auc 0\\.\\d{5}\n");
        assertThat(run(new AdaptCommand(), "--data", rows, "--model", out, "--users", "6", "--epochs", "1"))
                .contains("adapts to users from now on");
        assertThat(run(new EvaluateCommand(), evaluate))
                .as("with both")
                .containsPattern("RESULT frozen\\.all\\.llm\\.auc 0\\.\\d{5}\n");

        String kept = TrainedModels.kept().keep(Path.of(out, "model")).name();
        String[] evaluateKept = evaluate.clone();
        evaluateKept[4] = kept;
        assertThatThrownBy(() -> run(new EvaluateCommand(), evaluateKept))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining(kept + " was trained with fusion-1-")
                .hasMessageContaining("./explainrec fusion activate");
        new KeptFusions(Installation.configured().fusions()).keep(FusionFolder.open(Path.of(fusion)));
        assertThat(run(new EvaluateCommand(), evaluateKept))
                .as("a copy that serves reads the fusion that is kept")
                .containsPattern("RESULT frozen\\.all\\.llm\\.auc 0\\.\\d{5}\n");

        run("fit", "--format", "movielens", data, "--out", out + "/model/fusion", "--steps", "5", "--seed", "7");
        assertThatThrownBy(() -> run(new EvaluateCommand(), evaluate))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("copy the one that it was trained with");
    }

    @Test
    void refusesWithTheFix() throws IOException {
        String data = films().toString();
        String out = folder.resolve("fusion").toString();
        assertThatThrownBy(() -> run("fit", "--format", "movielens", data, "--out", out, "--modalities", "images"))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("needs --pictures DIR");
        assertThatThrownBy(() -> run("fit", "--format", "movielens", data, "--out", out, "--pictures", data + "/none"))
                .hasMessageContaining("is no folder");
        assertThatThrownBy(() -> run("fit", "--format", "tallrec", data, "--out", out))
                .hasMessageContaining("names no users");
        assertThatThrownBy(() -> run("fit", "--format", "movielens", data, "--out", out, "--steps", "0"))
                .hasMessageContaining("at least 1");
        assertThat(folder.resolve("fusion")).doesNotExist();
    }
}
