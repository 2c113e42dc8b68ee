package io.explainrec.ml.ablation;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.InteractionsBuilder;
import io.explainrec.ml.evidence.LearnedTables.ItemName;
import io.explainrec.ml.evidence.Person;
import io.explainrec.ml.evidence.fit.DataSet;
import io.explainrec.ml.evidence.fit.DataSet.ItemFacts;
import io.explainrec.ml.instruct.InstructionBuilder;
import io.explainrec.ml.instruct.StatedReasons;
import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.train.ModelCard;
import io.explainrec.ml.train.TrainingJson;
import io.explainrec.ml.train.TrainingOptions;
import io.explainrec.registry.added.SmallModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialsTest {
    private static final Variant ZERO_SHOT = Variant.ALL.getFirst();

    @TempDir
    private static Path folder;

    private static Llama llama;
    private int begun;

    @BeforeAll
    static void open() throws IOException {
        Torch.trainingThread(1);
        llama = Llama.open(SmallModel.write(folder.resolve("base")));
    }

    @AfterAll
    static void close() {
        llama.close();
        Torch.inferenceThread(1);
    }

    private static HeldOut heldOut(String title) {
        InteractionsBuilder builder = new InteractionsBuilder();
        for (int k = 0; k < 20; k++) {
            builder.add("u", "films", "i" + k, k % 2 == 0, Float.NaN, Instant.ofEpochSecond(k));
        }
        Interactions all = builder.build();
        List<ItemFacts> items = IntStream.range(0, all.items())
                .mapToObj(i -> new ItemFacts(new ItemName("films", all.itemName(i)), title + i, Map.of(), ""))
                .toList();
        return HeldOut.of(
                new DataSet(all, items, List.of(Person.UNKNOWN), Map.of(), null),
                new StatedReasons(),
                InstructionBuilder.Options.DEFAULT,
                10);
    }

    private double[] scores(String sha256, String changes, HeldOut heldOut) {
        TrainingOptions options = TrainingJson.changed(
                TrainingJson.changed(TrainingOptions.DEFAULT, "{\"prefixTokens\": 350, \"suffixTokens\": 90}"),
                changes);
        var base = new ModelCard.Base("small", sha256);
        var trials = new Trials(folder.resolve("trials"), llama, base, null, options, null, Map.of(), heldOut);
        return trials.scores(ZERO_SHOT, 0, new Trials.Progress() {
            @Override
            public LongConsumer begin(String what, long parts) {
                begun++;
                return done -> {};
            }

            @Override
            public boolean stops() {
                return false;
            }
        });
    }

    @Test
    void whatTheBaseSaysIsKeptForThisBaseAndThesePromptsAlone() {
        HeldOut films = heldOut("Film ");
        double[] scores = scores("aa", "{}", films);
        assertThat(scores("aa", "{\"learningRate\": 1e-4}", films)).containsExactly(scores);
        assertThat(begun).as("kept, whatever is trained beside it").isEqualTo(1);

        scores("bb", "{}", films);
        scores("aa", "{\"precision\": \"BFLOAT16\"}", films);
        assertThat(scores("aa", "{\"prefixTokens\": 340}", films)).isNotEqualTo(scores);
        assertThat(scores("aa", "{}", heldOut("A book "))).isNotEqualTo(scores);
        assertThat(begun).isEqualTo(5);
    }
}
