package io.explainrec.cli.instruct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.cli.command.CommandException;
import io.explainrec.cli.instruct.TeacherAnswer.Refusal;
import io.explainrec.ml.instruct.InstructionRow;
import io.explainrec.ml.instruct.InstructionRow.Candidate;
import io.explainrec.ml.instruct.InstructionRow.Event;
import io.explainrec.ml.instruct.InstructionRow.Provenance;
import io.explainrec.ml.instruct.InstructionRow.Reason;
import io.explainrec.ml.instruct.InstructionRows;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TeacherReasonsTest {
    private static final Reason STATED = new Reason("It is slow.", Provenance.STATED, null, null);
    private static final Reason DERIVED =
            new Reason("liked 2 of 2 War before", Provenance.DERIVED, List.of("7", "8"), null);

    @TempDir
    private Path folder;

    private static InstructionRow row(Candidate... candidates) {
        return new InstructionRow(
                "hash",
                "film",
                9L,
                List.of(
                        new Event("1", "Heat", true, STATED),
                        new Event("2", "Babe", false, null),
                        new Event("3", "Ronin", true, null)),
                List.of(candidates));
    }

    private static Candidate candidate(String title, boolean liked, Reason reason) {
        return new Candidate("id of " + title, title, List.of("Crime", "1995"), liked, reason);
    }

    private static Map<String, InstructionRows> parts(Candidate... candidates) {
        return Map.of("train", List.of(row(candidates))::stream);
    }

    private TextJournal journal() {
        return new TextJournal(folder.resolve("answers.jsonl"));
    }

    private static TeacherReasons reasons(TeacherReasons.Teacher teacher) {
        return new TeacherReasons(teacher, "large", 5, 3);
    }

    @Test
    void aTeacherIsShownThis() {
        TeacherQuestion question = new TeacherQuestion(5);
        assertThat(question.about(row(candidate("Casino", false, null)), candidate("Casino", false, null)))
                .isEqualTo("""
                        Liked before: Heat; Ronin
                        Disliked before: Babe
                        Item (film): Casino (Crime, 1995)
                        Reaction: disliked
                        Why?""");
        InstructionRow alone = new InstructionRow(
                "hash", "film", null, List.of(), List.of(new Candidate("1", "Babe", List.of(), true, null)));
        assertThat(question.about(alone, alone.candidates().getFirst()))
                .isEqualTo("Liked before: nothing\nDisliked before: nothing\nItem (film): Babe\nReaction: liked\nWhy?");
        assertThat(question.instruction()).contains("at most 5 words");
    }

    @Test
    void onlyWhatNobodyStatedIsAsked() {
        Map<String, String> asked = new ConcurrentHashMap<>();
        var taught = reasons((system, question, tokens) -> {
                    asked.put(question, system);
                    assertThat(tokens).isEqualTo(36);
                    return "\u201cslow and  dark\u201d\n";
                })
                .taught(
                        parts(
                                candidate("One", true, STATED),
                                candidate("Two", true, DERIVED),
                                candidate("Three", false, null)),
                        journal());
        assertThat(asked).hasSize(2);
        Reason reason = new Reason("slow and dark", Provenance.TEACHER, null, "large");
        assertThat(taught.parts().get("train").stream())
                .containsExactly(row(
                        candidate("One", true, STATED),
                        candidate("Two", true, reason),
                        candidate("Three", false, reason)));
        assertThat(taught.counts().stated()).isEqualTo(1);
        assertThat(taught.counts().taught()).isEqualTo(2);
    }

    @Test
    void nobodyIsAskedAboutRowsOfOtherDomains() {
        InstructionRow across = new InstructionRow(
                "hash",
                "book",
                9L,
                List.of(new Event("1", "Heat", true, STATED)),
                null,
                List.of(candidate("One", true, null)),
                true);
        var taught = reasons((system, question, tokens) -> {
                    throw new CommandException("asked " + question);
                })
                .taught(Map.of("train", List.of(across)::stream), journal());
        assertThat(taught.parts().get("train").stream()).containsExactly(across);
        assertThat(taught.counts().unanswered()).isZero();
        // An answer of an earlier run, which asked, is not put in either.
        var before = reasons((system, question, tokens) -> "dark");
        before.taught(
                Map.of(
                        "train",
                        List.of(new InstructionRow("hash", "book", 9L, across.history(), across.candidates()))::stream),
                journal());
        assertThat(before.taught(Map.of("train", List.of(across)::stream), journal()).parts().get("train").stream())
                .containsExactly(across);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            slow and dark                     | slow and dark  |
            'since it is'                     | since it is    |
            暗い 映画                         | 暗い 映画      |
            ...                               | ...            | EMPTY
            one two three four five six       | one two three four five six | TOO_LONG
            They liked it                     | They liked it  | VERDICT
            It is not dark                    | It is not dark | VERDICT
            """)
    void answersAreJudged(String given, String text, Refusal refusal) {
        assertThat(TeacherAnswer.of(given, 5)).isEqualTo(new TeacherAnswer(text, refusal));
    }

    @Test
    void refusedAnswersAreCountedAndLeaveWhatWasDerived() {
        assertThat(TeacherAnswer.of(" \n", 5).refusal()).isEqualTo(Refusal.EMPTY);
        var taught = reasons((system, question, tokens) -> question.contains("One") ? "" : "loved by all")
                .taught(parts(candidate("One", true, DERIVED), candidate("Two", true, null)), journal());
        assertThat(taught.parts().get("train").stream())
                .containsExactly(row(candidate("One", true, DERIVED), candidate("Two", true, null)));
        assertThat(taught.counts().refused()).isEqualTo(Map.of(Refusal.EMPTY, 1, Refusal.VERDICT, 1));
        assertThat(taught.counts().words())
                .isEqualTo("teacher large: 0 reasons taken, refused {empty=1, verdict=1}, 0 unanswered, 0 were stated");
    }

    @Test
    void theNextRunAsksForTheRestAlone() {
        AtomicInteger asked = new AtomicInteger();
        Map<String, InstructionRows> parts =
                parts(candidate("One", true, null), candidate("Two", true, null), candidate("Two", true, null));
        var first = reasons((system, question, tokens) -> {
                    asked.incrementAndGet();
                    if (question.contains("One")) {
                        throw new TeacherFailure("status 500", null);
                    }
                    return "dark";
                })
                .taught(parts, journal());
        assertThat(asked).as("the same question is asked once").hasValue(2);
        assertThat(first.counts().unanswered()).isEqualTo(1);
        assertThat(first.counts().taught()).isEqualTo(2);
        var second = reasons((system, question, tokens) -> {
                    assertThat(question).contains("One");
                    return "quiet";
                })
                .taught(parts, journal());
        assertThat(second.counts().taught()).isEqualTo(3);
        var another = new TeacherReasons((system, question, tokens) -> "other", "larger", 5, 1);
        assertThat(another.taught(parts, journal()).parts().get("train").stream())
                .as("another teacher is asked itself")
                .allSatisfy(row -> assertThat(row.candidates())
                        .allSatisfy(candidate ->
                                assertThat(candidate.reason().text()).isEqualTo("other")));
    }

    @Test
    void aTeacherWhoIsGoneEndsTheRunAndAnswersStay() {
        AtomicInteger asked = new AtomicInteger();
        Map<String, InstructionRows> parts = parts(IntStream.range(0, 40)
                .mapToObj(k -> candidate("No. " + k, true, null))
                .toArray(Candidate[]::new));
        var gone = new TeacherReasons(
                (system, question, tokens) -> {
                    if (asked.incrementAndGet() > 4) {
                        throw new TeacherFailure("nobody is there", null);
                    }
                    return "dark";
                },
                "large",
                5,
                1);
        assertThatThrownBy(() -> gone.taught(parts, journal()))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("10 questions in a row")
                .hasMessageContaining("nobody is there")
                .hasMessageContaining("answers are kept");
        asked.set(0);
        var back = reasons((system, question, tokens) -> "q" + asked.incrementAndGet())
                .taught(parts, journal());
        assertThat(asked).hasValue(36);
        assertThat(back.counts().taught()).isEqualTo(40);
        assertThatThrownBy(() -> reasons((system, question, tokens) -> {
                            throw new CommandException("answers 401");
                        })
                        .taught(parts(candidate("New", true, null)), journal()))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("401");
    }
}
