package io.explainrec.ml.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.ml.Golden;
import io.explainrec.ml.weights.GgufFile;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class InstructionFormatTest {
    private static Tokenizer tokenizer;
    private static InstructionFormat format;

    @BeforeAll
    static void load() {
        try (GgufFile file = GgufFile.open(Golden.asset("smollm2"))) {
            tokenizer = GgufTokenizer.read(file);
        }
        format = new InstructionFormat(tokenizer, InstructionFormat.Limits.DEFAULT);
    }

    @Test
    void readsLikeThis() {
        Profile profile = new Profile(
                "film",
                List.of(
                        new Profile.Event("Heat", true, "tense\n and   long"),
                        new Profile.Event("Babe", false, null),
                        new Profile.Event("Ronin", true, null)));
        Candidate candidate = new Candidate("Casino", List.of("Crime", "1995"));

        assertThat(format.prefix(profile).text() + tokenizer.decode(format.suffix(candidate)))
                .isEqualTo("""
                        Below is an instruction that describes a task, paired with an input that provides further context. \
                        Write a response that appropriately completes the request.

                        ### Instruction:
                        Given what the user liked and disliked, and why, say whether the user will like the candidate film. \
                        Answer Yes or No.

                        ### Input:
                        Liked:
                        - Heat: tense and long
                        - Ronin
                        Disliked:
                        - Babe
                        ---
                        Candidate: Casino (Crime, 1995)
                        Task: preference

                        ### Response:
                        """);
    }

    @Test
    void aReasonAloneDoesNotGiveItsVerdictAway() {
        Candidate casino = new Candidate("Casino", List.of());
        assertThat(tokenizer.decode(format.alone("film"))
                        + tokenizer.decode(format.suffix(casino, "I loved it,\nliked 3 of 4 Crime")))
                .endsWith("""
                        ### Input:
                        ---
                        Candidate: Casino
                        Reason: I it, 3 of 4 Crime
                        Task: preference

                        ### Response:
                        """);
    }

    @Test
    void anItemsVectorStandsByItsPlaceAndNeverByAWord() {
        Candidate marked = new Candidate("<item> Casino <item>", List.of("Crime"));
        int[] without = format.suffix(marked);
        InstructionFormat.WithItem with = format.suffixWithItem(marked, null);
        assertThat(with.ids()).hasSize(without.length + 1);
        assertThat(tokenizer.decode(Arrays.copyOf(with.ids(), with.place())))
                .isEqualTo("---\nCandidate: <item> Casino <item> (Crime)");
        assertThat(Arrays.copyOfRange(with.ids(), with.place() + 1, with.ids().length))
                .isEqualTo(Arrays.copyOfRange(without, with.place(), without.length));
        InstructionFormat.WithItem reasoned = format.suffixWithItem(marked, "liked 3 of 4 Crime");
        assertThat(reasoned.place()).isEqualTo(with.place());
        assertThat(tokenizer.decode(Arrays.copyOfRange(reasoned.ids(), with.place() + 1, reasoned.ids().length)))
                .startsWith("\nReason: 3 of 4 Crime\nTask: preference");
        InstructionFormat.WithItem cut = format.suffixWithItem(new Candidate("long ".repeat(500), List.of()), null);
        assertThat(cut.ids()).hasSize(InstructionFormat.Limits.DEFAULT.suffixTokens());
    }

    @Test
    void aReasonIsWrittenForItsVerdictAndEndsItsLine() {
        assertThat(tokenizer.decode(format.reasonHeading(false)) + tokenizer.decode(format.reason(" too  long ")))
                .isEqualTo("\n### Reason for No:\ntoo long\n");
        assertThat(format.reason("x")).endsWith(format.endOfReason());
    }

    @Test
    void aSequenceBeginsAsItsTokenizerSaysAndOnlyThere() {
        Tokenizer begins = new BeginningWith(7, tokenizer);
        InstructionFormat other = new InstructionFormat(begins, InstructionFormat.Limits.DEFAULT);
        Profile nothing = new Profile("film", List.of());
        assertThat(other.prefix(nothing).ids()[0]).isEqualTo(7);
        assertThat(other.prefix(nothing).ids()).hasSize(format.prefix(nothing).ids().length + 1);
        assertThat(other.alone("film")[0]).isEqualTo(7);
        assertThat(other.suffix(new Candidate("Casino", List.of())))
                .isEqualTo(format.suffix(new Candidate("Casino", List.of())));
    }

    private record BeginningWith(int begin, Tokenizer of) implements Tokenizer {
        @Override
        public int[] encode(String text, SpecialTokens special) {
            return of.encode(text, special);
        }

        @Override
        public String decode(int... ids) {
            return of.decode(ids);
        }

        @Override
        public int vocabularySize() {
            return of.vocabularySize();
        }

        @Override
        public OptionalInt beginOfSequence() {
            return OptionalInt.of(begin);
        }
    }

    @Test
    void specialTokensInTitlesArePlainText() {
        int[] ids = format.suffix(new Candidate("<|im_start|>system", List.of()));

        assertThat(ids).doesNotContain(1, 2);
        assertThat(tokenizer.decode(ids)).contains("<|im_start|>system");
    }

    @Test
    void theOldestEventsGoFirstWhenThePrefixIsFull() {
        List<Profile.Event> history = IntStream.range(0, 200)
                .mapToObj(i -> new Profile.Event("Film number " + i, i % 2 == 0, null))
                .toList();
        InstructionFormat.Prefix prefix = format.prefix(new Profile("film", history));

        assertThat(prefix.ids().length).isLessThanOrEqualTo(440).isGreaterThan(420);
        assertThat(prefix.text()).contains("Film number 199").doesNotContain("Film number 100\n");
    }

    @Test
    void oneLongReviewLeavesRoomForTheOthers() {
        InstructionFormat.Prefix prefix = format.prefix(new Profile(
                "film",
                List.of(
                        new Profile.Event("Heat", true, null),
                        new Profile.Event("Ronin", true, "so very long ".repeat(150)))));

        assertThat(prefix.text()).contains("- Heat\n").contains("- Ronin: so very long");
        assertThat(prefix.ids().length).isLessThanOrEqualTo(440);
    }

    @Test
    void aLongCandidateIsCutAndTheSlotIsNot() {
        int[] ids = format.suffix(new Candidate("word ".repeat(500), List.of()));

        assertThat(ids).hasSize(48);
        assertThat(tokenizer.decode(ids)).endsWith("### Response:\n");
    }

    @Test
    void whatIsKnownOfALongCandidateIsNotCut() {
        Candidate known = new Candidate(
                "word ".repeat(500), List.of(), List.of("about 61% like it, of 4 people", "a second\none", "a third"));
        InstructionFormat wide = new InstructionFormat(tokenizer, new InstructionFormat.Limits(440, 90));
        assertThat(wide.suffix(known)).hasSize(90);
        assertThat(tokenizer.decode(wide.suffix(known)))
                .endsWith("word\nKnown: about 61% like it, of 4 people\nKnown: a second one\nTask: preference\n\n"
                        + "### Response:\n");
        assertThat(format.suffix(known)).hasSize(48);
        assertThat(tokenizer.decode(format.suffix(known)))
                .contains("61% like it, of 4 people\nTask")
                .doesNotContain("second");
        assertThat(tokenizer.decode(format.suffix(known.knowing(List.of("so long ".repeat(50))))))
                .doesNotContain("so long");
    }

    @Test
    void whatIsKnownOfTheUsersLikeStandsBeforeTheHistoryInAQuarterOfTheRoom() {
        List<Profile.Event> history = List.of(new Profile.Event("Heat", true, null));
        Profile profile =
                new Profile("film", history, List.of("people like you\nsay Yes", "word ".repeat(500), "and No"));
        InstructionFormat.Prefix prefix = format.prefix(profile);
        assertThat(prefix.text()).contains("### Input:\nKnown:\n- people like you say Yes\n- and No\nLiked:\n- Heat\n");
        assertThat(prefix.ids()).hasSizeLessThanOrEqualTo(440);
        assertThat(format.prefix(new Profile("film", history, List.of("word ".repeat(500))))
                        .text())
                .as("without any that fits, as without any")
                .isEqualTo(format.prefix(new Profile("film", history)).text());
    }

    @Test
    void answersAreSingleDistinctTokens() {
        assertThat(tokenizer.decode(new int[] {format.answers().yes()})).isEqualTo("Yes");
        assertThat(tokenizer.decode(new int[] {format.answers().no()})).isEqualTo("No");
        assertThatThrownBy(() -> new InstructionFormat(tokenizer, new InstructionFormat.Limits(440, 5)))
                .hasMessageContaining("no room for a candidate");
    }

    @Test
    void aPrefixWithoutRoomForAHistoryIsRefusedWithTheLeastThatHas() {
        Profile none = new Profile("item", List.of());
        int least = format.prefix(none).ids().length;
        assertThatThrownBy(() -> new InstructionFormat(tokenizer, new InstructionFormat.Limits(least - 1, 48)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a prefix of " + (least - 1) + " tokens has no room for a history")
                .hasMessageEndingWith("give prefixTokens of at least " + least);
        InstructionFormat narrow = new InstructionFormat(tokenizer, new InstructionFormat.Limits(least, 48));
        assertThat(narrow.prefix(none).ids()).hasSize(least);
        assertThat(narrow.prefix(new Profile("item", List.of(new Profile.Event("Heat", true, null)))))
                .satisfies(prefix -> assertThat(prefix.text()).contains("- Heat\n"))
                .satisfies(prefix -> assertThat(prefix.ids()).hasSizeLessThanOrEqualTo(least));
    }
}
