package io.explainrec.ml.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.ml.lora.AdapterFiles;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.weights.ModelFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdaptationFilesTest {
    private static final Adaptation ADAPTATION =
            new Adaptation(new float[] {1.5f, -2}, 0.25, new double[] {0.5, -0.125}, 0.75, 2, 0.5, 3);

    @TempDir
    private Path folder;

    @BeforeEach
    void adapter() throws IOException {
        Torch.inferenceThread(1);
        for (String file : AdapterFiles.ALL) {
            Files.writeString(folder.resolve(file), file);
        }
    }

    private void write() {
        write(null, null);
    }

    private void write(TokenAdaptation token, AdaptationCard.Token told) {
        AdaptationFiles.write(
                new UserAdaptation(ADAPTATION, token),
                new AdaptationCard(
                        AdaptationCard.VERSION,
                        3,
                        AdaptationFiles.adapter(folder),
                        "made",
                        Map.of("train", "ab"),
                        10,
                        5,
                        30,
                        0,
                        told,
                        Map.of("loss.adapted", 0.5)),
                folder);
    }

    @Test
    void whatIsReadIsWhatWasWritten() {
        assertThat(AdaptationFiles.in(folder)).isFalse();
        write();
        assertThat(AdaptationFiles.in(folder)).isTrue();
        assertThat(AdaptationFiles.read(folder, 2).token()).isNull();
        Adaptation read = AdaptationFiles.read(folder, 2).head();
        assertThat(read.centre()).isEqualTo(ADAPTATION.centre());
        assertThat(read.delta()).isEqualTo(ADAPTATION.delta());
        assertThat(new double[] {read.scale(), read.bias(), read.rate(), read.biasRate(), read.steps()})
                .isEqualTo(new double[] {0.25, 0.75, 2, 0.5, 3});
        assertThat(AdaptationFiles.card(folder).reached()).containsEntry("loss.adapted", 0.5);
        write();
        assertThat(AdaptationFiles.read(folder, 2).head().rate()).isEqualTo(2);
    }

    @Test
    void aTokenIsKeptBesideTheHead() {
        write(new TokenAdaptation(new float[] {0.5f, -3}, 0.25, 2), new AdaptationCard.Token(2, 4));
        TokenAdaptation read = AdaptationFiles.read(folder, 2).token();
        assertThat(read.start()).containsExactly(0.5f, -3);
        assertThat(read.rate()).isEqualTo(0.25);
        assertThat(read.steps()).isEqualTo(2);
        assertThat(AdaptationFiles.card(folder).token().epochs()).isEqualTo(4);
        write();
        assertThat(AdaptationFiles.read(folder, 2).token())
                .as("learned anew without")
                .isNull();
    }

    @Test
    void oneOfBeforeThereWereTokensIsRead() throws IOException {
        write();
        Path card = folder.resolve(AdaptationFiles.ALL.getLast());
        String told = Files.readString(card).replace("\"version\" : 2", "\"version\" : 1");
        Files.writeString(card, told.replaceFirst("\\s+\"token\" : null,", ""));
        assertThat(Files.readString(card)).doesNotContain("token");
        assertThat(AdaptationFiles.read(folder, 2).head().rate()).isEqualTo(2);
        assertThat(AdaptationFiles.read(folder, 2).token()).isNull();
    }

    @Test
    void oneOfAnotherAdapterOrWidthOrDamagedIsRefused() throws IOException {
        write();
        assertThatThrownBy(() -> AdaptationFiles.read(folder, 3))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("'delta' has shape");
        Files.writeString(folder.resolve(AdapterFiles.WEIGHTS), "trained on");
        assertThatThrownBy(() -> AdaptationFiles.read(folder, 2))
                .isInstanceOf(AdaptationException.class)
                .hasMessageContaining("./explainrec adapt");
        write();
        Path card = folder.resolve(AdaptationFiles.ALL.getLast());
        String whole = Files.readString(card);
        Files.writeString(card, whole.replace("\"version\" : 2", "\"version\" : 3"));
        assertThatThrownBy(() -> AdaptationFiles.read(folder, 2))
                .isInstanceOf(AdaptationException.class)
                .hasMessageContaining("has version 3; this program reads versions 1 and 2")
                .hasMessageContaining("./explainrec adapt");
        Files.writeString(card, whole.substring(0, whole.length() / 2));
        assertThatThrownBy(() -> AdaptationFiles.read(folder, 2))
                .isInstanceOf(AdaptationException.class)
                .hasMessageContaining("cannot be read");
        Files.writeString(card, whole);
        Path numbers = folder.resolve(AdaptationFiles.ALL.getFirst());
        Files.writeString(numbers, "short");
        assertThatThrownBy(() -> AdaptationFiles.read(folder, 2)).isInstanceOf(ModelFileException.class);
        Files.delete(numbers);
        assertThatThrownBy(() -> AdaptationFiles.read(folder, 2)).isInstanceOf(ModelFileException.class);
    }
}
