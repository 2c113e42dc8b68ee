package io.explainrec.catalog.imports;

import java.util.List;

/** The occupations that MovieLens 1M names by a code, with the names that its README gives them. */
final class Occupation {
    private static final List<String> NAMES = List.of(
            "other",
            "academic/educator",
            "artist",
            "clerical/admin",
            "college/grad student",
            "customer service",
            "doctor/health care",
            "executive/managerial",
            "farmer",
            "homemaker",
            "K-12 student",
            "lawyer",
            "programmer",
            "retired",
            "sales/marketing",
            "scientist",
            "self-employed",
            "technician/engineer",
            "tradesman/craftsman",
            "unemployed",
            "writer");

    private Occupation() {}

    /** The occupation of a code; null where it is no number from 0 to 20. */
    static String of(String code) {
        return code.matches("\\d|1\\d|20") ? NAMES.get(Integer.parseInt(code)) : null;
    }
}
