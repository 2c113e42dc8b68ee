package io.explainrec.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.explainrec.ml.adapt.AdaptedSmall;
import io.explainrec.ml.adapt.Support;
import io.explainrec.ml.adapt.TokenAdaptation;
import io.explainrec.ml.adapt.UserToken;
import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.text.Candidate;
import io.explainrec.ml.text.InstructionFormat;
import io.explainrec.ml.text.Profile;
import io.explainrec.ml.train.TrainedSmall;
import io.explainrec.registry.added.SmallModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens of users, which take several calls of the model's thread. */
class AdaptedLanguageModelTest {
    private static final String ADAPTED = "adapted";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Profile BEFORE = new Profile("film", List.of(new Profile.Event("Heat", true, null)));
    private static final List<Candidate> CASINO = List.of(new Candidate("Casino", List.of("Crime")));
    private static final Support SAID = new Support(BEFORE, List.of(new Support.Said(CASINO.getFirst(), true)));

    @TempDir
    private Path folder;

    private InProcessLanguageModel model;

    @BeforeEach
    void open() throws IOException {
        Torch.inferenceThread(1);
        Path base = SmallModel.write(folder.resolve("base"));
        float[] own;
        try (Llama small = Llama.open(base)) {
            own = small.embedding(
                    new InstructionFormat(small.tokenizer(), InstructionFormat.Limits.DEFAULT).firstOfCandidate());
        }
        AdaptedSmall.write(TrainedSmall.write(folder.resolve(ADAPTED), base, 0.1), new TokenAdaptation(own, 50, 5));
        for (String other : List.of("other1", "other2")) {
            TrainedSmall.write(folder.resolve(other), base, 0.2);
        }
        model = InProcessLanguageModelTest.started(new ModelFolders(folder, base), 4);
        bring(ADAPTED);
    }

    @AfterEach
    void close() throws InterruptedException {
        model.close();
    }

    private void bring(String name) {
        model.prepare(name);
        InProcessLanguageModelTest.await(() -> model.has(name));
    }

    private float score(UserToken token) {
        return model.score(ADAPTED, BEFORE, CASINO, token, PATIENCE).logits()[0];
    }

    @Test
    void aTokenOfWhatWasLikedMakesItLikelier() {
        assertThat(model.adaptsByToken(ADAPTED)).isTrue();
        assertThat(model.adaptsByToken(LanguageModel.BASE)).isFalse();
        float asItIs = score(null);
        assertThat(score(model.token(ADAPTED, SAID, PATIENCE, () -> true))).isGreaterThan(asItIs);
        assertThat(score(null)).isEqualTo(asItIs);
    }

    @Test
    void oneThatIsNotMadeInTimeIsGivenUpAndTheNextCallAnswered() {
        float asItIs = score(null);
        for (Duration deadline : List.of(Duration.ZERO, Duration.ofMillis(1))) {
            assertThatThrownBy(() -> model.token(ADAPTED, SAID, deadline, () -> true))
                    .isInstanceOf(ModelUnavailable.class)
                    .hasMessageContaining("within " + deadline.toMillis() + " ms");
        }
        assertThat(score(null)).isEqualTo(asItIs);
    }

    @Test
    void oneThatNobodyWantsAnyMoreIsGivenUpBetweenItsSteps() {
        AtomicInteger asked = new AtomicInteger();
        assertThatThrownBy(() -> model.token(ADAPTED, SAID, PATIENCE, () -> asked.incrementAndGet() < 3))
                .isInstanceOf(ModelUnavailable.class)
                .hasMessageContaining("not wanted any more");
        assertThat(asked).hasValue(3);
    }

    @Test
    void oneOfAModelThatIsDroppedIsNotMade() {
        bring("other1");
        bring("other2");
        assertThat(model.has(ADAPTED)).isFalse();
        assertThat(model.adaptsByToken(ADAPTED)).isFalse();
        assertThatThrownBy(() -> model.token(ADAPTED, SAID, PATIENCE, () -> true))
                .isInstanceOf(ModelUnavailable.class)
                .hasMessageContaining("not in memory");
    }

    @Test
    void theOneThatServesStaysAsAnotherComes() {
        model.prepare(LanguageModel.BASE); // which serves again, and is there
        bring("other1");
        assertThat(model.has(LanguageModel.BASE)).isTrue();
        assertThat(model.has(ADAPTED)).isFalse();
    }

    @Test
    void oneWhoseAnswerIsNoNumberGivesNoScores() throws IOException {
        TrainedSmall.write(folder.resolve("damaged"), folder.resolve("base"), Double.NaN);
        bring("damaged");
        assertThatThrownBy(() -> model.score("damaged", BEFORE, CASINO, PATIENCE))
                .isInstanceOf(ModelUnavailable.class)
                .hasMessageContaining("gave NaN for an item");
    }

    @Test
    void otherCallsAreAnsweredWhileTokensAreMadeUntilItStops() throws Exception {
        CompletableFuture<Throwable> making = CompletableFuture.supplyAsync(() -> {
            Throwable failed = null;
            while (failed == null) {
                failed = catchThrowable(() -> model.token(ADAPTED, SAID, PATIENCE, () -> true));
            }
            return failed;
        });
        float asItIs = score(null);
        for (int k = 0; k < 20; k++) {
            assertThat(score(null)).isEqualTo(asItIs);
        }
        assertThat(making).isNotDone();
        long begin = System.nanoTime();
        model.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        assertThat(making.join()).isInstanceOf(ModelUnavailable.class);
    }
}
