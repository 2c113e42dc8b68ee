package io.explainrec.ml.evidence.fit;

import io.explainrec.ml.cf.ExpectedLevels;
import io.explainrec.ml.cf.Traits;
import io.explainrec.ml.cf.VariationalFactors;
import io.explainrec.ml.cf.VariationalFactors.Options;
import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.evidence.LearnedTables;
import io.explainrec.ml.evidence.LearnedTables.Carried;
import io.explainrec.ml.evidence.LearnedTables.Factors;
import io.explainrec.ml.evidence.Person;
import io.explainrec.ml.evidence.Recency;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Learns the tables that sources of evidence read, see {@link LearnedTables}. Dimensions, and what expected levels cost, were chosen on
 * MovieLens 100K's earlier slices (docs/experiments.md).
 */
final class LearnedFit {
    private static final int DIMENSIONS = 8;
    private static final int SWEEPS = 40;
    /** Levels alone are soon found. */
    private static final int LEVEL_SWEEPS = 20;

    private static final ExpectedLevels.Options EXPECTED = new ExpectedLevels.Options(5, 60, 100, 7, 10);
    /** Items that must share a value: for what it leads to expect, and for a taste in it. */
    private static final int SHARED_BY_TWO = 2;

    private static final int SHARED_BY_MANY = 20;

    private final DataSet data;
    private final AttributeNumbers rare;
    private final AttributeNumbers common;
    private final List<String> traitNames;
    private final Traits traits;
    private final long seed;

    LearnedFit(DataSet data, long seed) {
        this.data = data;
        this.seed = seed;
        rare = AttributeNumbers.of(data.items(), SHARED_BY_TWO);
        common = AttributeNumbers.of(data.items(), SHARED_BY_MANY);
        Map<String, Integer> numbers = new LinkedHashMap<>();
        int[][] of = new int[data.people().size()][];
        for (int u = 0; u < of.length; u++) {
            of[u] = data.people().get(u).traits().stream()
                    .mapToInt(trait -> numbers.computeIfAbsent(trait, t -> numbers.size()))
                    .toArray();
        }
        traitNames = List.copyOf(numbers.keySet());
        traits = new Traits(of, traitNames.size());
    }

    /**
     * Learns from a part of the data set's interactions: of a user who spoke of an item twice, from the newest verdict.
     *
     * @param recency what the part's popularity is counted by
     * @param apart see {@link LearnedTables#apart}
     */
    LearnedTables fit(Interactions part, Recency recency, List<String> apart) {
        Interactions past = part.newestOfEach();
        double[] grade = new double[past.size()];
        for (int r = 0; r < grade.length; r++) {
            grade[r] = data.grade(past, r);
        }
        VariationalFactors plain = levels(past, grade, Traits.none(past.users()));
        double[] expected = ExpectedLevels.of(past, grade, rare.traits(), data.vectors(), EXPECTED);
        VariationalFactors ofTraits = levels(past, grade, traits);
        Map<String, Float> traitLevel = new HashMap<>();
        for (int t = 0; t < traitNames.size(); t++) {
            traitLevel.put(traitNames.get(t), (float) ofTraits.traits()[t][0]);
        }
        VariationalFactors factors =
                VariationalFactors.fit(past, grade, traits, common.traits(), new Options(DIMENSIONS, SWEEPS, seed));
        int[] grades = new int[past.items()];
        double[] residual = new double[past.size()];
        for (int r = 0; r < residual.length; r++) {
            grades[past.item(r)]++;
            residual[r] = grade[r] - plain.mean() - plain.items()[past.item(r)][0] - plain.users()[past.user(r)][0];
        }
        Predictors predictors = Predictors.of(past);
        GradedAlike alike = GradedAlike.of(past, residual);
        Spoken spoken = Spoken.of(past, residual, data.people());
        return new LearnedTables(
                data.items().stream().map(DataSet.ItemFacts::name).toList(),
                (float) plain.mean(),
                grades,
                first(plain.items()),
                floats(expected),
                traitLevel,
                List.of(factors(factors)),
                alike.items(),
                alike.similarity(),
                predictors.items(),
                predictors.weights(),
                common.names(),
                common.of(),
                spoken.people(),
                spoken.spoke(),
                spoken.residuals(),
                spoken.counts(),
                spoken.likes(),
                carried(past, grade, plain, ofTraits),
                heights(plain, grades),
                true,
                apart,
                recency);
    }

    /** See {@link LearnedTables#heights}. */
    private Map<String, Float> heights(VariationalFactors plain, int[] grades) {
        double[] all = new double[2];
        Map<String, double[]> byDomain = new HashMap<>();
        for (int i = 0; i < grades.length; i++) {
            if (grades[i] > 0) {
                double[] own =
                        byDomain.computeIfAbsent(data.items().get(i).name().domain(), domain -> new double[2]);
                for (double[] sums : List.of(all, own)) {
                    sums[0] += grades[i] * plain.items()[i][0];
                    sums[1] += grades[i];
                }
            }
        }
        Map<String, Float> heights = new HashMap<>();
        if (byDomain.size() > 1) {
            byDomain.forEach((domain, own) -> heights.put(domain, (float) (own[0] / own[1] - all[0] / all[1])));
        }
        return heights;
    }

    private List<Carried> carried(
            Interactions past, double[] grade, VariationalFactors plain, VariationalFactors ofTraits) {
        List<String> domainOf =
                data.items().stream().map(item -> item.name().domain()).toList();
        if (domainOf.stream().distinct().count() < 2) {
            return List.of();
        }
        double[] surprise = new double[grade.length];
        for (int r = 0; r < surprise.length; r++) {
            surprise[r] = grade[r] - plain.mean() - plain.items()[past.item(r)][0];
            for (int trait : traits.of()[past.user(r)]) {
                surprise[r] -= ofTraits.traits()[trait][0];
            }
        }
        return CarriedFit.of(past, domainOf, surprise);
    }

    private static VariationalFactors levels(Interactions past, double[] grade, Traits ofUsers) {
        return VariationalFactors.fit(past, grade, ofUsers, Traits.none(past.items()), new Options(0, LEVEL_SWEEPS, 0));
    }

    private Factors factors(VariationalFactors fit) {
        Map<String, float[]> byTrait = new HashMap<>();
        for (int t = 0; t < traitNames.size(); t++) {
            byTrait.put(traitNames.get(t), floats(fit.traits()[t]));
        }
        float[][] items = new float[fit.items().length][];
        for (int i = 0; i < items.length; i++) {
            items[i] = floats(fit.items()[i]);
        }
        return new Factors(
                (float) fit.mean(),
                (float) fit.prior().level(),
                (float) fit.prior().factors(),
                items,
                byTrait);
    }

    private static float[] first(double[][] vectors) {
        float[] levels = new float[vectors.length];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (float) vectors[i][0];
        }
        return levels;
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int k = 0; k < floats.length; k++) {
            floats[k] = (float) values[k];
        }
        return floats;
    }

    /** Residuals by item and by people with the same demographics. */
    private record Spoken(List<Person> people, int[][] spoke, float[][] residuals, int[][] counts, int[][] likes) {
        static Spoken of(Interactions past, double[] residual, List<Person> persons) {
            Map<Person, Integer> numbers = new LinkedHashMap<>();
            List<Map<Integer, double[]>> byItem = new ArrayList<>();
            for (int i = 0; i < past.items(); i++) {
                byItem.add(new LinkedHashMap<>());
            }
            for (int r = 0; r < past.size(); r++) {
                Person person = persons.get(past.user(r));
                if (!person.unknown()) {
                    int number = numbers.computeIfAbsent(person, p -> numbers.size());
                    double[] sums = byItem.get(past.item(r)).computeIfAbsent(number, n -> new double[3]);
                    sums[0] += residual[r];
                    sums[1]++;
                    sums[2] += past.liked(r) ? 1 : 0;
                }
            }
            int items = byItem.size();
            Spoken spoken = new Spoken(
                    List.copyOf(numbers.keySet()),
                    new int[items][],
                    new float[items][],
                    new int[items][],
                    new int[items][]);
            for (int i = 0; i < items; i++) {
                spoken.fill(i, byItem.get(i));
            }
            return spoken;
        }

        private void fill(int item, Map<Integer, double[]> sums) {
            spoke[item] = new int[sums.size()];
            residuals[item] = new float[sums.size()];
            counts[item] = new int[sums.size()];
            likes[item] = new int[sums.size()];
            int k = 0;
            for (Map.Entry<Integer, double[]> entry : sums.entrySet()) {
                spoke[item][k] = entry.getKey();
                residuals[item][k] = (float) entry.getValue()[0];
                counts[item][k] = (int) entry.getValue()[1];
                likes[item][k++] = (int) entry.getValue()[2];
            }
        }
    }
}
