package io.explainrec.cli;

import io.explainrec.catalog.Domain;
import io.explainrec.catalog.imports.ImportSource;
import io.explainrec.catalog.imports.Row;
import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.InteractionsBuilder;
import java.util.Locale;

/** The interactions of a source, with a count of what is none. */
final class EvaluationData {
    private final InteractionsBuilder builder = new InteractionsBuilder();
    private final Float likedAbove;
    private long refused;
    private long withoutScale;

    /**
     * @param likedAbove a rating above it is a like; null where none is known
     */
    private EvaluationData(Float likedAbove) {
        this.likedAbove = likedAbove;
    }

    /**
     * Reads a source.
     *
     * @param likedAbove in place of the source's own threshold; null for that
     */
    static EvaluationData read(ImportSource source, Float likedAbove) {
        Domain.Input domain = source.domain();
        EvaluationData data =
                new EvaluationData(likedAbove != null || domain == null ? likedAbove : domain.likeThreshold());
        source.read(
                row -> {
                    switch (row) {
                        case Row.OfInteraction event -> data.add(event);
                        case Row.Refused bad -> data.refused++;
                        case Row.OfItem item -> {}
                        case Row.OfUser user -> {}
                    }
                },
                done -> {});
        return data;
    }

    Interactions interactions() {
        return builder.build();
    }

    /** What was left out, and why; empty where nothing was. */
    String leftOut() {
        String text = "";
        if (refused > 0) {
            text += String.format(Locale.ROOT, "%,d rows are no interaction with user, item and a verdict. ", refused);
        }
        if (withoutScale > 0) {
            text += String.format(
                    Locale.ROOT,
                    "%,d ratings have no meaning here, since it is not known what is a like; give --liked-above. ",
                    withoutScale);
        }
        return text.isEmpty() ? text : "Left out: " + text.strip();
    }

    private void add(Row.OfInteraction event) {
        Float rating = event.rating();
        boolean rated = rating != null && Float.isFinite(rating);
        boolean spoiled = rating != null && !rated;
        if (spoiled || !isNamed(event.user()) || !isNamed(event.item()) || (!rated && event.liked() == null)) {
            refused++;
        } else if (event.liked() == null && likedAbove == null) {
            withoutScale++;
        } else {
            boolean liked = event.liked() != null ? event.liked() : rating > likedAbove;
            builder.add(event.user(), event.item(), liked, rated ? rating : Float.NaN, event.at());
        }
    }

    private static boolean isNamed(String id) {
        return id != null && !id.isBlank();
    }
}
