package io.explainrec.portal;

import io.explainrec.knowledge.KnowledgeEntry;
import io.explainrec.knowledge.KnowledgeService;
import io.explainrec.knowledge.Statistics;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * An entry of a snapshot as lists show it.
 *
 * @param cosine with what was searched for by meaning; null where it was not
 */
public record EntryLine(UUID snapshot, KnowledgeEntry entry, Double cosine) {
    static final List<String> HEADER = List.of(
            "kind",
            "domain",
            "attribute",
            "value",
            "given",
            "statement",
            "support",
            "rate",
            "reference",
            "lift",
            "difference",
            "low",
            "high",
            "q",
            "finding",
            "sensitive",
            "from",
            "until");

    static EntryLine of(UUID snapshot, KnowledgeEntry entry) {
        return new EntryLine(snapshot, entry, null);
    }

    static EntryLine of(UUID snapshot, KnowledgeService.Found found) {
        return new EntryLine(snapshot, found.entry(), found.cosine());
    }

    /** Of the entry's page. */
    public String address() {
        return "/knowledge/" + snapshot + "/entry?" + EntryAddress.of(entry).query();
    }

    /** The catalogue's filter for items that have the value. */
    public String items() {
        return entry.subject().attribute() + "=" + entry.subject().value();
    }

    /** In points; null where there is nothing to compare with. */
    public String difference() {
        Statistics figures = entry.statistics();
        return figures.difference() == null ? null : EntryFigures.points(figures.difference());
    }

    /** The 95% interval of the difference, in points. */
    public String interval() {
        return EntryFigures.interval(entry.statistics());
    }

    /** Null where there is nothing to compare with. */
    public String q() {
        Double q = entry.statistics().q();
        return q == null ? null : EntryFigures.q(q);
    }

    /** How near in meaning it is. */
    public String nearness() {
        return String.format(Locale.ROOT, "%.2f", cosine);
    }

    /** A row under {@link #HEADER}. */
    List<?> row() {
        Statistics figures = entry.statistics();
        return Arrays.asList(
                entry.kind().label(),
                entry.subject().domain(),
                entry.subject().attribute(),
                entry.subject().value(),
                entry.given().json(),
                entry.statement(),
                figures.support(),
                figures.rate(),
                figures.reference(),
                figures.lift(),
                figures.difference(),
                figures.low(),
                figures.high(),
                figures.q(),
                entry.finding(),
                entry.sensitive(),
                entry.validFrom(),
                entry.validUntil());
    }
}
