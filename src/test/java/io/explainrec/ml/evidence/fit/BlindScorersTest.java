package io.explainrec.ml.evidence.fit;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.ml.cf.Peers;
import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.InteractionsBuilder;
import io.explainrec.ml.eval.Made;
import io.explainrec.ml.eval.Scorer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** No scorer sees the verdicts that it is measured by: with all of them turned round it says the same to the last bit. */
class BlindScorersTest {
    private static final int SEED = 3;
    private static final Interactions SHOP = Made.shop(60, 20, 20, 5);
    private static final int CUT = SHOP.size() * 4 / 5;

    @TestFactory
    List<DynamicTest> seeNothingBehindTheCut() {
        List<Scorer> told = scorers(SHOP);
        Interactions turned = turned();
        List<Scorer> deceived = scorers(turned);
        return IntStream.range(0, told.size())
                .mapToObj(s -> DynamicTest.dynamicTest(
                        told.get(s).name(),
                        () -> assertThat(said(deceived.get(s), turned)).isDeepEqualTo(said(told.get(s), SHOP))))
                .toList();
    }

    private static List<Scorer> scorers(Interactions all) {
        DataSet data = LayeredScorerTest.described(all);
        float[][] vectors = new float[all.items()][];
        for (int i = 0; i < vectors.length; i++) {
            double angle = Integer.parseInt(all.itemName(i).substring(1));
            vectors[i] = new float[] {(float) Math.cos(angle), (float) Math.sin(angle)};
        }
        LayerStudy study = new LayerStudy(data.with(vectors), SEED);
        List<Scorer> scorers = new ArrayList<>(Peers.all(SEED));
        scorers.add(new LayeredScorer("full", study, Set.of(), null));
        scorers.add(new ContentScorer("content", study));
        return scorers;
    }

    /** Verdicts and ratings behind the cut are the contrary. */
    private static Interactions turned() {
        InteractionsBuilder builder = new InteractionsBuilder();
        for (int r = 0; r < SHOP.size(); r++) {
            boolean liked = SHOP.liked(r) == r < CUT;
            builder.add(
                    SHOP.userName(SHOP.user(r)),
                    SHOP.itemName(SHOP.item(r)),
                    liked,
                    liked ? 5 : 2,
                    Instant.ofEpochSecond(SHOP.second(r)));
        }
        return builder.build();
    }

    /** Scores of the rows behind the cut, then of all items for each of their users. */
    private static double[][] said(Scorer scorer, Interactions all) {
        Interactions rows = all.slice(CUT, all.size());
        Scorer.State state = scorer.fit(all.slice(0, CUT)).state();
        List<double[]> said = new ArrayList<>();
        said.add(state.score(rows));
        boolean[] present = rows.usersPresent();
        for (int u = 0; u < present.length; u++) {
            if (present[u]) {
                double[] scores = new double[all.items()];
                state.scoreAll(u, scores);
                said.add(scores);
            }
        }
        return said.toArray(double[][]::new);
    }
}
