package io.explainrec.ml.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Names of others, as of files or domains, as parts of reports have them. */
public final class PartNames {
    private PartNames() {}

    /** In lower-case letters, digits and hyphens. */
    public static String of(String name) {
        return name.strip().toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}-]+", "-");
    }

    /** The same of several, of which no two are written alike. */
    static List<String> of(List<String> names) {
        List<String> written = new ArrayList<>();
        for (String name : names) {
            String plain = of(name);
            String own = plain;
            for (int n = 2; written.contains(own); n++) {
                own = plain + "-" + n;
            }
            written.add(own);
        }
        return written;
    }
}
