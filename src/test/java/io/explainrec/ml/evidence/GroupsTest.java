package io.explainrec.ml.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GroupsTest {
    @Test
    void theFinestGroupComesFirst() {
        assertThat(Groups.of("18-24", "female")).containsExactly("age 18-24, female", "age 18-24", "female");
    }

    @Test
    void unknownDemographicsMakeNoGroup() {
        assertThat(Groups.of(null, " ")).isEmpty();
        assertThat(Groups.of(null, "male")).containsExactly("male");
        assertThat(Groups.of("25-34", "")).containsExactly("age 25-34");
    }
}
