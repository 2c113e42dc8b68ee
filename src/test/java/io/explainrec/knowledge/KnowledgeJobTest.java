package io.explainrec.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KnowledgeJobTest {
    @Test
    void buildsTheFirstWhenThereIsEnough() {
        assertThat(KnowledgeJob.due(999, null, 1000, 0.2)).isFalse();
        assertThat(KnowledgeJob.due(1000, null, 1000, 0.2)).isTrue();
    }

    @Test
    void buildsTheNextWhenAShareCameIn() {
        assertThat(KnowledgeJob.due(1199, 1000L, 1000, 0.2)).isFalse();
        assertThat(KnowledgeJob.due(1200, 1000L, 1000, 0.2)).isTrue();
    }

    @Test
    void anEmptySnapshotIsNoReasonToBuildForEver() {
        assertThat(KnowledgeJob.due(0, 0L, 1, 0.2)).isFalse();
        assertThat(KnowledgeJob.due(1000, 0L, 1000, 0.2)).isTrue();
    }
}
