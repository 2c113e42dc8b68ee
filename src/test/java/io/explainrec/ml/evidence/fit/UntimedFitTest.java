package io.explainrec.ml.evidence.fit;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.InteractionsBuilder;
import io.explainrec.ml.evidence.EvidenceSource;
import io.explainrec.ml.evidence.LearnedTables.ItemName;
import io.explainrec.ml.evidence.LeveledHead;
import io.explainrec.ml.evidence.Person;
import io.explainrec.ml.evidence.fit.DataSet.ItemFacts;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UntimedFitTest {
    /** Users who differ in level, and items that do. */
    private static DataSet shop(int users) {
        Random random = new Random(4);
        InteractionsBuilder builder = new InteractionsBuilder();
        for (int u = 0; u < users; u++) {
            double level = random.nextGaussian();
            for (int k = 0; k < 20; k++) {
                int item = random.nextInt(40);
                boolean liked = random.nextGaussian() < level + item % 5 - 2;
                builder.add("u" + u, "films", "i" + item, liked, Float.NaN, null);
            }
        }
        Interactions all = builder.build();
        List<ItemFacts> facts = IntStream.range(0, all.items())
                .mapToObj(i -> new ItemFacts(new ItemName("films", all.itemName(i)), all.itemName(i), Map.of(), ""))
                .toList();
        return new DataSet(all, facts, Collections.nCopies(all.users(), Person.UNKNOWN), Map.of(), null);
    }

    private static LayerFit fit(DataSet data, Interactions past) {
        return LayerFit.of(data, new LearnedFit(data, 0), past, 0);
    }

    @Test
    void levelsOfItemsAndUsersAreHeardAndNoMood() {
        DataSet data = shop(200);
        LeveledHead like = fit(data, data.interactions()).like(Set.of());
        assertThat(like.terms()).containsKey(EvidenceSource.USER_LEVEL).doesNotContainKey(EvidenceSource.MOOD);
        assertThat(like.terms().keySet())
                .containsAnyOf(EvidenceSource.ITEM_LEVEL, EvidenceSource.EXPECTED_LEVEL, EvidenceSource.ITEM_BIAS);
    }

    @Test
    void twoOfManyUsersAreTwoFolds() {
        DataSet data = shop(200);
        Interactions all = data.interactions();
        Interactions two = all.select(all.rows(r -> all.user(r) == 7 || all.user(r) == 150));
        assertThat(fit(data, two).like(Set.of()).terms()).containsKey(EvidenceSource.USER_LEVEL);
    }

    @Test
    void oneUserTellsNothing() {
        DataSet data = shop(20);
        Interactions all = data.interactions();
        Interactions one = all.select(all.rows(r -> all.user(r) == 7));
        assertThat(fit(data, one).like(Set.of()).terms()).isEmpty();
    }
}
