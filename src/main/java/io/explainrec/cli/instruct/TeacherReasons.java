package io.explainrec.cli.instruct;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.explainrec.cli.command.CommandException;
import io.explainrec.ml.instruct.InstructionRow;
import io.explainrec.ml.instruct.InstructionRow.Candidate;
import io.explainrec.ml.instruct.InstructionRow.Provenance;
import io.explainrec.ml.instruct.InstructionRow.Reason;
import io.explainrec.ml.instruct.InstructionRows;
import io.explainrec.platform.Sha256;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Reasons that a larger model writes for candidates whose user stated none. It is shown the row's history, which is of strictly earlier
 * seconds, the candidate and the verdict. An answer that is refused leaves what was derived. Rows with a history of other domains have no
 * reasons, and nobody is asked about them.
 */
final class TeacherReasons {
    /** Questions in a row without an answer, after which no more are asked. */
    private static final int GIVE_UP = 10;

    private final Teacher teacher;
    private final String name;
    private final TeacherQuestion question;
    private final int parallel;

    /** Answers questions. */
    @FunctionalInterface
    interface Teacher {
        /** See {@link TeacherClient#ask}. */
        String ask(String system, String question, int tokens);
    }

    /** A question about a candidate, and the digest of all that its answer depends on. */
    private record Asked(String user, String item, String text, String digest) {}

    /** Rows, and what became of the questions. */
    record Taught(Map<String, InstructionRows> parts, Counts counts) {}

    /**
     * What became of the questions.
     *
     * @param stated candidates that need no teacher
     * @param taught answers that were taken
     * @param refused answers that were not, by why
     * @param unanswered questions without an answer; the next run asks them again
     */
    record Counts(
            @JsonProperty String teacher,
            @JsonProperty int mostWords,
            @JsonProperty int stated,
            @JsonProperty int taught,
            @JsonProperty Map<TeacherAnswer.Refusal, Integer> refused,
            @JsonProperty int unanswered) {
        String words() {
            return "teacher " + teacher + ": " + taught + " reasons taken, refused " + refused + ", " + unanswered
                    + " unanswered, " + stated + " were stated";
        }
    }

    /**
     * @param name of the teacher, which its reasons carry
     * @param words most words of a reason
     * @param parallel questions at a time
     */
    TeacherReasons(Teacher teacher, String name, int words, int parallel) {
        this.teacher = teacher;
        this.name = name;
        this.parallel = parallel;
        question = new TeacherQuestion(words);
    }

    /**
     * Asks what the journal does not know, and puts in what is taken.
     *
     * @throws CommandException where the teacher cannot be reached any more; the journal keeps what was answered
     */
    Taught taught(Map<String, InstructionRows> parts, TextJournal journal) {
        Map<String, Asked> missing = new LinkedHashMap<>();
        parts.values()
                .forEach(rows -> rows.stream()
                        .filter(row -> !row.crossDomain())
                        .forEach(row -> row.candidates().stream()
                                .filter(candidate -> !isStated(candidate))
                                .map(candidate -> asked(row, candidate))
                                .filter(asked -> journal.get(asked.digest) == null)
                                .forEach(asked -> missing.putIfAbsent(asked.digest, asked))));
        ask(List.copyOf(missing.values()), journal);
        Filling counted = new Filling(journal);
        Map<String, InstructionRows> taught = new TreeMap<>();
        parts.forEach((part, rows) -> {
            rows.stream().forEach(counted::row);
            taught.put(part, () -> rows.stream().map(new Filling(journal)::row));
        });
        return new Taught(taught, counted.counts());
    }

    private static boolean isStated(Candidate candidate) {
        return candidate.reason() != null && candidate.reason().provenance() == Provenance.STATED;
    }

    private Asked asked(InstructionRow row, Candidate candidate) {
        String text = question.about(row, candidate);
        return new Asked(
                row.user(), candidate.item(), text, Sha256.hex(name + "\n" + question.instruction() + "\n" + text));
    }

    private void ask(List<Asked> missing, TextJournal journal) {
        ExecutorService pool = Executors.newFixedThreadPool(
                parallel, Thread.ofPlatform().daemon().name("teacher-", 0).factory());
        try {
            var answers = new ExecutorCompletionService<Map.Entry<Asked, String>>(pool);
            missing.forEach(asked -> answers.submit(
                    () -> Map.entry(asked, teacher.ask(question.instruction(), asked.text, question.tokens()))));
            int failures = 0;
            for (int i = 0; i < missing.size(); i++) {
                try {
                    keep(answers.take().get(), journal);
                    failures = 0;
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof TeacherFailure failure)) {
                        throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
                    }
                    if (++failures == GIVE_UP) {
                        keepUnderWay(pool, answers, journal);
                        throw new CommandException(GIVE_UP + " questions in a row had no answer, the last since "
                                + failure.getMessage() + "; run it again later: " + i + " of " + missing.size()
                                + " questions were tried, and answers are kept");
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("asking the teacher was interrupted; run it again: answers are kept");
        } finally {
            pool.shutdownNow();
        }
    }

    private void keep(Map.Entry<Asked, String> answer, TextJournal journal) {
        Asked of = answer.getKey();
        journal.put(new TextJournal.Entry(name, of.user, of.item, of.digest, answer.getValue()));
    }

    /** Asks no more, and keeps the answers that came meanwhile: they may have been paid for. */
    private void keepUnderWay(
            ExecutorService pool, CompletionService<Map.Entry<Asked, String>> answers, TextJournal journal)
            throws InterruptedException {
        pool.shutdownNow();
        if (!pool.awaitTermination(1, TimeUnit.SECONDS)) {
            return; // a question that does not end is not waited for
        }
        for (var done = answers.poll(); done != null; done = answers.poll()) {
            if (done.state() == Future.State.SUCCESS) {
                keep(done.resultNow(), journal);
            }
        }
    }

    /** Puts answers into rows and counts them. */
    private final class Filling {
        private final TextJournal journal;
        private final Map<TeacherAnswer.Refusal, Integer> refused = new EnumMap<>(TeacherAnswer.Refusal.class);
        private int stated;
        private int taught;
        private int unanswered;

        Filling(TextJournal journal) {
            this.journal = journal;
        }

        InstructionRow row(InstructionRow row) {
            if (row.crossDomain()) {
                return row;
            }
            List<Candidate> candidates = new ArrayList<>();
            row.candidates().forEach(candidate -> candidates.add(candidate(row, candidate)));
            return row.with(candidates);
        }

        private Candidate candidate(InstructionRow row, Candidate candidate) {
            if (isStated(candidate)) {
                stated++;
                return candidate;
            }
            String given = journal.get(asked(row, candidate).digest);
            if (given == null) {
                unanswered++;
                return candidate;
            }
            TeacherAnswer answer = TeacherAnswer.of(given, question.words());
            if (answer.refusal() != null) {
                refused.merge(answer.refusal(), 1, Integer::sum);
                return candidate;
            }
            taught++;
            return new Candidate(
                    candidate.item(),
                    candidate.title(),
                    candidate.attributes(),
                    candidate.knowledge(),
                    candidate.finding(),
                    candidate.liked(),
                    new Reason(answer.text(), Provenance.TEACHER, null, name),
                    candidate.grade());
        }

        Counts counts() {
            return new Counts(name, question.words(), stated, taught, refused, unanswered);
        }
    }
}
