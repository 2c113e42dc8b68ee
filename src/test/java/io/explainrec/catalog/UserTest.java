package io.explainrec.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UserTest {
    @Test
    void whatIsBlankIsNotKnownAndOfOneGroupThereAreNoTwo() {
        assertThat(new User.Input("u", "shop", "", " ", " nurse\t", "north west"))
                .isEqualTo(new User.Input("u", "shop", null, null, "nurse", "north west"));
    }
}
