package io.explainrec.ml.instruct;

import io.explainrec.ml.attribution.AttributedCandidate;
import io.explainrec.ml.attribution.AttributedSequence;
import io.explainrec.ml.task.TaskSequence;
import io.explainrec.ml.task.TaskSequence.Rated;
import io.explainrec.ml.text.Candidate;
import io.explainrec.ml.text.InstructionFormat;
import io.explainrec.ml.text.InstructionFormat.Tag;
import io.explainrec.ml.text.Profile;
import java.util.ArrayList;
import java.util.List;

/** Turns rows into token ids, as {@link InstructionFormat} writes them for scoring. */
public final class SequenceEncoder {
    private final InstructionFormat format;
    private final Reads reads;
    private final ItemVectors vectors;

    /**
     * What is read of a row beside titles and verdicts; without any, rows are TALLRec's.
     *
     * @param reasons the histories' and candidates' reasons
     * @param knowledge statements about candidates
     * @param findings of the knowledge base, about users and candidates
     */
    public record Reads(boolean reasons, boolean knowledge, boolean findings) {}

    public SequenceEncoder(InstructionFormat format, Reads reads) {
        this(format, reads, (domain, item) -> null);
    }

    /**
     * @param vectors that stand beside candidates' texts
     */
    public SequenceEncoder(InstructionFormat format, Reads reads, ItemVectors vectors) {
        this.format = format;
        this.reads = reads;
        this.vectors = vectors;
    }

    /**
     * A row with what its tasks ask of it.
     *
     * @param ratings whether candidates with a grade are asked for it too
     */
    public TaskSequence tasks(InstructionRow row, boolean ratings) {
        List<Rated> rated = row.candidates().stream()
                .filter(candidate -> ratings && candidate.grade() != null)
                .map(candidate ->
                        new Rated(format.suffix(shown(candidate), Tag.RATING), row.itemKind(), candidate.grade()))
                .toList();
        return new TaskSequence(encode(row), rated, row.crossDomain());
    }

    /** What all candidates of a row share: instruction and history. */
    public int[] prefix(InstructionRow row) {
        List<Profile.Event> history = row.history().stream()
                .map(event -> new Profile.Event(event.title(), event.liked(), text(event.reason())))
                .toList();
        List<String> known = reads.findings && row.findings() != null ? row.findings() : List.of();
        return format.prefix(new Profile(row.itemKind(), history, known)).ids();
    }

    /** History and candidates with their verdicts. */
    public AttributedSequence encode(InstructionRow row) {
        return new AttributedSequence(
                prefix(row),
                format.alone(row.itemKind()),
                row.candidates().stream()
                        .map(candidate -> candidate(
                                row.itemKind(), candidate, row.crossDomain() ? Tag.CROSS_DOMAIN : Tag.PREFERENCE))
                        .toList());
    }

    /** Items' vectors stand in prompts of preferences alone. */
    private AttributedCandidate candidate(String domain, InstructionRow.Candidate labelled, Tag tag) {
        Candidate candidate = shown(labelled);
        String why = text(labelled.reason());
        float[] vector = tag == Tag.PREFERENCE ? vectors.of(domain, labelled.item()) : null;
        if (vector != null) {
            return withItem(labelled, candidate, why, vector);
        }
        AttributedCandidate.Reason reason = why == null
                ? null
                : new AttributedCandidate.Reason(
                        format.reasonHeading(labelled.liked()), format.reason(why), format.suffix(candidate, why));
        return new AttributedCandidate(format.suffix(candidate, tag), labelled.liked(), reason);
    }

    private AttributedCandidate withItem(
            InstructionRow.Candidate labelled, Candidate candidate, String why, float[] vector) {
        InstructionFormat.WithItem prompt = format.suffixWithItem(candidate, null);
        AttributedCandidate.Reason reason = why == null
                ? null
                : new AttributedCandidate.Reason(
                        format.reasonHeading(labelled.liked()),
                        format.reason(why),
                        format.suffixWithItem(candidate, why).ids());
        return new AttributedCandidate(
                prompt.ids(), labelled.liked(), reason, new AttributedCandidate.Item(prompt.place(), vector));
    }

    /** A candidate as prompts show it. */
    public Candidate shown(InstructionRow.Candidate candidate) {
        List<String> known = new ArrayList<>();
        if (reads.knowledge && candidate.knowledge() != null) {
            known.addAll(candidate.knowledge());
        }
        if (reads.findings && candidate.finding() != null) {
            known.add(candidate.finding());
        }
        return new Candidate(candidate.title(), candidate.attributes(), known);
    }

    private String text(InstructionRow.Reason reason) {
        return reason == null || !reads.reasons ? null : reason.text();
    }
}
