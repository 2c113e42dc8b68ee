package io.explainrec.ml.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.explainrec.ml.adapt.AdaptationFigures.ByUser;
import io.explainrec.ml.adapt.AdaptationFigures.Judged;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdaptationFiguresTest {
    private static final List<boolean[]> LIKED =
            List.of(new boolean[] {true, false}, new boolean[] {true, true, false}, new boolean[] {true});

    /** A logit of a for what is liked, and of b for what is not. */
    private static ByUser logits(float a, float b) {
        return logits(LIKED, a, b);
    }

    private static ByUser logits(List<boolean[]> users, float a, float b) {
        return AdaptationFigures.of(users, liked -> {
            float[] logits = new float[liked.length];
            for (int r = 0; r < logits.length; r++) {
                logits[r] = liked[r] ? a : b;
            }
            return new Judged(logits, liked);
        });
    }

    @Test
    void meansAreOverUsersAndThoseWithBothVerdicts() {
        ByUser figures = logits(0, -1);
        double like = Math.log(2);
        double dislike = Math.log1p(Math.exp(-1));
        assertThat(figures.meanLoss())
                .isCloseTo(((like + dislike) / 2 + (2 * like + dislike) / 3 + like) / 3, within(1e-9));
        assertThat(figures.meanAuc()).isEqualTo(1);
        assertThat(logits(1, 1).meanAuc()).as("ties are halves").isEqualTo(0.5);
        assertThat(logits(1000, 1000).meanLoss()).as("without overflow").isFinite();
    }

    @Test
    void whatAWayIsWorthHasAnInterval() {
        Map<String, ByUser> ways = new LinkedHashMap<>();
        List<boolean[]> ten = Collections.nCopies(10, LIKED.getFirst());
        ways.put("without", logits(ten, 0, 0));
        ways.put("adapted", logits(ten, 1, -1));
        Map<String, Double> named = AdaptationFigures.named(ways, 0);
        double worth = Math.log1p(Math.exp(-1)) - Math.log(2);
        assertThat(named).containsEntry("uauc.without", 0.5).containsEntry("uauc.adapted-vs-without.low", 0.5);
        for (String end : List.of("low", "value", "high")) {
            assertThat(named.get("loss.adapted-vs-without." + end))
                    .as("the same of each user")
                    .isCloseTo(worth, within(1e-9));
        }
        assertThat(named).doesNotContainKey("loss.without-vs-without.value");
    }

    @Test
    void whatIsNotDefinedIsMissing() {
        Map<String, ByUser> one = Map.of(
                "without", AdaptationFigures.of(List.of(1), task -> new Judged(new float[1], new boolean[] {true})));
        assertThat(AdaptationFigures.named(one, 0)).containsOnlyKeys("loss.without");
    }
}
