package io.explainrec.ml.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Demographics of a user, each null where it is not known.
 *
 * @param ageBand as the shop writes it, for example {@code 25-34}, {@code under-18}, {@code 56-plus} or {@code 1980-1989}
 */
public record Person(String ageBand, String gender, String occupation) {
    /** Nothing is known. */
    public static final Person UNKNOWN = new Person(null, null, null);

    private static final Pattern NUMBER = Pattern.compile("(?<!\\d)\\d{1,4}(?!\\d)");
    /** What is in a band that is open below. */
    private static final Pattern UNDER = Pattern.compile("under|below|younger|<|≤", Pattern.CASE_INSENSITIVE);
    /** Years from the one end that an open band names to its middle. */
    private static final double OPEN_HALF = 5;

    /** Years over which likeness falls to 1/e, and what is left of it where a trait differs: chosen on validation slices. */
    private static final double AGE_SCALE = 8;

    private static final double OTHER_GENDER = 0.3;
    private static final double OTHER_OCCUPATION = 0.5;

    public Person {
        ageBand = blankToNull(ageBand);
        gender = blankToNull(gender);
        occupation = blankToNull(occupation);
    }

    private static String blankToNull(String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    /** The groups that the person belongs to, finest first; none without age band and gender. */
    public List<String> groups() {
        return Groups.of(ageBand, gender);
    }

    /** Whether nothing is known. */
    public boolean unknown() {
        return ageBand == null && gender == null && occupation == null;
    }

    /** What is known, one name each, as keys of what is learned of them. */
    public List<String> traits() {
        List<String> traits = new ArrayList<>();
        add(traits, "age ", ageBand);
        add(traits, "gender ", gender);
        add(traits, "occupation ", occupation);
        return traits;
    }

    private static void add(List<String> traits, String kind, String value) {
        if (value != null) {
            traits.add(kind + value);
        }
    }

    /**
     * How alike two people are, from 0 to 1: {@code exp(-years apart / 8)}, times 0.3 where the gender differs, times 0.5 where the
     * occupation does; what is not known of either counts as different.
     *
     * @param age this person's {@link #age}, which is read of the band once for many others
     * @param otherAge the other's
     */
    double likeness(double age, Person other, double otherAge) {
        double apart = Double.isNaN(age) || Double.isNaN(otherAge) ? AGE_SCALE : Math.abs(age - otherAge);
        if (ageBand != null && ageBand.equals(other.ageBand)) {
            apart = 0; // whether the band has a number or not
        }
        return Math.exp(-apart / AGE_SCALE)
                * (gender != null && gender.equals(other.gender) ? 1 : OTHER_GENDER)
                * (occupation != null && occupation.equals(other.occupation) ? 1 : OTHER_OCCUPATION);
    }

    /** Middle of the age band in years, of birth where it is written so; NaN where it has no number. */
    double age() {
        if (ageBand == null) {
            return Double.NaN;
        }
        Matcher numbers = NUMBER.matcher(ageBand);
        if (!numbers.find()) {
            return Double.NaN;
        }
        double first = Integer.parseInt(numbers.group());
        if (numbers.find()) {
            return (first + Integer.parseInt(numbers.group())) / 2;
        }
        return UNDER.matcher(ageBand).find() ? first - OPEN_HALF : first + OPEN_HALF;
    }
}
