package io.explainrec.ml.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.llama.PrefixScorer;
import io.explainrec.ml.llama.SharedPrompts;
import io.explainrec.ml.llama.SoftToken;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.text.Candidate;
import io.explainrec.ml.text.InstructionFormat;
import io.explainrec.ml.text.Profile;
import io.explainrec.registry.added.SmallModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
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
    private static InstructionFormat format;
    private static UserAdaptation adaptation;
    private static AdaptingScorer plain;
    private static AdaptingScorer adapting;

    @BeforeAll
    static void open() throws IOException {
        Torch.inferenceThread(1);
        llama = Llama.open(SmallModel.write(folder.resolve("base")));
        format = new InstructionFormat(llama.tokenizer(), new InstructionFormat.Limits(300, 90));
        int width = llama.config().embed();
        Adaptation head = new Adaptation(new float[width], 4, new double[width], 0, 1, 0.5, 2);
        adaptation = new UserAdaptation(head, null);
        plain = new AdaptingScorer(llama, llama.linears(), format, null, null);
        adapting = new AdaptingScorer(llama, llama.linears(), format, adaptation, null);
    }

    @AfterAll
    static void close() {
        plain.close();
        adapting.close();
        llama.close();
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

    @Test
    void aTokenStandsInThePromptsOfTheWholeUser() {
        float[] own = llama.embedding(format.firstOfCandidate());
        UserAdaptation byToken =
                new UserAdaptation(adaptation.head(), new TokenAdaptation(own, 20 * llama.loudness(), 3));
        try (AdaptingScorer scorer = new AdaptingScorer(llama, llama.linears(), format, byToken, null)) {
            assertThat(scorer.adaptsByToken()).isTrue();
            assertThat(adapting.adaptsByToken()).isFalse();
            float[] asItIs = plain.score(PROFILE, CANDIDATES, () -> false).logits();
            UserToken silent = token(scorer, List.of());
            AdaptingScorer.Scored unmoved = scorer.score(PROFILE, CANDIDATES, silent, () -> false);
            assertThat(unmoved.logits()).as("the model's own token").isEqualTo(asItIs);
            assertThat(unmoved.hidden()).as("nothing more is adapted").isEmpty();
            for (boolean liked : new boolean[] {true, false}) {
                UserToken token = token(scorer, List.of(new Support.Said(CANDIDATES.get(1), liked)));
                float moved =
                        scorer.score(PROFILE, CANDIDATES, token, () -> false).logits()[1] - asItIs[1];
                assertThat(moved > 0).isEqualTo(liked);
            }
        }
    }

    private static UserToken token(AdaptingScorer scorer, List<Support.Said> said) {
        try (TokenSteps steps = scorer.token(new Support(PROFILE, said))) {
            while (!steps.done()) {
                steps.step(() -> false);
            }
            return steps.token();
        }
    }

    @Test
    void everyCandidateBeginsWithTheTokenThatIsReplaced() {
        assertThat(CANDIDATES)
                .allSatisfy(candidate -> assertThat(format.suffix(candidate)[0]).isEqualTo(format.firstOfCandidate()));
        assertThat(format.suffix(new Candidate("", List.of()))[0]).isEqualTo(format.firstOfCandidate());
    }

    /** Tokens that are the vectors as they are. */
    private static List<SoftToken> tokens(List<Integer> places, List<float[]> vectors) {
        return IntStream.range(0, places.size())
                .mapToObj(k -> vectors.get(k) == null ? null : new SoftToken(places.get(k), vectors.get(k)))
                .toList();
    }

    private static float[] vector(float each) {
        float[] vector = new float[llama.config().embed()];
        Arrays.fill(vector, each);
        return vector;
    }

    @Test
    void vectorsStandInPromptsOfModelsThatReadThem() {
        List<Candidate> placed = List.of(
                CANDIDATES.get(0).at(vector(1)),
                CANDIDATES.get(1),
                CANDIDATES.get(2).at(vector(-1)));
        InstructionFormat.WithItem first = format.suffixWithItem(CANDIDATES.get(0), null);
        InstructionFormat.WithItem last = format.suffixWithItem(CANDIDATES.get(2), null);
        InstructionFormat.Answers answers = format.answers();
        PrefixScorer.States expected;
        try (PrefixScorer prefixes = new PrefixScorer(llama, answers.yes(), answers.no())) {
            expected = prefixes.states(
                    new SharedPrompts(
                            format.prefix(PROFILE).ids(),
                            List.of(first.ids(), format.suffix(CANDIDATES.get(1)), last.ids()),
                            Arrays.asList(
                                    new SoftToken(first.place(), vector(1)),
                                    null,
                                    new SoftToken(last.place(), vector(-1)))),
                    null,
                    () -> false);
        }
        try (AdaptingScorer alone =
                        new AdaptingScorer(llama, llama.linears(), format, null, AdaptingScorerTest::tokens);
                AdaptingScorer both =
                        new AdaptingScorer(llama, llama.linears(), format, adaptation, AdaptingScorerTest::tokens)) {
            assertThat(alone.score(PROFILE, placed, () -> false).logits())
                    .isEqualTo(expected.scores())
                    .isNotEqualTo(plain.score(PROFILE, CANDIDATES, () -> false).logits());
            assertThat(plain.score(PROFILE, placed, () -> false).logits())
                    .as("of a model that reads texts alone")
                    .isEqualTo(plain.score(PROFILE, CANDIDATES, () -> false).logits());

            AdaptingScorer.Scored scored = both.score(PROFILE, placed, () -> false);
            assertThat(scored.logits()).isEqualTo(expected.scores());
            for (int c = 0; c < placed.size(); c++) {
                assertThat(scored.hidden().get(c)).isEqualTo(expected.hidden().get(c));
            }
            boolean[] liked = {true, false, true};
            List<Support.Said> said = IntStream.range(0, liked.length)
                    .mapToObj(c -> new Support.Said(placed.get(c), liked[c]))
                    .toList();
            assertThat(both.adapted(scored, both.head(new Support(PROFILE, said), () -> false)))
                    .isEqualTo(both.adapted(
                            scored,
                            adaptation.head().adapt(new LabelledStates(expected.hidden(), expected.scores(), liked))));
        }
    }
}
