package io.explainrec.ml.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.explainrec.ml.evidence.LearnedOfUser.Residual;
import io.explainrec.ml.evidence.fit.LayerFitting;
import io.explainrec.ml.evidence.fit.MadeShop;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class UserDirectionTest {
    private static final LearnedTables TABLES = new LayerFitting("test")
            .fit(new MadeShop(150, 5).dataSet(), 3, Instant.parse("2026-01-01T00:00:00Z"))
            .tables();

    private static final Person PERSON = TABLES.people().getFirst();
    private static final List<Residual> HISTORY = List.of(event(3, 6), event(7, 2), event(11, 6));
    private static final int ITEM = 20;

    private static Residual event(int item, double grade) {
        return new Residual(new UUID(0, item), item, grade > 4, grade, grade - 4);
    }

    @Test
    void whatTraitsGiveIsToldOfNewcomers() {
        assertThat(new UserDirection(TABLES, PERSON, List.of()).affinity(ITEM)).isNotNaN();
        assertThat(new UserDirection(TABLES, PERSON, List.of()).affinityOfHistory(ITEM))
                .isNaN();
        assertThat(new UserDirection(TABLES, Person.UNKNOWN, List.of()).affinity(ITEM))
                .isNaN();
    }

    @Test
    void whatTraitsGiveAndWhatTheHistoryAddsMakeTheWhole() {
        UserDirection both = new UserDirection(TABLES, PERSON, HISTORY);
        double ofTraits = new UserDirection(TABLES, PERSON, List.of()).affinity(ITEM);
        assertThat(both.affinity(ITEM)).isCloseTo(ofTraits + both.affinityOfHistory(ITEM), within(1e-12));
        UserDirection unknown = new UserDirection(TABLES, Person.UNKNOWN, HISTORY);
        assertThat(unknown.affinity(ITEM)).isNotNaN().isEqualTo(unknown.affinityOfHistory(ITEM));
    }

    @Test
    void olderTablesTellHistoriesAlone() throws ReflectiveOperationException {
        Map<String, Object> older = new HashMap<>();
        older.put("traitsTold", null);
        LearnedTables tables = ChangedTables.of(TABLES, older);
        assertThat(new UserDirection(tables, PERSON, List.of()).affinity(ITEM)).isNaN();
        UserDirection folded = new UserDirection(tables, PERSON, HISTORY);
        assertThat(folded.affinity(ITEM)).isNotNaN().isEqualTo(folded.affinityOfHistory(ITEM));
    }

    @Test
    void nothingIsToldOfAnItemThatNothingIsKnownOf() throws ReflectiveOperationException {
        int[] grades = TABLES.grades().clone();
        int[][] attributes = TABLES.attributesOf().clone();
        grades[ITEM] = 0;
        attributes[ITEM] = new int[] {0};
        LearnedTables tables = ChangedTables.of(TABLES, Map.of("grades", grades, "attributesOf", attributes));
        assertThat(new UserDirection(tables, PERSON, HISTORY).affinity(ITEM)).isNotNaN();
        attributes[ITEM] = new int[0];
        assertThat(new UserDirection(tables, PERSON, HISTORY).affinity(ITEM)).isNaN();
    }
}
