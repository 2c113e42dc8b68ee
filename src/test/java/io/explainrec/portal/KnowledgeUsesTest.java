package io.explainrec.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.knowledge.Condition;
import io.explainrec.knowledge.KnowledgeEntry;
import io.explainrec.knowledge.KnowledgeKind;
import io.explainrec.knowledge.Statistics;
import io.explainrec.ml.evidence.EvidenceSource;
import io.explainrec.ml.evidence.KnowledgeTables.Subject;
import io.explainrec.recommend.Explanation;
import io.explainrec.recommend.Recommendation;
import io.explainrec.recommend.RecommendationRecorder;
import io.explainrec.recommend.RecommendationRecorder.Told;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KnowledgeUsesTest {
    private static final UUID SNAPSHOT = UUID.randomUUID();

    @Test
    void namesTheItemsThatAnEntrySpokeForAndNoOthers() {
        KnowledgeEntry entry = entry("War");
        Told used =
                answer(true, claiming(entry.claim()), claiming(entry("Drama").claim()));
        Told erased = answer(true, Explanation.NONE, Explanation.NONE);
        Told damaged = answer(false, Explanation.NONE, Explanation.NONE);
        assertThat(new KnowledgeUses(recorder(List.of(used, erased, damaged))).of(SNAPSHOT, entry))
                .isEqualTo(new KnowledgeUses.Uses(
                        List.of(new KnowledgeUses.Use(used.id(), used.at(), List.of("A war film"))), 1));
    }

    private static KnowledgeEntry entry(String genre) {
        return new KnowledgeEntry(
                KnowledgeKind.GROUP,
                new Subject("films", "genre", genre),
                new Condition.Group("25-34", null, null),
                "",
                new Statistics(40, 0.6, 0.4, 0.2, 0.1, 0.3, 0.001),
                true,
                true,
                LocalDate.EPOCH,
                LocalDate.EPOCH);
    }

    private static Explanation claiming(String claim) {
        return new Explanation("", Map.of(), Map.of(EvidenceSource.DEMOGRAPHIC_KNOWLEDGE, claim));
    }

    private static Told answer(boolean readable, Explanation ofTheWarFilm, Explanation ofTheOther) {
        return new Told(
                UUID.randomUUID(),
                Instant.EPOCH,
                readable,
                List.of(new Told.Item("A war film", ofTheWarFilm), new Told.Item("Another", ofTheOther)));
    }

    private static RecommendationRecorder recorder(List<Told> newest) {
        return new RecommendationRecorder() {
            @Override
            public void record(Recommendation recommendation) {}

            @Override
            public Optional<Recommendation> find(UUID id) {
                return Optional.empty();
            }

            @Override
            public List<Told> newestOf(UUID snapshot, int limit) {
                assertThat(snapshot).isEqualTo(SNAPSHOT);
                return newest;
            }
        };
    }
}
