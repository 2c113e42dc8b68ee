package io.explainrec.ml.evidence.fit;

import io.explainrec.ml.cf.Traits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Attribute values of items, numbered: those that at least so many items have. An attribute of numbers is cut into
 * {@value #BINS} ranges of about equally many items first, since a year or a price says little by itself.
 *
 * @param names by number, {@code attribute: value}
 * @param of by item, its numbers
 */
record AttributeNumbers(List<String> names, int[][] of) {
    private static final int BINS = 12;
    /** Share of an attribute's values that are numbers from which on it is one of numbers; what is none of them stays a word. */
    private static final double NUMERIC = 0.95;

    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");

    static AttributeNumbers of(List<DataSet.ItemFacts> items, int least) {
        Map<String, double[]> cuts = cuts(items);
        List<List<String>> values = new ArrayList<>();
        Map<String, Integer> count = new HashMap<>();
        for (DataSet.ItemFacts item : items) {
            List<String> own = new ArrayList<>();
            new TreeMap<>(item.attributes()).forEach((name, list) -> {
                for (String value : list) {
                    own.add(name + ": " + (cuts.containsKey(name) ? bin(cuts.get(name), value) : value));
                }
            });
            List<String> distinct = own.stream().distinct().toList();
            values.add(distinct);
            distinct.forEach(value -> count.merge(value, 1, Integer::sum));
        }
        Map<String, Integer> numbers = new LinkedHashMap<>();
        int[][] of = new int[items.size()][];
        for (int i = 0; i < of.length; i++) {
            of[i] = values.get(i).stream()
                    .filter(value -> count.get(value) >= least)
                    .mapToInt(value -> numbers.computeIfAbsent(value, v -> numbers.size()))
                    .toArray();
        }
        return new AttributeNumbers(List.copyOf(numbers.keySet()), of);
    }

    Traits traits() {
        return new Traits(of, names.size());
    }

    private static Map<String, double[]> cuts(List<DataSet.ItemFacts> items) {
        Map<String, List<Double>> numbers = new HashMap<>();
        Map<String, Integer> values = new HashMap<>();
        for (DataSet.ItemFacts item : items) {
            item.attributes()
                    .forEach((name, list) -> list.forEach(value -> {
                        double number = number(value);
                        values.merge(name, 1, Integer::sum);
                        if (!Double.isNaN(number)) {
                            numbers.computeIfAbsent(name, n -> new ArrayList<>())
                                    .add(number);
                        }
                    }));
        }
        Map<String, double[]> cuts = new HashMap<>();
        numbers.forEach((name, list) -> {
            if (list.size() >= NUMERIC * values.get(name)) {
                double[] sorted =
                        list.stream().mapToDouble(Double::doubleValue).sorted().toArray();
                double[] cut = new double[BINS - 1];
                for (int b = 1; b < BINS; b++) {
                    cut[b - 1] = sorted[(int) ((long) b * sorted.length / BINS)];
                }
                cuts.put(name, Arrays.stream(cut).distinct().toArray());
            }
        });
        return cuts;
    }

    private static String bin(double[] cuts, String value) {
        double number = number(value);
        if (Double.isNaN(number)) {
            return value;
        }
        int at = Arrays.binarySearch(cuts, number);
        int bin = at >= 0 ? at + 1 : -at - 1;
        String from = bin == 0 ? "" : "from " + plain(cuts[bin - 1]);
        String to = bin == cuts.length ? "" : "below " + plain(cuts[bin]);
        return (from + " " + to).strip();
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    private static double number(String value) {
        String plain = value.strip();
        // More than this is a number to Java, as the d of 3d.
        double number = NUMBER.matcher(plain).matches() ? Double.parseDouble(plain) : Double.NaN;
        return Double.isFinite(number) ? number : Double.NaN;
    }
}
