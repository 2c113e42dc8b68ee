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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Builds instruction data from interactions in time. A user's events are cut into windows of candidates; a window's history is what
 * is strictly earlier than its first candidate, in seconds, so that nothing of its own second is seen; where there are no times, what
 * stands before it.
 */
public final class InstructionBuilder {
    private final DataSet data;
    private final Options options;
    private final StatedReasons stated;
    private final UnaryOperator<String> hash;
    private final Map<String, GradeScale> scales;

    /**
     * @param history most events of a history, the newest; at least 0
     * @param candidates most candidates of a row, at least 1
     * @param derive whether reasons are derived where none is stated
     */
    public record Options(int history, int candidates, boolean derive) {
        public static final Options DEFAULT = new Options(30, 8, true);

        public Options {
            if (history < 0 || candidates < 1) {
                throw new IllegalArgumentException("histories of " + history + " events and " + candidates
                        + " candidates a row; expected at least 0 and 1");
            }
        }
    }

    /**
     * @param stated come before derived ones; in a history each from the time on at which it was given
     * @param hash of a user's name, with a key that only the shop has
     */
    public InstructionBuilder(DataSet data, StatedReasons stated, Options options, UnaryOperator<String> hash) {
        this.data = data;
        this.stated = stated;
        this.options = options;
        this.hash = hash;
        scales = GradeScale.of(data);
    }

    /** How many grades ratings have, by domain; null where nothing is graded. */
    public Map<String, Integer> grades() {
        return scales.isEmpty()
                ? null
                : scales.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, scale -> scale.getValue().grades()));
    }

    /**
     * Rows to learn from: of the users of a slice, user by user, windows in time.
     *
     * @param before what was before the slice; the histories may begin in it
     * @param slice the events that are candidates
     */
    public List<InstructionRow> rows(Interactions before, Interactions slice) {
        return rows(before, slice, new Windows(options.candidates, Integer.MAX_VALUE, running(before, slice)));
    }

    /**
     * Rows to validate on: one for each user of a slice, with the history as it is before it, since a history that takes in what is
     * scored tells each user's labels apart for the wrong reason.
     *
     * @param candidates most candidates of a row, the first in time
     */
    public List<InstructionRow> frozen(Interactions before, Interactions slice, int candidates) {
        Opinions opinions = new Opinions(before);
        Known known = new Known((second, user, item) -> opinions.newest(item), PastFindings.frozen(data, before));
        return rows(before, slice, new Windows(candidates, 1, known));
    }

    /**
     * Rows that foretell one domain from the others: for each user and domain at most one, whose candidates are the user's first of the
     * domain that something of another domain came before; the history holds other domains alone.
     */
    public List<InstructionRow> crossDomain(Interactions before, Interactions slice) {
        List<InstructionRow> rows = new ArrayList<>();
        List<List<Seen>> events = events(before, slice);
        Known known = running(before, slice);
        for (int u = 0; u < events.size(); u++) {
            List<Seen> own = events.get(u);
            List<String> kinds =
                    own.stream().map(this::kind).distinct().sorted().toList();
            for (String kind : kinds.size() < 2 ? List.<String>of() : kinds) {
                crossDomain(u, own, kind, known).ifPresent(rows::add);
            }
        }
        return rows;
    }

    private Optional<InstructionRow> crossDomain(int user, List<Seen> events, String kind, Known known) {
        DerivedReasons past = new DerivedReasons();
        List<Past> history = new ArrayList<>();
        int taken = 0;
        for (int start = 0; start < events.size(); start++) {
            Seen first = events.get(start);
            if (!first.candidate || !kind(first).equals(kind)) {
                continue;
            }
            while (taken < start && events.get(taken).earlierThan(first)) {
                Seen event = events.get(taken++);
                Past told = past(event, past);
                if (!kind(event).equals(kind)) {
                    history.add(told);
                }
            }
            if (!history.isEmpty()) {
                List<Seen> asked = events.subList(start, events.size()).stream()
                        .filter(event -> kind(event).equals(kind))
                        .limit(options.candidates)
                        .toList();
                return Optional.of(row(new Window(user, asked, history), null, known, true));
            }
        }
        return Optional.empty();
    }

    private List<InstructionRow> rows(Interactions before, Interactions slice, Windows windows) {
        List<List<Seen>> events = events(before, slice);
        List<InstructionRow> rows = new ArrayList<>();
        for (int u = 0; u < events.size(); u++) {
            if (events.get(u).stream().anyMatch(Seen::candidate)) {
                windows(windows, u, events.get(u), rows);
            }
        }
        return rows;
    }

    /** By user, in time. */
    private List<List<Seen>> events(Interactions before, Interactions slice) {
        List<List<Seen>> events = new ArrayList<>();
        for (int u = 0; u < slice.users(); u++) {
            events.add(new ArrayList<>());
        }
        for (int r = 0; r < before.size(); r++) {
            events.get(before.user(r)).add(seen(before, r, false));
        }
        for (int r = 0; r < slice.size(); r++) {
            events.get(slice.user(r)).add(seen(slice, r, true));
        }
        return events;
    }

    /**
     * An event of a user, in time.
     *
     * @param candidate whether it may be asked about
     */
    private record Seen(
            int item, boolean liked, float rating, long second, boolean candidate, StatedReasons.Stated stated) {
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

    private Seen seen(Interactions rows, int r, boolean candidate) {
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
    private record Past(Seen seen, Event derived) {
        Event before(Seen first) {
            return seen.statedBefore(first)
                    ? new Event(derived.item(), derived.title(), derived.liked(), stated(seen.stated.text()))
                    : derived;
        }
    }

    /** What everybody said of an item before a second. */
    private interface Opinioned {
        Opinion of(long second, int user, int item);
    }

    /** What is known of candidates and users when they are asked about. */
    private record Known(Opinioned opinions, PastFindings findings) {}

    private Known running(Interactions before, Interactions slice) {
        return new Known(new Opinions(before, slice)::before, PastFindings.running(data));
    }

    /** Cuts a user's events into at most so many windows of so many candidates. */
    private record Windows(int candidates, int most, Known known) {}

    private void windows(Windows windows, int user, List<Seen> events, List<InstructionRow> rows) {
        DerivedReasons past = new DerivedReasons();
        List<Past> history = new ArrayList<>();
        int taken = 0; // events that are in the past by now
        int made = 0;
        for (int start = 0; start < events.size() && made < windows.most; ) {
            Seen first = events.get(start);
            if (!first.candidate) {
                start++;
                continue;
            }
            while (taken < start && events.get(taken).earlierThan(first)) {
                history.add(past(events.get(taken++), past));
            }
            past.at(first.second);
            int end = start;
            while (end < events.size() && end - start < windows.candidates && sameKind(events.get(end), first)) {
                end++;
            }
            Window window = new Window(user, events.subList(start, end), history);
            rows.add(row(window, past, windows.known, null));
            start = end;
            made++;
        }
    }

    /** What one row is made of. */
    private record Window(int user, List<Seen> asked, List<Past> history) {
        List<PastFindings.Said> said() {
            return history.stream()
                    .map(event -> new PastFindings.Said(event.seen.item, event.seen.liked))
                    .toList();
        }
    }

    /**
     * @param past that reasons are derived from; null for none
     * @param otherDomains see {@link InstructionRow}
     */
    private InstructionRow row(Window window, DerivedReasons past, Known known, Boolean otherDomains) {
        Seen first = window.asked.getFirst();
        List<Past> history = window.history;
        Findings found = known.findings.of(first.second, window.user, window.said());
        return new InstructionRow(
                hash.apply(data.interactions().userName(window.user)),
                kind(first),
                first.timed() ? first.second : null,
                history.subList(Math.max(0, history.size() - options.history), history.size()).stream()
                        .map(event -> event.before(first))
                        .toList(),
                found.ofUser(kind(first), PromptStyle.MOST_FINDINGS),
                window.asked.stream()
                        .map(event ->
                                candidate(event, past, known.opinions.of(first.second, window.user, event.item), found))
                        .toList(),
                otherDomains);
    }

    private Past past(Seen event, DerivedReasons past) {
        ItemFacts item = data.items().get(event.item);
        past.at(event.second);
        Reason reason = derived(event, past);
        past.observe(item.name().id(), values(event), event.liked);
        return new Past(event, new Event(item.name().id(), item.title(), event.liked, reason));
    }

    /** Without a reason where no past is given. */
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
        return options.derive
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

    private boolean sameKind(Seen event, Seen first) {
        return kind(event).equals(kind(first));
    }

    private String kind(Seen event) {
        return data.items().get(event.item).name().domain();
    }
}
