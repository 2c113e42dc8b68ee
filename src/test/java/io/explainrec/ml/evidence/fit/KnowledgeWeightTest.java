package io.explainrec.ml.evidence.fit;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.InteractionsBuilder;
import io.explainrec.ml.evidence.EvidenceSource;
import io.explainrec.ml.evidence.KnowledgeTables;
import io.explainrec.ml.evidence.KnowledgeTables.Estimate;
import io.explainrec.ml.evidence.KnowledgeTables.Subject;
import io.explainrec.ml.evidence.LearnedTables.ItemName;
import io.explainrec.ml.evidence.LeveledHead;
import io.explainrec.ml.evidence.Person;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Knowledge is heard where it tells later verdicts apart, and not where chance made it seem so. */
class KnowledgeWeightTest {
    private static final int USERS = 120;
    private static final int ITEMS = 40;
    private static final Person OLD = new Person("old", null, null);
    private static final Person YOUNG = new Person("young", null, null);
    private static final Subject WAR = new Subject("films", "genre", "War");
    private static final Subject LOVE = new Subject("films", "genre", "Love");

    @Test
    void whatGroupsTrulyLikeIsHeard() {
        assertThat(weighed(tables(0.3, -0.3))).containsKey(EvidenceSource.DEMOGRAPHIC_KNOWLEDGE);
    }

    @Test
    void whatSaysTheSameOfGroupsThatDifferIsNotHeard() {
        assertThat(weighed(tables(0.3, 0.3))).doesNotContainKey(EvidenceSource.DEMOGRAPHIC_KNOWLEDGE);
    }

    @Test
    void withoutASnapshotThereIsNoTerm() {
        assertThat(weighed(KnowledgeTables.NONE)).isEmpty();
    }

    /** Of what the old and the young say of war films, and the opposite of films of love. */
    private static KnowledgeTables tables(double old, double young) {
        return new KnowledgeTables(
                List.of(WAR, LOVE), Map.of(OLD, said(old), YOUNG, said(young)), Map.of(), Map.of(), Map.of());
    }

    private static Map<Subject, Estimate> said(double war) {
        return Map.of(WAR, new Estimate(war, 0.05, null), LOVE, new Estimate(-war, 0.05, null));
    }

    /** Terms of a like head that may order by knowledge alone. */
    private static Map<EvidenceSource, LeveledHead.Span> weighed(KnowledgeTables tables) {
        Set<EvidenceSource> others = EnumSet.allOf(EvidenceSource.class);
        others.removeAll(EvidenceSource.KNOWLEDGE);
        DataSet data = shop().with((Interactions past) -> tables);
        return LayerFit.of(data, new LearnedFit(data, 1), data.interactions(), 1)
                .like(others)
                .terms();
    }

    /** The old like war films and the young films of love, three times in four. */
    private static DataSet shop() {
        Random random = new Random(5);
        InteractionsBuilder builder = new InteractionsBuilder();
        for (int k = 0; k < USERS * ITEMS / 2; k++) {
            int user = random.nextInt(USERS);
            int item = random.nextInt(ITEMS);
            boolean fits = (user % 2 == 0) == (item % 2 == 0);
            builder.add(
                    "" + user,
                    "films",
                    "" + item,
                    random.nextInt(4) < (fits ? 3 : 1),
                    Float.NaN,
                    Instant.ofEpochSecond(60L * k));
        }
        Interactions all = builder.build();
        return new DataSet(
                all,
                IntStream.range(0, all.items())
                        .mapToObj(all::itemName)
                        .map(item -> new DataSet.ItemFacts(
                                new ItemName("films", item),
                                item,
                                Map.of("genre", List.of(Integer.parseInt(item) % 2 == 0 ? "War" : "Love")),
                                ""))
                        .toList(),
                IntStream.range(0, all.users())
                        .mapToObj(u -> Integer.parseInt(all.userName(u)) % 2 == 0 ? OLD : YOUNG)
                        .toList(),
                Map.of(),
                null);
    }
}
