package io.explainrec.ml.evidence;

import java.util.ArrayList;
import java.util.List;

/** The lattice of demographic groups: age band and gender together, then each alone. */
public final class Groups {
    private Groups() {}

    /** Names of the groups of a person, finest first; null or blank demographics take part in none. */
    public static List<String> of(String ageBand, String gender) {
        boolean age = ageBand != null && !ageBand.isBlank();
        boolean sex = gender != null && !gender.isBlank();
        List<String> groups = new ArrayList<>();
        if (age && sex) {
            groups.add("age " + ageBand + ", " + gender);
        }
        if (age) {
            groups.add("age " + ageBand);
        }
        if (sex) {
            groups.add(gender);
        }
        return groups;
    }
}
