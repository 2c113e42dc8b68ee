package io.explainrec.ml.train;

import ai.djl.ndarray.NDManager;
import io.explainrec.ml.Drawn;
import io.explainrec.ml.attribution.AttributedSequence;
import io.explainrec.ml.attribution.AttributionLoss;
import io.explainrec.ml.instruct.InstructionFiles;
import io.explainrec.ml.instruct.InstructionFiles.Placed;
import io.explainrec.ml.instruct.InstructionRow;
import io.explainrec.ml.instruct.Manifest;
import io.explainrec.ml.instruct.SequenceEncoder;
import io.explainrec.ml.llama.Linears;
import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.llama.PrefixScorer;
import io.explainrec.ml.llama.SequenceBatch;
import io.explainrec.ml.llama.SoftTokens;
import io.explainrec.ml.task.RatingTask;
import io.explainrec.ml.task.Task;
import io.explainrec.ml.task.TaskSequence;
import io.explainrec.ml.task.VerdictTask;
import io.explainrec.ml.text.InstructionFormat;
import java.util.ArrayList;
import java.util.List;

/** Attributed preferences, and where they are asked for ratings and preferences across domains. */
final class PreferenceMaterial implements TrainingMaterial<TaskSequence> {
    private final Llama llama;
    private final InstructionFormat.Answers answers;
    private final List<TaskSequence> rows;
    private final List<String> places;
    private final List<RowValidation.Row> validated;
    private final List<Task<TaskSequence>> tasks = new ArrayList<>();
    private final RatingTask rating;
    private final SoftItems items;
    private final AttributionLoss loss;

    /**
     * @param fused vectors of items for the prompts; null for none
     * @throws TrainingException where there is nothing to learn a task from
     */
    PreferenceMaterial(Llama llama, InstructionFiles data, TrainingOptions options, TrainingRun.Fused fused) {
        this.llama = llama;
        InstructionFormat format = options.format(llama.tokenizer());
        SequenceEncoder encoder = SoftItems.encoder(format, options.reads(), fused == null ? null : fused.vectors());
        answers = format.answers();
        TaskOptions asked = options.tasks();
        List<Placed> placed = drawn(data, InstructionFiles.TRAIN, asked.crossDomain(), options.rows(), options.seed());
        List<InstructionRow> drawn = placed.stream().map(Placed::row).toList();
        refuseOneSided(drawn.stream().filter(row -> !row.crossDomain()).toList());
        places = placed.stream().map(Placed::place).toList();
        rows = placed.stream()
                .map(each -> fitting(
                        each.place(), encoder.tasks(each.row(), asked.rating()).withReasons(options.reasonsPerRow())))
                .toList();
        validated = drawn(data, InstructionFiles.VALID, true, options.validationUsers(), options.seed()).stream()
                .map(each -> validated(each, encoder))
                .toList();
        refuseWithoutVectors(fused, rows);
        if (asked.crossDomain()) {
            refuseWithout(
                    "crossDomain",
                    drawn.stream().filter(InstructionRow::crossDomain).count(),
                    "no row with a history of other domains",
                    "build them from data of several domains");
        }
        if (asked.rating()) {
            refuseWithout(
                    "rating",
                    rows.stream().filter(row -> !row.ratings().isEmpty()).count(),
                    "no candidate with a grade",
                    "build them anew from data with ratings");
        }
        items = fused == null ? null : SoftItems.fresh(llama, fused.from().width(), options.seed());
        loss = new AttributionLoss(
                llama, options.loss(), items == null ? null : items::project, answers.yes(), answers.no());
        tasks.add(VerdictTask.preference(loss));
        if (asked.crossDomain()) {
            tasks.add(VerdictTask.crossDomain(loss));
        }
        rating = asked.rating()
                ? new RatingTask(
                        llama, answers.yes(), answers.no(), data.manifest().grades(), rows)
                : null;
        if (rating != null) {
            tasks.add(rating);
        }
    }

    /** The numbers are drawn first, so that no other row is read. */
    private static List<Placed> drawn(InstructionFiles data, String part, boolean crossDomain, int most, long seed) {
        Manifest.Part described = data.manifest().parts().get(part);
        int count = described == null ? 0 : described.rows(crossDomain); // of a part that is not there reading tells
        return data.rows(part, crossDomain, Drawn.numbers(count, most, seed));
    }

    private RowValidation.Row validated(Placed placed, SequenceEncoder encoder) {
        InstructionRow row = placed.row();
        AttributedSequence sequence = encoder.encode(row);
        fitting(placed.place(), TaskSequence.of(sequence));
        return new RowValidation.Row(placed.place(), row.user(), !row.history().isEmpty(), sequence);
    }

    private TaskSequence fitting(String place, TaskSequence row) {
        int context = llama.config().context();
        if (row.deepest() > context) {
            throw new TrainingException(place + " takes " + row.deepest()
                    + " tokens with its longest candidate and reason, and the model's context is " + context
                    + "; lower prefixTokens, or shorten the reason");
        }
        return row;
    }

    private static void refuseWithout(String task, long found, String lacks, String fix) {
        if (found == 0) {
            throw new TrainingException("tasks." + task + " is asked for, and the training part has " + lacks + "; "
                    + fix + ", or leave the task out");
        }
    }

    private static void refuseWithoutVectors(TrainingRun.Fused fused, List<TaskSequence> rows) {
        boolean some = rows.stream()
                .flatMap(row -> row.verdicts().candidates().stream())
                .anyMatch(candidate -> candidate.item() != null);
        if (fused != null && !some) {
            throw new TrainingException("none of the data's candidates has a vector in "
                    + fused.from().name()
                    + "; fit the fusion on the data set that the instructions were made of");
        }
    }

    private static void refuseOneSided(List<InstructionRow> rows) {
        long candidates =
                rows.stream().mapToLong(row -> row.candidates().size()).sum();
        long likes = rows.stream()
                .flatMap(row -> row.candidates().stream())
                .filter(InstructionRow.Candidate::liked)
                .count();
        if (likes == 0 || likes == candidates) {
            throw new TrainingException("of the training part " + rows.size() + " rows are learned from, with " + likes
                    + " likes and " + (candidates - likes)
                    + " dislikes; expected both: raise 'rows', or build them from data with both");
        }
    }

    @Override
    public List<TaskSequence> rows() {
        return rows;
    }

    @Override
    public List<Task<TaskSequence>> tasks() {
        return tasks;
    }

    @Override
    public List<String> places() {
        return places;
    }

    @Override
    public Validation validation(Linears linears) {
        return new RowValidation(new PrefixScorer(llama, linears, answers.yes(), answers.no()), items, validated);
    }

    @Override
    public List<Trained.Head> heads() {
        return items == null ? List.of() : List.of(items.head());
    }

    @Override
    public SoftTokens soft(List<TaskSequence> part, SequenceBatch read, NDManager scope) {
        return loss.soft(part.stream().map(TaskSequence::verdicts).toList(), read, scope);
    }

    @Override
    public void close() {
        if (items != null) {
            items.close();
        }
        if (rating != null) {
            rating.close();
        }
    }
}
