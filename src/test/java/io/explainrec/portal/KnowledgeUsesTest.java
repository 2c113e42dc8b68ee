package io.explainrec.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.knowledge.Condition;
import io.explainrec.knowledge.KnowledgeEntry;
import io.explainrec.knowledge.KnowledgeKind;
import io.explainrec.knowledge.Statistics;
import io.explainrec.ml.evidence.Decision;
import io.explainrec.ml.evidence.EvidenceSource;
import io.explainrec.ml.evidence.KnowledgeTables.Subject;
import io.explainrec.recommend.DecidedItem;
import io.explainrec.recommend.Explanation;
import io.explainrec.recommend.Recommendation;
import io.explainrec.recommend.RecommendationRecorder;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KnowledgeUsesTest {
    private static final UUID SNAPSHOT = UUID.randomUUID();
    private static final UUID WAR_FILM = UUID.randomUUID();
    private static final UUID OTHER = UUID.randomUUID();
    private static final Decision NOTHING = new Decision(0, 0, List.of());

    @Test
    void namesTheItemsThatAnEntrySpokeForAndNoOthers() {
        KnowledgeEntry entry = entry("War");
        Recommendation used = answer(Map.of(
                WAR_FILM,
                claiming(entry.claim()),
                OTHER,
                claiming(entry("Drama").claim())));
        Recommendation sealed = answer(Map.of());
        assertThat(new KnowledgeUses(recorder(List.of(used, sealed))).of(SNAPSHOT, entry))
                .containsExactly(new KnowledgeUses.Use(used.id(), used.createdAt(), List.of("A war film")));
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

    private static Recommendation answer(Map<UUID, Explanation> explanations) {
        return new Recommendation(
                UUID.randomUUID(),
                Instant.EPOCH,
                UUID.randomUUID(),
                "films",
                Recommendation.Mode.PROFILED,
                new Recommendation.Asked(2, Map.of(), false, null),
                null,
                null,
                List.of(
                        new DecidedItem(WAR_FILM, "1", "A war film", 1, NOTHING, NOTHING),
                        new DecidedItem(OTHER, "2", "Another", 2, NOTHING, NOTHING)),
                explanations,
                null,
                null);
    }

    private static RecommendationRecorder recorder(List<Recommendation> newest) {
        return new RecommendationRecorder() {
            @Override
            public void record(Recommendation recommendation) {}

            @Override
            public Optional<Recommendation> find(UUID id) {
                return Optional.empty();
            }

            @Override
            public List<Recommendation> newestOf(UUID snapshot, int limit) {
                assertThat(snapshot).isEqualTo(SNAPSHOT);
                return newest;
            }
        };
    }
}
