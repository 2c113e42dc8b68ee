package io.explainrec.ml.evidence;

import io.explainrec.ml.evidence.KnowledgeTables.Estimate;
import io.explainrec.ml.evidence.KnowledgeTables.Subject;
import java.time.Instant;
import java.time.Month;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The preference knowledge base as evidence: what people of the user's group, people with the user's favourites in other domains, and
 * the time of the year say of the values that an item has. Immutable.
 *
 * <p>A difference is drawn to 0 by how sure it is, times {@code v / (v + error^2)}, where v is the variance of true differences in its
 * table (method of moments with mean 0: DerSimonian and Laird 1986, eq. 8). So tables in which there is nothing but chance say nothing.
 */
public final class Knowledge {
    /** No snapshot serves. */
    public static final Knowledge NONE = new Knowledge(KnowledgeTables.NONE, List.of());

    /** An item with its words. */
    public record Described(UUID id, String domain, Map<String, List<String>> attributes) {}

    private static final int[] NOTHING = {};
    private static final Comparator<Found> STRONGER = Comparator.comparingDouble(Found::strength);

    private final List<Subject> subjects;
    private final Map<UUID, int[]> valuesOf = new HashMap<>();
    private final Map<Person, Said> groups;
    private final Map<Integer, Said> favourites;
    private final Map<Integer, Said> months;
    private final Said lately;
    /** By month and subject, NaN where nothing is said. */
    private final double[][] ofMonths = new double[12][];

    /**
     * @param items of the shop; what is said of the others is not asked for
     */
    public Knowledge(KnowledgeTables tables, Iterable<Described> items) {
        subjects = List.copyOf(tables.subjects());
        Map<Subject, Integer> numbers = new HashMap<>();
        subjects.forEach(subject -> numbers.put(subject, numbers.size()));
        groups = said(tables.groups(), Knowledge::people, numbers);
        Map<Integer, Map<Subject, Estimate>> byNumber = new HashMap<>();
        tables.favourites().forEach((favourite, row) -> byNumber.put(numbers.get(favourite), row));
        favourites = said(byNumber, favourite -> "people who favour " + items(subjects.get(favourite)), numbers);
        months = said(tables.months(), Knowledge::peopleIn, numbers);
        lately = said(Map.of(true, tables.lately()), all -> "people lately", numbers)
                .get(true);
        for (int month = 1; month <= ofMonths.length; month++) {
            ofMonths[month - 1] = sum(times(month), new int[subjects.size()]);
        }
        for (Described item : items) {
            int[] own = item.attributes().entrySet().stream()
                    .flatMap(entry -> entry.getValue().stream()
                            .distinct()
                            .map(value -> numbers.get(new Subject(item.domain(), entry.getKey(), value))))
                    .filter(Objects::nonNull)
                    .mapToInt(Integer::intValue)
                    .sorted()
                    .toArray();
            if (own.length > 0) {
                valuesOf.put(item.id(), own);
            }
        }
    }

    /**
     * One row of a table, by place.
     *
     * @param whose of whom it says something
     * @param subjects by number, ascending
     * @param weight what is left of a difference, above 0 to 1
     * @param claim null unless it counts as found
     */
    private record Said(String whose, int[] subjects, double[] difference, double[] weight, String[] claim) {
        double shrunken(int place) {
            return weight[place] * difference[place];
        }

        /** Below 0 where nothing is said of the subject, or it does not count as found. */
        int found(int subject) {
            int place = Arrays.binarySearch(subjects, subject);
            return place >= 0 && claim[place] != null ? place : -1;
        }
    }

    private static String people(Person cell) {
        return Stream.of("aged " + cell.ageBand(), cell.gender(), cell.occupation())
                .filter(Objects::nonNull)
                .collect(Collectors.joining(", ", "people ", ""));
    }

    private static String peopleIn(int month) {
        return "people in " + Month.of(month).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    }

    private static String items(Subject subject) {
        return subject.value() + " " + subject.domain();
    }

    private static <K> Map<K, Said> said(
            Map<K, Map<Subject, Estimate>> table, Function<K, String> whose, Map<Subject, Integer> numbers) {
        double variance = variance(
                table.values().stream().flatMap(row -> row.values().stream()).toList());
        Map<K, Said> said = new HashMap<>();
        table.forEach(
                (key, row) -> said.put(key, said(whose.apply(key), variance == 0 ? Map.of() : row, variance, numbers)));
        return said;
    }

    private static Said said(String whose, Map<Subject, Estimate> row, double variance, Map<Subject, Integer> numbers) {
        List<Map.Entry<Subject, Estimate>> ordered = row.entrySet().stream()
                .sorted(Comparator.comparing(entry -> numbers.get(entry.getKey())))
                .toList();
        int n = ordered.size();
        Said said = new Said(whose, new int[n], new double[n], new double[n], new String[n]);
        for (int k = 0; k < n; k++) {
            Estimate estimate = ordered.get(k).getValue();
            said.subjects[k] = numbers.get(ordered.get(k).getKey());
            said.difference[k] = estimate.difference();
            said.weight[k] = variance / (variance + estimate.error() * estimate.error());
            said.claim[k] = estimate.claim();
        }
        return said;
    }

    private static double variance(Collection<Estimate> estimates) {
        double excess = 0;
        double weights = 0;
        for (Estimate e : estimates) {
            double weight = 1 / (e.error() * e.error());
            excess += weight * e.difference() * e.difference() - 1;
            weights += weight;
        }
        return weights == 0 ? 0 : Math.max(0, excess / weights);
    }

    /** What there is to say for one user. */
    Reader about(History history) {
        return new Reader(history);
    }

    /**
     * What was found that concerns one user.
     *
     * @param asOf the time that the user is asked about
     */
    public Findings findings(History history, Instant asOf) {
        return new Findings(this, history, asOf);
    }

    /** A finding, by its place in a row. */
    private record Found(Said row, int place) {
        double strength() {
            return Math.abs(row.shrunken(place));
        }

        int subject() {
            return row.subjects[place];
        }

        String claim() {
            return row.claim[place];
        }
    }

    private String told(Found found) {
        return found.row.whose + " say Yes to " + subjects.get(found.subject()).value()
                + (found.row.difference[found.place] < 0 ? " less often" : " more often") + ", against their own level";
    }

    /** Read for one user. */
    final class Reader {
        /** Of the user's cells, the coarsest first. */
        private final List<Said> cells;

        private final List<Said> favoured;
        /** By subject, NaN where nothing is said. */
        private final double[] ofCells;

        private final double[] ofFavourites;

        private Reader(History history) {
            cells = cells(history.person()).stream()
                    .map(groups::get)
                    .filter(Objects::nonNull)
                    .toList();
            Set<Integer> own = favourites.isEmpty() ? Set.of() : Favourites.of(history.events(), valuesOf, subjects);
            favoured =
                    own.stream().map(favourites::get).filter(Objects::nonNull).toList();
            ofCells = finest(cells);
            int[] saying = new int[subjects.size()];
            ofFavourites = sum(favoured, saying);
            // Divided by the root of how many say something, so that many do not drown the other sources.
            Arrays.setAll(ofFavourites, value -> ofFavourites[value] / Math.sqrt(saying[value]));
        }

        /** Fills in the values of the sources that have something to say. */
        void values(UUID item, Instant asOf, double[] values) {
            int[] own = valuesOf.get(item);
            if (own != null) {
                values[EvidenceSource.DEMOGRAPHIC_KNOWLEDGE.ordinal()] = mean(own, ofCells);
                values[EvidenceSource.CROSS_DOMAIN_KNOWLEDGE.ordinal()] = mean(own, ofFavourites);
                values[EvidenceSource.TEMPORAL_KNOWLEDGE.ordinal()] = mean(own, ofMonths[month(asOf) - 1]);
            }
        }

        /**
         * The strongest of what was found that speaks for an item, in plain words; empty where nothing does. What another row of the source
         * outweighs is not said, since it did not decide.
         */
        Optional<String> claim(EvidenceSource source, UUID item, Instant asOf) {
            int[] values = valuesOf.getOrDefault(item, NOTHING);
            Stream<Found> found =
                    switch (source) {
                        case DEMOGRAPHIC_KNOWLEDGE -> found(cells, ofCells, values);
                        case CROSS_DOMAIN_KNOWLEDGE -> found(favoured, ofFavourites, values);
                        case TEMPORAL_KNOWLEDGE -> timely(values, asOf);
                        default -> Stream.empty();
                    };
            return found.filter(one -> one.row.shrunken(one.place) > 0)
                    .max(STRONGER)
                    .map(Found::claim);
        }

        /** See {@link Findings#of}. */
        Optional<String> told(UUID item, Instant asOf) {
            int[] values = valuesOf.getOrDefault(item, NOTHING);
            return Stream.concat(ofUser(values), timely(values, asOf))
                    .max(STRONGER)
                    .map(Knowledge.this::told);
        }

        /** See {@link Findings#ofUser}. */
        List<String> told(String domain, int most) {
            int[] own = IntStream.range(0, subjects.size())
                    .filter(value -> subjects.get(value).domain().equals(domain))
                    .toArray();
            Set<Integer> values = new HashSet<>();
            return ofUser(own)
                    .sorted(STRONGER.reversed())
                    .filter(found -> values.add(found.subject()))
                    .limit(most)
                    .map(Knowledge.this::told)
                    .toList();
        }

        private Stream<Found> ofUser(int[] values) {
            return Stream.concat(found(cells, ofCells, values), found(favoured, ofFavourites, values));
        }
    }

    private Stream<Found> timely(int[] values, Instant asOf) {
        return found(times(month(asOf)), ofMonths[month(asOf) - 1], values);
    }

    /** What was found of values, as far as the rows together say so too. */
    private static Stream<Found> found(List<Said> rows, double[] together, int[] values) {
        return rows.stream()
                .flatMap(row -> Arrays.stream(values)
                        .filter(value -> row.found(value) >= 0)
                        .mapToObj(value -> new Found(row, row.found(value))))
                .filter(found -> found.row.shrunken(found.place) * together[found.subject()] > 0);
    }

    /** Of the coarsest cell first, each one's difference over what the coarser ones say, by subject; NaN where none says anything. */
    private double[] finest(List<Said> cells) {
        double[] of = unsaid();
        for (Said cell : cells) {
            for (int k = 0; k < cell.subjects.length; k++) {
                double coarser = Double.isNaN(of[cell.subjects[k]]) ? 0 : of[cell.subjects[k]];
                of[cell.subjects[k]] = coarser + cell.weight[k] * (cell.difference[k] - coarser);
            }
        }
        return of;
    }

    /**
     * What rows say, added, by subject; NaN where none says anything.
     *
     * @param saying filled in with how many do
     */
    private double[] sum(List<Said> rows, int[] saying) {
        double[] of = unsaid();
        for (Said row : rows) {
            for (int k = 0; k < row.subjects.length; k++) {
                int subject = row.subjects[k];
                of[subject] = (saying[subject]++ == 0 ? 0 : of[subject]) + row.shrunken(k);
            }
        }
        return of;
    }

    private double[] unsaid() {
        double[] of = new double[subjects.size()];
        Arrays.fill(of, Double.NaN);
        return of;
    }

    /** Over an item's values, where nothing is said of one as if 0 were; NaN where nothing is said of any. */
    private static double mean(int[] own, double[] of) {
        double sum = 0;
        boolean said = false;
        for (int value : own) {
            if (!Double.isNaN(of[value])) {
                sum += of[value];
                said = true;
            }
        }
        return said ? sum / own.length : Double.NaN;
    }

    private static int month(Instant asOf) {
        return asOf.atOffset(ZoneOffset.UTC).getMonthValue();
    }

    private List<Said> times(int month) {
        return months.containsKey(month) ? List.of(months.get(month), lately) : List.of(lately);
    }

    /** The lattice of the snapshot: an age, of that a gender, of that an occupation. */
    private static List<Person> cells(Person person) {
        List<Person> cells = new ArrayList<>();
        if (person.ageBand() != null) {
            cells.add(new Person(person.ageBand(), null, null));
            if (person.gender() != null) {
                cells.add(new Person(person.ageBand(), person.gender(), null));
                if (person.occupation() != null) {
                    cells.add(person);
                }
            }
        }
        return cells;
    }
}
