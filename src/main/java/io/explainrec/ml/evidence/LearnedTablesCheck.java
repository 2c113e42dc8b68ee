package io.explainrec.ml.evidence;

import io.explainrec.ml.evidence.LearnedTables.Carried;
import io.explainrec.ml.evidence.LearnedTables.Factors;
import io.explainrec.ml.evidence.LearnedTables.ItemName;
import java.lang.reflect.Array;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether learned tables fit together: sizes, indices, finite numbers. */
final class LearnedTablesCheck {
    private final LearnedTables tables;
    private final String file;
    private final int items;

    private LearnedTablesCheck(LearnedTables tables, String file) {
        this.tables = tables;
        this.file = file;
        require(tables != null && tables.items() != null, "items", "are missing");
        items = tables.items().size();
    }

    /**
     * @param file named in errors
     * @throws ArtifactException naming the first table that is wrong
     */
    static void check(LearnedTables tables, String file) {
        LearnedTablesCheck check = new LearnedTablesCheck(tables, file);
        check.names();
        check.rows();
        check.factors();
        check.domains();
        check.recency();
    }

    private void names() {
        for (ItemName name : tables.items()) {
            require(
                    name != null && name.domain() != null && name.id() != null,
                    "items",
                    "have one without domain or id");
        }
        require(new HashSet<>(tables.items()).size() == items, "items", "name one twice");
        require(
                tables.people() != null && tables.people().stream().noneMatch(Objects::isNull),
                "people",
                "are missing or have none");
        require(
                tables.attributes() != null && tables.attributes().stream().noneMatch(Objects::isNull),
                "attributes",
                "are missing or have one without a name");
    }

    private void rows() {
        finite("mean", tables.mean());
        sized("grades", tables.grades(), items);
        notNegative("grades", tables.grades());
        numbers("level", tables.level(), items);
        numbers("expected", tables.expected(), items);
        require(tables.traitLevel() != null, "traitLevel", "is missing");
        tables.traitLevel().values().forEach(level -> {
            require(level != null, "traitLevel", "has one without a number");
            finite("traitLevel", level);
        });
        int people = tables.people().size();
        indices("similar", tables.similar(), items);
        indices("attributesOf", tables.attributesOf(), tables.attributes().size());
        indices("spoke", tables.spoke(), people);
        sized("similarity", tables.similarity(), items);
        predictors();
        sized("residuals", tables.residuals(), items);
        sized("counts", tables.counts(), items);
        sized("likes", tables.likes(), items);
        for (int i = 0; i < items; i++) {
            numbers("similarity", tables.similarity()[i], tables.similar()[i].length);
            int spoke = tables.spoke()[i].length;
            numbers("residuals", tables.residuals()[i], spoke);
            sized("counts", tables.counts()[i], spoke);
            notNegative("counts", tables.counts()[i]);
            sized("likes", tables.likes()[i], spoke);
            notNegative("likes", tables.likes()[i]);
        }
    }

    /** Large catalogues have none. */
    private void predictors() {
        require(tables.predictors() != null, "predictors", "are missing");
        if (tables.predictors().length == 0) {
            sized("predictions", tables.predictions(), 0);
            return;
        }
        indices("predictors", tables.predictors(), items);
        sized("predictions", tables.predictions(), items);
        for (int i = 0; i < items; i++) {
            numbers("predictions", tables.predictions()[i], tables.predictors()[i].length);
        }
    }

    private void factors() {
        require(tables.factors() != null, "factors", "are missing");
        for (Factors fit : tables.factors()) {
            require(fit != null && fit.traits() != null, "factors", "have a fit without traits");
            finite("factors.mean", fit.mean());
            finite("factors.levelRidge", fit.levelRidge());
            finite("factors.factorRidge", fit.factorRidge());
            require(fit.levelRidge() > 0 && fit.factorRidge() > 0, "factors", "have a ridge that is not above 0");
            sized("factors.items", fit.items(), items);
            int width = items == 0 || fit.items()[0] == null ? 0 : fit.items()[0].length;
            require(items == 0 || width > 0, "factors.items", "have no numbers");
            for (float[] row : fit.items()) {
                numbers("factors.items", row, width);
            }
            for (Map.Entry<String, float[]> trait : fit.traits().entrySet()) {
                numbers("factors.traits." + trait.getKey(), trait.getValue(), width);
            }
        }
    }

    private void domains() {
        Set<String> domains = tables.items().stream().map(ItemName::domain).collect(Collectors.toSet());
        Set<List<String>> pairs = new HashSet<>();
        for (Carried map : tables.carried()) {
            require(
                    map != null
                            && domains.contains(map.from())
                            && domains.contains(map.to())
                            && !map.from().equals(map.to())
                            && pairs.add(List.of(map.from(), map.to())),
                    "carried",
                    "have one that does not lead, alone, from one domain of the items to another");
            numbers("carried.weights", map.weights(), Carried.WEIGHTS);
        }
        tables.heights().forEach((domain, height) -> {
            require(
                    domains.contains(domain) && height != null,
                    "heights",
                    "have one that is of no domain of the items");
            finite("heights", height);
        });
        require(
                domains.containsAll(tables.apart())
                        && new HashSet<>(tables.apart()).size()
                                == tables.apart().size(),
                "apart",
                "has a domain that no item is of, or one twice");
    }

    /** Older ones have none. */
    private void recency() {
        Recency recency = tables.recency();
        if (recency != null) {
            between("halfLifeSeconds", recency.halfLifeSeconds(), 1, 1e12);
            between("smoothing", recency.smoothing(), 1e-6, 1e12);
        }
    }

    private void between(String name, double number, double low, double high) {
        require(
                number >= low && number <= high,
                "recency." + name,
                "has " + number + "; expected " + low + " to " + high);
    }

    private void indices(String name, int[][] rows, int below) {
        sized(name, rows, items);
        for (int[] row : rows) {
            require(row != null, name, "have a row that is missing");
            for (int index : row) {
                require(
                        index >= 0 && index < below,
                        name,
                        "have the number " + index + "; expected 0 to " + (below - 1));
            }
        }
    }

    private void numbers(String name, float[] row, int size) {
        sized(name, row, size);
        for (float number : row) {
            finite(name, number);
        }
    }

    private void notNegative(String name, int[] row) {
        for (int number : row) {
            require(number >= 0, name, "have " + number + "; expected counts");
        }
    }

    /** An array of any type. */
    private void sized(String name, Object array, int size) {
        int length = array == null ? -1 : Array.getLength(array);
        require(length == size, name, "have " + (length < 0 ? "nothing" : length + " entries") + "; expected " + size);
    }

    private void finite(String name, float number) {
        require(Float.isFinite(number), name, "have " + number + "; expected finite numbers");
    }

    private void require(boolean met, String name, String fault) {
        if (!met) {
            throw new ArtifactException(file + ": the table '" + name + "': " + fault + "; fit it again");
        }
    }
}
