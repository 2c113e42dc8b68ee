package io.explainrec.catalog.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Makes chunks of the rows of a source, behind the position where an earlier reading of it was interrupted. Never holds more
 * than one chunk, however long the source is.
 */
final class Intake {
    private static final int MOST_EVENTS = 20_000;
    private static final int MOST_CATALOGUE_ROWS = 200;

    /** Characters of free text in one chunk. */
    private static final long MOST_TEXT = 4_000_000;

    private final Position from;
    private final Consumer<Chunk> chunks;
    private final List<Row> catalogue = new ArrayList<>();
    private final List<Row.OfInteraction> events = new ArrayList<>();
    private final List<Row.Refused> refused = new ArrayList<>();
    private Position position = Position.START;
    private long text;
    private long done;

    /**
     * @param from rows before it are in and not taken again
     * @param chunks takes each chunk, and keeps nothing of it
     */
    Intake(Position from, Consumer<Chunk> chunks) {
        this.from = from;
        this.chunks = chunks;
    }

    /**
     * Takes the next row.
     *
     * @throws SourceChangedException where the rows before the beginning are others than they were
     */
    void take(Row row) {
        Position next = position.after(row);
        if (next.rows() <= from.rows()) {
            position = next;
            if (next.rows() == from.rows() && !next.equals(from)) {
                throw new SourceChangedException();
            }
            return;
        }
        switch (row) {
            case Row.OfInteraction event -> {
                if (!catalogue.isEmpty()) {
                    flush();
                }
                events.add(event);
                text += event.reason() == null ? 0 : event.reason().length();
            }
            case Row.Refused refusal -> refused.add(refusal);
            case Row.OfItem item -> {
                text += item.item().text().length();
                catalogue(item);
            }
            case Row.OfUser user -> catalogue(user);
        }
        position = next;
        if (catalogue.size() >= MOST_CATALOGUE_ROWS
                || events.size() >= MOST_EVENTS
                || refused.size() >= MOST_EVENTS
                || text >= MOST_TEXT) {
            flush();
        }
    }

    /** How much of the source was read. */
    void progress(long read) {
        done = read;
    }

    /**
     * The source ended.
     *
     * @throws SourceChangedException where it has fewer rows than it had
     */
    void end() {
        if (position.rows() < from.rows()) {
            throw new SourceChangedException();
        }
        flush();
    }

    private void catalogue(Row row) {
        if (!events.isEmpty()) {
            flush();
        }
        catalogue.add(row);
    }

    private void flush() {
        chunks.accept(new Chunk(catalogue, events, refused, position, done));
        catalogue.clear();
        events.clear();
        refused.clear();
        text = 0;
    }
}
