package io.explainrec.ml.instruct;

import io.explainrec.ml.attribution.DerivedReasons;
import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.Order;
import io.explainrec.ml.evidence.fit.DataSet;
import io.explainrec.ml.evidence.fit.PastFindings;
import io.explainrec.ml.instruct.RowWriter.Known;
import io.explainrec.ml.instruct.RowWriter.Past;
import io.explainrec.ml.instruct.RowWriter.Seen;
import io.explainrec.ml.instruct.RowWriter.Window;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Builds instruction data from interactions in time. A user's events are cut into windows of candidates: the first that is not asked
 * about yet, and the next of its domain, whatever came between. A window's history is what is strictly earlier than its first candidate,
 * in seconds, so that nothing of its own second is seen; where there are no times, what stands before it.
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
    public InstructionRows rows(Interactions before, Interactions slice) {
        return rows(before, slice, new Windows(options.candidates, Integer.MAX_VALUE, running(before, slice)));
    }

    /**
     * Rows to validate on: one for each user of a slice, with the history as it is before it, since a history that takes in what is
     * scored tells each user's labels apart for the wrong reason.
     *
     * @param candidates most candidates of a row, the first in time of the domain that comes first
     */
    public InstructionRows frozen(Interactions before, Interactions slice, int candidates) {
        Opinions opinions = new Opinions(before);
        Known known = new Known((second, user, item) -> opinions.newest(item), PastFindings.frozen(data, before));
        return rows(before, slice, new Windows(candidates, 1, known));
    }

    /**
     * Rows that foretell one domain from the others: for each user and domain at most one, whose candidates are the user's first of the
     * domain that something of another domain came before; the history holds other domains alone.
     */
    public InstructionRows crossDomain(Interactions before, Interactions slice) {
        Known known = running(before, slice);
        return byUser(before, slice, (user, events) -> {
            List<String> kinds =
                    events.stream().map(writer::kind).distinct().sorted().toList();
            return kinds.size() < 2
                    ? Stream.empty()
                    : kinds.stream().flatMap(kind -> crossDomain(user, events, kind, known).stream());
        });
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

    private InstructionRows rows(Interactions before, Interactions slice, Windows windows) {
        return byUser(before, slice, (user, events) -> windows(windows, user, events).stream());
    }

    /** What a user's events, in time, are cut into. */
    private interface Cut {
        Stream<InstructionRow> of(int user, List<Seen> events);
    }

    /** Of those who are in the slice; a user's events are made when it is the user's turn. */
    private InstructionRows byUser(Interactions before, Interactions slice, Cut cut) {
        Order.Groups earlier = Order.grouped(before.size(), slice.users(), before::user);
        Order.Groups asked = Order.grouped(slice.size(), slice.users(), slice::user);
        return () -> IntStream.range(0, slice.users())
                .filter(user -> !asked.isEmpty(user))
                .boxed()
                .flatMap(user -> cut.of(
                        user,
                        Stream.concat(
                                        earlier.of(user).mapToObj(r -> writer.seen(before, r, false)),
                                        asked.of(user).mapToObj(r -> writer.seen(slice, r, true)))
                                .toList()));
    }

    private Known running(Interactions before, Interactions slice) {
        return new Known(new Opinions(before, slice)::before, PastFindings.running(data));
    }

    /** Cuts a user's events into at most so many windows of so many candidates. */
    private record Windows(int candidates, int most, Known known) {}

    private List<InstructionRow> windows(Windows windows, int user, List<Seen> events) {
        List<InstructionRow> rows = new ArrayList<>();
        DerivedReasons past = new DerivedReasons();
        List<Past> history = new ArrayList<>();
        int taken = 0; // events that are in the past by now
        Map<String, Deque<Seen>> left = events.stream()
                .filter(Seen::candidate)
                .collect(Collectors.groupingBy(writer::kind, Collectors.toCollection(ArrayDeque::new)));
        for (int start = 0; start < events.size() && rows.size() < windows.most; start++) {
            Seen first = events.get(start);
            Deque<Seen> ofKind = left.get(writer.kind(first));
            if (!first.candidate() || ofKind.peek() != first) {
                continue; // of before the slice, or asked about with an earlier one
            }
            while (taken < start && events.get(taken).earlierThan(first)) {
                history.add(writer.past(events.get(taken++), past));
            }
            past.at(first.second());
            List<Seen> asked = new ArrayList<>();
            while (asked.size() < windows.candidates && !ofKind.isEmpty()) {
                asked.add(ofKind.poll());
            }
            rows.add(writer.row(new Window(user, asked, history), past, windows.known, null));
        }
        return rows;
    }
}
