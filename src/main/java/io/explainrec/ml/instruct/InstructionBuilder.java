package io.explainrec.ml.instruct;

import io.explainrec.ml.attribution.DerivedReasons;
import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.evidence.fit.DataSet;
import io.explainrec.ml.evidence.fit.PastFindings;
import io.explainrec.ml.instruct.RowWriter.Known;
import io.explainrec.ml.instruct.RowWriter.Past;
import io.explainrec.ml.instruct.RowWriter.Seen;
import io.explainrec.ml.instruct.RowWriter.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Builds instruction data from interactions in time. A user's events are cut into windows of candidates; a window's history is what
 * is strictly earlier than its first candidate, in seconds, so that nothing of its own second is seen; where there are no times, what
 * stands before it.
 */
public final class InstructionBuilder {
    private final DataSet data;
    private final Options options;
    private final RowWriter writer;

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
        this.options = options;
        writer = new RowWriter(data, stated, options, hash);
    }

    /** How many grades ratings have, by domain; null where nothing is graded. */
    public Map<String, Integer> grades() {
        return writer.grades();
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
                    own.stream().map(writer::kind).distinct().sorted().toList();
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
            if (!first.candidate() || !writer.kind(first).equals(kind)) {
                continue;
            }
            while (taken < start && events.get(taken).earlierThan(first)) {
                Seen event = events.get(taken++);
                Past told = writer.past(event, past);
                if (!writer.kind(event).equals(kind)) {
                    history.add(told);
                }
            }
            if (!history.isEmpty()) {
                List<Seen> asked = events.subList(start, events.size()).stream()
                        .filter(event -> writer.kind(event).equals(kind))
                        .limit(options.candidates)
                        .toList();
                return Optional.of(writer.row(new Window(user, asked, history), null, known, true));
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
            events.get(before.user(r)).add(writer.seen(before, r, false));
        }
        for (int r = 0; r < slice.size(); r++) {
            events.get(slice.user(r)).add(writer.seen(slice, r, true));
        }
        return events;
    }

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
            if (!first.candidate()) {
                start++;
                continue;
            }
            while (taken < start && events.get(taken).earlierThan(first)) {
                history.add(writer.past(events.get(taken++), past));
            }
            past.at(first.second());
            int end = start;
            while (end < events.size() && end - start < windows.candidates && sameKind(events.get(end), first)) {
                end++;
            }
            Window window = new Window(user, events.subList(start, end), history);
            rows.add(writer.row(window, past, windows.known, null));
            start = end;
            made++;
        }
    }

    private boolean sameKind(Seen event, Seen first) {
        return writer.kind(event).equals(writer.kind(first));
    }
}
