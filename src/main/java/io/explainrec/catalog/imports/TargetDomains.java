package io.explainrec.catalog.imports;

import io.explainrec.catalog.Domain;
import io.explainrec.platform.problem.FieldError;
import java.util.Map;
import java.util.TreeSet;

/** The domains that the rows of an import go to, by the names that its rows give them. */
record TargetDomains(Map<String, Domain> byName) {
    /** Stands for the source's own domain, which rows do not name. */
    static final String OWN = "";

    /** The domain of a row that names it so; null where there is none. */
    Domain find(String name) {
        return byName.get(name == null ? OWN : name);
    }

    /** What is wrong with a row whose domain is not found. */
    FieldError unknown(String name) {
        if (byName.containsKey(OWN)) {
            return new FieldError("domain", "is '" + name + "'; expected none, since this source has one domain");
        }
        return new FieldError(
                "domain",
                (name == null ? "is missing" : "is '" + name + "'") + "; expected one of "
                        + new TreeSet<>(byName.keySet()) + ", the domains of this source's items");
    }
}
