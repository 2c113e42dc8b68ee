package io.explainrec.ml.instruct;

import io.explainrec.ml.attribution.DerivedReasons;
import io.explainrec.ml.attribution.PromptStyle;
import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.evidence.Findings;
import io.explainrec.ml.evidence.History;
import io.explainrec.ml.evidence.Opinion;
import io.explainrec.ml.evidence.fit.DataSet;
import io.explainrec.ml.evidence.fit.DataSet.ItemFacts;
import io.explainrec.ml.evidence.fit.PastFindings;
import io.explainrec.ml.instruct.InstructionRow.Candidate;
import io.explainrec.ml.instruct.InstructionRow.Event;
import io.explainrec.ml.instruct.InstructionRow.Provenance;
import io.explainrec.ml.instruct.InstructionRow.Reason;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Writes what {@link InstructionBuilder} cuts as rows: events as history and candidates, with what was known of them and why. */
final class RowWriter {
    private final DataSet data;
    private final InstructionBuilder.Options options;
    private final StatedReasons stated;
    private final UnaryOperator<String> hash;
    private final Map<String, GradeScale> scales;

    /** See {@link InstructionBuilder}. */
    RowWriter(DataSet data, StatedReasons stated, InstructionBuilder.Options options, UnaryOperator<String> hash) {
        this.data = data;
        this.stated = stated;
        this.options = options;
        this.hash = hash;
        scales = GradeScale.of(data);
    }

    /** How many grades ratings have, by domain; null where nothing is graded. */
    Map<String, Integer> grades() {
        return scales.isEmpty()
                ? null
                : scales.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, scale -> scale.getValue().grades()));
    }

    /**
     * An event of a user, in time.
     *
     * @param candidate whether it may be asked about
     */
    record Seen(int item, boolean liked, float rating, long second, boolean candidate, StatedReasons.Stated stated) {
        boolean statedBefore(Seen other) {
            return stated != null && (!timed() || stated.knownBefore(other.second));
        }

        boolean timed() {
            return second != History.Event.UNTIMED;
        }

        boolean earlierThan(Seen other) {
            return !timed() || second < other.second;
        }
    }

    /** A row of interactions with what was stated of it. */
    Seen seen(Interactions rows, int r, boolean candidate) {
        int item = rows.item(r);
        boolean liked = rows.liked(r);
        return new Seen(
                item,
                liked,
                rows.rating(r),
                rows.untimed() == 0 ? rows.second(r) : History.Event.UNTIMED,
                candidate,
                stated.of(rows.userName(rows.user(r)), data.items().get(item).name(), rows.second(r), liked));
    }

    /** An event of the past with what was derived then; what was stated may have been stated later. */
    record Past(Seen seen, Event derived) {
        Event before(Seen first) {
            return seen.statedBefore(first)
                    ? new Event(derived.item(), derived.title(), derived.liked(), stated(seen.stated.text()))
                    : derived;
        }
    }

    /** What everybody said of an item before a second. */
    interface Opinioned {
        Opinion of(long second, int user, int item);
    }

    /** What is known of candidates and users when they are asked about. */
    record Known(Opinioned opinions, PastFindings findings) {}

    /** What one row is made of. */
    record Window(int user, List<Seen> asked, List<Past> history) {
        List<PastFindings.Said> said() {
            return history.stream()
                    .map(event -> new PastFindings.Said(event.seen.item, event.seen.liked))
                    .toList();
        }
    }

    /**
     * A row.
     *
     * @param past that reasons are derived from; null where candidates have no reasons at all
     * @param otherDomains see {@link InstructionRow}
     */
    InstructionRow row(Window window, DerivedReasons past, Known known, Boolean otherDomains) {
        Seen first = window.asked.getFirst();
        List<Past> history = window.history;
        Findings found = known.findings.of(first.second, window.user, window.said());
        return new InstructionRow(
                hash.apply(data.interactions().userName(window.user)),
                kind(first),
                first.timed() ? first.second : null,
                history.subList(Math.max(0, history.size() - options.history()), history.size()).stream()
                        .map(event -> event.before(first))
                        .toList(),
                found.ofUser(kind(first), PromptStyle.MOST_FINDINGS),
                window.asked.stream()
                        .map(event ->
                                candidate(event, past, known.opinions.of(first.second, window.user, event.item), found))
                        .toList(),
                otherDomains);
    }

    /** Takes an event into the past that reasons are derived from. */
    Past past(Seen event, DerivedReasons past) {
        ItemFacts item = data.items().get(event.item);
        past.at(event.second);
        Reason reason = derived(event, past);
        past.observe(item.name().id(), values(event), event.liked);
        return new Past(event, new Event(item.name().id(), item.title(), event.liked, reason));
    }

    private Candidate candidate(Seen event, DerivedReasons past, Opinion opinion, Findings found) {
        ItemFacts item = data.items().get(event.item);
        return new Candidate(
                item.name().id(),
                item.title(),
                io.explainrec.ml.text.Candidate.of(item.title(), item.attributes())
                        .attributes(),
                opinion.statement().stream().toList(),
                found.of(DataSet.id(event.item)).orElse(null),
                event.liked,
                reason(event, past),
                grade(event));
    }

    private Reason reason(Seen event, DerivedReasons past) {
        if (past == null) {
            return null;
        }
        return event.stated != null ? stated(event.stated.text()) : derived(event, past);
    }

    private Integer grade(Seen event) {
        GradeScale scale = scales.get(kind(event));
        return scale == null ? null : scale.grade(event.rating);
    }

    private static Reason stated(String text) {
        return new Reason(text, Provenance.STATED, null, null);
    }

    private Reason derived(Seen event, DerivedReasons past) {
        return options.derive()
                ? past.reason(values(event), event.liked)
                        .map(derived -> new Reason(derived.text(), Provenance.DERIVED, derived.items(), null))
                        .orElse(null)
                : null;
    }

    private Collection<String> values(Seen event) {
        return data.items().get(event.item).attributes().values().stream()
                .flatMap(List::stream)
                .toList();
    }

    /** What the shop calls the event's item, its domain. */
    String kind(Seen event) {
        return data.items().get(event.item).name().domain();
    }
}
