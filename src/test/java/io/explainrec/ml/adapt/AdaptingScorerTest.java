package io.explainrec.ml.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.llama.PrefixScorer;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.text.Candidate;
import io.explainrec.ml.text.InstructionFormat;
import io.explainrec.ml.text.Profile;
import io.explainrec.registry.added.SmallModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdaptingScorerTest {
    private static final Profile PROFILE = new Profile("film", List.of(new Profile.Event("Heat", true, null)));
    private static final List<Candidate> CANDIDATES = List.of(
            new Candidate("Casino", List.of("Crime")),
            new Candidate("Bambi", List.of("Children", "Drama")),
            new Candidate("Up", List.of()));

    @TempDir
    private static Path folder;

    private static Llama llama;
    private static AdaptingScorer plain;
    private static AdaptingScorer adapting;

    @BeforeAll
    static void open() throws IOException {
        Torch.inferenceThread(1);
        llama = Llama.open(SmallModel.write(folder.resolve("base")));
        plain = scorer(null);
        int width = llama.config().embed();
        adapting = scorer(new Adaptation(new float[width], 4, new double[width], 0, 1, 0.5, 2));
    }

    @AfterAll
    static void close() {
        plain.close();
        adapting.close();
        llama.close();
    }

    private static AdaptingScorer scorer(Adaptation adaptation) {
        InstructionFormat format = new InstructionFormat(llama.tokenizer(), new InstructionFormat.Limits(300, 90));
        InstructionFormat.Answers answers = format.answers();
        return new AdaptingScorer(format, new PrefixScorer(llama, answers.yes(), answers.no()), adaptation);
    }

    @Test
    void statesAreWhatScoresAreReadFrom() {
        float[] scores = plain.score(PROFILE, CANDIDATES, () -> false).logits();
        AdaptingScorer.Scored scored = adapting.score(PROFILE, CANDIDATES, () -> false);
        assertThat(scored.logits()).isEqualTo(scores);
        assertThat(plain.score(PROFILE, CANDIDATES, () -> false).hidden()).isEmpty();
        assertThat(scored.hidden())
                .hasSize(3)
                .allSatisfy(state -> assertThat(state).hasSize(llama.config().embed()));
        UserHead unchanged = new UserHead(new double[llama.config().embed()], 0);
        assertThat(adapting.adapted(scored, unchanged)).isEqualTo(scores);
    }

    @Test
    void whatTheUserSaidOfAnItemMovesItMost() {
        AdaptingScorer.Scored scored = adapting.score(PROFILE, CANDIDATES, () -> false);
        for (boolean liked : new boolean[] {true, false}) {
            UserHead head = adapting.head(
                    new Support(PROFILE, List.of(new Support.Said(CANDIDATES.get(1), liked))), () -> false);
            float[] adapted = adapting.adapted(scored, head);
            float moved = adapted[1] - scored.logits()[1];
            assertThat(moved > 0).isEqualTo(liked);
        }
        UserHead silent = adapting.head(new Support(PROFILE, List.of()), () -> false);
        assertThat(silent.bias()).isCloseTo(0, within(0.0));
        assertThat(adapting.score(PROFILE, List.of(), () -> false).logits()).isEmpty();
    }
}
