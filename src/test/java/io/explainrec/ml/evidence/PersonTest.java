package io.explainrec.ml.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PersonTest {
    private static final Person MIDDLE = new Person("35-44", "female", "writer");

    private static double likeness(Person one, Person other) {
        return one.likeness(one.age(), other, other.age());
    }

    @Test
    void someoneWithTheSameTraitsIsExactlyAlike() {
        assertThat(likeness(MIDDLE, new Person("35-44", "female", "writer"))).isEqualTo(1);
    }

    @Test
    void likenessFallsWithYearsAndWithOtherTraits() {
        assertThat(likeness(MIDDLE, new Person("25-34", "female", "writer")))
                .isCloseTo(Math.exp(-10 / 8.0), within(1e-12));
        assertThat(likeness(MIDDLE, new Person("35-44", "male", "writer"))).isCloseTo(0.3, within(1e-12));
        assertThat(likeness(MIDDLE, new Person("35-44", "female", "artist"))).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void whatIsNotKnownCountsAsDifferent() {
        assertThat(likeness(MIDDLE, Person.UNKNOWN)).isCloseTo(Math.exp(-1) * 0.3 * 0.5, within(1e-12));
        assertThat(likeness(Person.UNKNOWN, Person.UNKNOWN)).isLessThan(1);
        assertThat(new Person(" ", "", null)).isEqualTo(Person.UNKNOWN).matches(Person::unknown);
    }

    @Test
    void openAndOddBandsHaveAnAgeOrNone() {
        double young = likeness(new Person("under-18", null, null), new Person("18-24", null, null));
        for (String same : new String[] {"Under 18", "below 18", "<18"}) {
            assertThat(new Person(same, null, null).age()).isEqualTo(13);
        }
        double old = likeness(new Person("56-plus", null, null), new Person("18-24", null, null));
        assertThat(young).isGreaterThan(old);
        assertThat(likeness(new Person("grown up", null, null), new Person("18-24", null, null)))
                .isCloseTo(Math.exp(-1) * 0.3 * 0.5, within(1e-12));
    }

    @Test
    void bandsWithoutAnAgeAreAlikeWhereTheyAreTheSameAndYearsOfBirthAreYears() {
        Person teen = new Person("teen", "female", "pupil");
        assertThat(likeness(teen, new Person("teen", "female", "pupil"))).isEqualTo(1);
        assertThat(likeness(teen, new Person("senior", "female", "pupil"))).isCloseTo(Math.exp(-1), within(1e-12));
        assertThat(likeness(
                        new Person("1980-1989", "female", "pupil"), new Person("born 1990 to 1999", "female", "pupil")))
                .isCloseTo(Math.exp(-10 / 8.0), within(1e-12));
        assertThat(new Person("24 and under", null, null).age()).isEqualTo(19);
        assertThat(new Person("20260101", null, null).age()).isNaN();
    }

    @Test
    void gradesStepUpMostAtTheThreshold() {
        assertThat(Grade.of(false, 1, 1, 5)).isEqualTo(2);
        assertThat(Grade.of(false, 3, 1, 5)).isEqualTo(3);
        assertThat(Grade.of(true, 4, 1, 5)).isEqualTo(5);
        assertThat(Grade.of(true, 10, 0, 10)).isEqualTo(6);
        assertThat(Grade.of(true, 99, 1, 5)).as("outside of the scale").isEqualTo(6);
        assertThat(Grade.of(true, Double.NaN, 1, 5)).isEqualTo(Grade.of(true));
        assertThat(Grade.of(true, 3, 3, 3)).as("no scale").isEqualTo(Grade.of(true));
    }
}
