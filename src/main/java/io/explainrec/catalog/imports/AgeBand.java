package io.explainrec.catalog.imports;

/** The age bands of MovieLens 1M, which keep a person's age coarse. */
final class AgeBand {
    private static final int[] STARTS = {18, 25, 35, 45, 50, 56};
    private static final String[] NAMES = {"under-18", "18-24", "25-34", "35-44", "45-49", "50-55", "56-plus"};

    private AgeBand() {}

    /** The band of an age in years; null where it is no number from 0 to 130. */
    static String of(String age) {
        int years;
        try {
            years = Integer.parseInt(age.strip());
        } catch (NumberFormatException e) {
            return null;
        }
        if (years < 0 || years > 130) {
            return null;
        }
        int band = 0;
        while (band < STARTS.length && years >= STARTS[band]) {
            band++;
        }
        return NAMES[band];
    }
}
