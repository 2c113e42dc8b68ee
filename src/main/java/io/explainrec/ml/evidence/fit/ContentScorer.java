package io.explainrec.ml.evidence.fit;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.Scorer;
import java.util.Arrays;

/**
 * Nothing but the cosine between an item's vector and what the user liked, 0 where one of them has none: the least that must be beaten on
 * items without a past.
 *
 * @param study of a data set with vectors
 */
public record ContentScorer(String name, LayerStudy study) implements Scorer {
    @Override
    public Scale scale() {
        return Scale.ORDER;
    }

    @Override
    public Fitted fit(Interactions past) {
        LayerStudy.Studied studied = study.of(past);
        return () -> new Running(studied.replay());
    }

    private static final class Running extends ReplayState {
        Running(Replay replay) {
            super(replay);
        }

        @Override
        double[] scores(int user, int... items) {
            Replay.Described about = about(user);
            return Arrays.stream(items)
                    .mapToDouble(about::content)
                    .map(cosine -> Double.isNaN(cosine) ? 0 : cosine)
                    .toArray();
        }
    }
}
