package io.explainrec.ml.adapt;

import java.nio.file.Path;
import java.util.Map;

/** What adapting would have learned for a small model, by hand, so that a few verdicts move what is said a lot. */
public final class AdaptedSmall {
    private static final int WIDTH = 32;

    private AdaptedSmall() {}

    /** Writes an adaptation of the head into a trained model's folder. */
    public static Path write(Path model) {
        return write(model, null);
    }

    /**
     * The same with one by a token.
     *
     * @param token null for none
     */
    public static Path write(Path model, TokenAdaptation token) {
        AdaptationFiles.write(
                new UserAdaptation(new Adaptation(new float[WIDTH], 2, new double[WIDTH], 0, 2, 0.5, 3), token),
                new AdaptationCard(
                        AdaptationCard.VERSION,
                        3,
                        AdaptationFiles.adapter(model),
                        "made",
                        Map.of(),
                        1,
                        1,
                        1,
                        0,
                        token == null ? null : new AdaptationCard.Token(3, 1),
                        Map.of()),
                model);
        return model;
    }
}
