package io.explainrec.knowledge;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What an entry is about. The last three make up P_temporal. */
public enum KnowledgeKind {
    /** P_demo: how a demographic group takes to a value. */
    GROUP,
    /** P_cross: how people who favour a value in one domain take to a value in another. */
    ASSOCIATION,
    /** How a value is taken to in a month of the year. */
    SEASON,
    /** How a value is taken to lately, beside the same months of the year before. */
    TREND,
    /** Whether a taste for a value fades. */
    RECENCY;

    /** As it is stored and typed. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of this label, in any case; empty where there is none. */
    public static Optional<KnowledgeKind> labelled(String label) {
        return Arrays.stream(values())
                .filter(kind -> kind.label().equals(label.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /** All of them, to be named in a message. */
    public static String labels() {
        return Arrays.stream(values()).map(KnowledgeKind::label).collect(Collectors.joining(", "));
    }
}
