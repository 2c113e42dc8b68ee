package io.explainrec.ml.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    private static final Interactions SHOP = Made.shop(100, 20, 20, 21);

    /** The truth that the shop was made from, and something that knows nothing. */
    private static final List<Scorer> SCORERS = List.of(
            scorer("truth", Scorer.Scale.LOG_ODDS, (user, item) -> {
                int u = Integer.parseInt(SHOP.userName(user).substring(1));
                int i = number(item);
                return (u % 2 == i % 2 ? 1.2 : -1.2) + (i % 5 - 2) * 0.6;
            }),
            scorer("mf", Scorer.Scale.ORDER, (user, item) -> 0),
            scorer("popularity-decay", Scorer.Scale.RATING, (user, item) -> 3));

    private static int number(int item) {
        return Integer.parseInt(SHOP.itemName(item).substring(1));
    }

    private static Scorer scorer(String name, Scorer.Scale scale, Scorer.State state) {
        return new Scorer() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Scale scale() {
                return scale;
            }

            @Override
            public Fitted fit(Interactions past) {
                return () -> state;
            }
        };
    }

    private static Report run(Interactions data, List<Scorer> scorers, int threads) {
        return new Evaluation(new EvaluationSettings(200, 1, threads, "mf", "popularity-decay"), Progress.NONE)
                .run(data, List.of(), scorers);
    }

    private static Interval find(Report report, String name) {
        return report.measurements().stream()
                .filter(m -> m.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " was not measured"))
                .interval();
    }

    @Test
    void measuresTheTruthInEveryProtocol() {
        Report report = run(SHOP, SCORERS, 2);
        for (String part : List.of(
                "frozen.all",
                "online.all",
                "cold.k0",
                "cold.k10",
                "rolling.all",
                "rolling-cold.k0",
                "rolling-cold.k10",
                "rolling-new-items.all",
                "frozen.known")) {
            assertThat(find(report, part + ".truth.auc").value()).as(part).isBetween(0.7, 0.9);
            assertThat(find(report, part + ".mf.auc").value()).as(part).isEqualTo(0.5);
        }
        assertThat(find(report, "rolling.all.truth-vs-mf.uauc").low()).isPositive();
        assertThat(find(report, "rolling.all.truth-vs-popularity-decay.ndcg10").low())
                .isPositive();
        assertThat(find(report, "frozen.all.truth.ece").value()).isLessThan(0.1);
        assertThat(find(report, "frozen.all.popularity-decay.rmse").value()).isBetween(1.0, 2.0);
        assertThat(report.reliability()).hasSize(2);
    }

    @Test
    void whatAScorerLacksIsWorthTheDifferenceToTheOneThatHasIt() {
        var settings = new EvaluationSettings(200, 1, 1, null, null, 0, Set.of(), Map.of("mf", "truth"));
        Report report = new Evaluation(settings, Progress.NONE).run(SHOP, List.of(), SCORERS);
        assertThat(find(report, "frozen.all.truth-vs-mf.uauc").value())
                .isEqualTo(find(report, "frozen.all.truth.uauc").value()
                        - find(report, "frozen.all.mf.uauc").value());
    }

    @Test
    void whatIsNotSimpleIsAlsoComparedWithTheBestSimpleScorerOfThePart() {
        Scorer best = scorer("best", Scorer.Scale.ORDER, (user, item) -> number(item) % 5);
        var settings = new EvaluationSettings(200, 1, 1, null, null, 0, Set.of("mf", "best"), Map.of());
        Report report = new Evaluation(settings, Progress.NONE)
                .run(
                        SHOP,
                        List.of(),
                        Stream.concat(SCORERS.stream(), Stream.of(best)).toList());
        for (String part : List.of("frozen.all", "rolling.all", "rolling-cold.k0")) {
            assertThat(find(report, part + ".truth-vs-best.uauc").value())
                    .isEqualTo(find(report, part + ".truth.uauc").value()
                            - find(report, part + ".best.uauc").value());
        }
        assertThat(report.measurements()).extracting(Measurement::scorer).doesNotContain("mf-vs-best", "best-vs-mf");
    }

    /** Knows the truth, and is too costly to be asked of everything. */
    private record Costly(Optional<Scorer> standIn) implements Scorer {
        @Override
        public String name() {
            return "costly";
        }

        @Override
        public Scale scale() {
            return Scale.ORDER;
        }

        @Override
        public Fitted fit(Interactions past) {
            return SCORERS.getFirst().fit(past);
        }
    }

    @Test
    void whatHasNoStandInIsAskedAboutSomeRowsOfNewcomersAndNewItems() {
        Scorer costly = new Costly(Optional.empty());
        List<Scorer> scorers = List.of(SCORERS.getFirst(), costly);
        var settings = new EvaluationSettings(50, 1, 1, null, null, 4, Set.of(), Map.of("truth", "costly"));
        Report report = new Evaluation(settings, Progress.NONE).run(SHOP, List.of(), scorers);
        for (String part : List.of("cold-asked.k0", "cold-asked.k10", "new-items-asked.all")) {
            assertThat(find(report, part + ".costly.auc")).as(part).isEqualTo(find(report, part + ".truth.auc"));
        }
        assertThat(find(report, "cold-asked.k3.costly-vs-truth.uauc").value()).isZero();
        assertThat(report.parts())
                .filteredOn(part -> part.protocol().endsWith("-asked"))
                .hasSize(6)
                .allSatisfy(part -> assertThat(part.rows()).isBetween(1, 4 * part.users()));
        assertThat(report.measurements()).noneMatch(m -> m.name().startsWith("cold.k0.costly"));
    }

    @Test
    void whatIsPooledOverCutsIsOfOneScorer() {
        Scorer costly = new Costly(Optional.of(SCORERS.get(1)));
        Report report = run(SHOP, List.of(SCORERS.getFirst(), SCORERS.get(1), SCORERS.get(2), costly), 1);
        for (String metric : List.of("auc", "uauc", "ndcg10")) {
            assertThat(find(report, "rolling.all.costly." + metric))
                    .isEqualTo(find(report, "rolling.all.mf." + metric));
            assertThat(find(report, "frozen.all.costly." + metric))
                    .isEqualTo(find(report, "frozen.all.truth." + metric));
        }
    }

    @Test
    void scorersShareThePartsThatTheyLearnFrom() {
        Set<Interactions> learnedFrom = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
        List<Scorer> scorers = Stream.of("one", "other")
                .map(name -> new Scorer() {
                    @Override
                    public String name() {
                        return name;
                    }

                    @Override
                    public Scale scale() {
                        return Scale.ORDER;
                    }

                    @Override
                    public Fitted fit(Interactions past) {
                        learnedFrom.add(past);
                        return () -> (user, item) -> 0;
                    }
                })
                .map(Scorer.class::cast)
                .toList();
        run(Made.rows("a x +", "b x -", "c y +", "d y -", "e x +", "f y -"), scorers, 1);
        assertThat(learnedFrom).hasSize(Evaluation.FOLDS);
    }

    @Test
    void threadsChangeNothing() {
        assertThat(run(SHOP, SCORERS, 3).measurements())
                .isEqualTo(run(SHOP, SCORERS, 1).measurements());
    }

    @Test
    void theOrderOfLinesDoesNotMatterWhereTimesDiffer() {
        InteractionsBuilder up = new InteractionsBuilder();
        InteractionsBuilder down = new InteractionsBuilder();
        for (int k = 0; k < 300; k++) {
            add(up, k);
            add(down, 299 - k);
        }
        List<Scorer> constant = List.of(SCORERS.get(1));
        assertThat(find(run(up.build(), constant, 1), "frozen.all.mf.auc"))
                .isEqualTo(find(run(down.build(), constant, 1), "frozen.all.mf.auc"));
    }

    private static void add(InteractionsBuilder builder, int k) {
        builder.add("u" + k % 7, "i" + k % 11, k % 3 == 0, 1, Instant.ofEpochSecond(k));
    }

    @Test
    void withoutTimesUsersAreFolded() {
        Interactions untimed = Made.rows(Stream.iterate(0, k -> k + 1)
                .limit(200)
                .map(k -> "u" + k % 20 + " i" + k % 9 + (k % 3 == 0 ? " +" : " -"))
                .toArray(String[]::new));
        Report report = run(untimed, List.of(SCORERS.get(1)), 2);
        assertThat(find(report, "folds.unknown.mf.auc").value()).isEqualTo(0.5);
        assertThat(find(report, "folds.half.mf.uauc").value()).isEqualTo(0.5);
        assertThat(report.notes()).singleElement().asString().contains("200 of 200", "folds of users");
    }

    @Test
    void rankingsThatWouldTakeTooLongAreOfAThousandUsersAndANoteSaysSo() {
        InteractionsBuilder many = new InteractionsBuilder();
        for (int k = 0; k < 30_000; k++) {
            many.add("u" + k % 1500, "i" + k % 22_000, true, 5, Instant.ofEpochSecond(k));
        }
        Report report = run(many.build(), List.of(SCORERS.get(1)), 2);
        assertThat(report.notes())
                .singleElement()
                .asString()
                .contains("1,000 of 1,500 users at 60%, 1,000 of 1,500 users at 70%, 1,000 of 1,500 users at 80%")
                .contains("to rank 22,000 items");
        assertThat(find(report, "rolling.all.mf.ndcg10").value()).isPositive();
        assertThat(run(SHOP, SCORERS, 1).notes()).isEmpty();
    }

    @Test
    void poorDataHaveDefinedAnswers() {
        List<Scorer> constant = List.of(SCORERS.get(1), SCORERS.get(2));
        assertThat(find(run(Made.rows("a x + 1"), constant, 1), "frozen.all.mf.auc")
                        .value())
                .isNaN();
        String[] likes = Stream.iterate(1, k -> k + 1)
                .limit(30)
                .map(k -> "u" + k % 4 + " i" + k + " + " + k)
                .toArray(String[]::new);
        Report oneClass = run(Made.rows(likes), constant, 1);
        assertThat(find(oneClass, "frozen.all.mf.uauc").value()).isNaN();
        assertThat(find(oneClass, "frozen.all.mf.ndcg10").value()).isPositive();
        String[] oneUser = Stream.iterate(1, k -> k + 1)
                .limit(30)
                .map(k -> "a i" + k + (k % 2 == 0 ? " + " : " - ") + k)
                .toArray(String[]::new);
        Interval single = find(run(Made.rows(oneUser), constant, 1), "frozen.all.mf.auc");
        assertThat(single.value()).isEqualTo(0.5);
        assertThat(single.low()).isNaN();
    }

    @Test
    void refusesWhatCannotBeEvaluated() {
        assertThatThrownBy(() -> run(new InteractionsBuilder().build(), SCORERS, 1))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("no interactions");
        Scorer broken = scorer("broken", Scorer.Scale.ORDER, (user, item) -> Double.NaN);
        assertThatThrownBy(() -> run(SHOP, List.of(broken), 2))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("broken scores u")
                .hasMessageContaining("NaN");
    }

    @Test
    void anErrorIsThrownAsItIs() {
        OutOfMemoryError full = new OutOfMemoryError("Java heap space");
        Scorer large = scorer("large", Scorer.Scale.ORDER, (user, item) -> {
            throw full;
        });
        assertThatThrownBy(() -> run(SHOP, List.of(large), 2)).isSameAs(full);
    }

    @Test
    void refusesScoresThatAreNoNumbersWhereverTheyComeFrom() {
        Scorer broken = scorer("broken", Scorer.Scale.ORDER, new Scorer.State() {
            private boolean supported;

            @Override
            public double score(int user, int item) {
                return supported ? Double.NaN : 0;
            }

            @Override
            public void support(Interactions events, int row) {
                supported = true;
            }
        });
        assertThatThrownBy(() -> run(SHOP, List.of(broken), 1))
                .as("after the first events of a newcomer")
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("broken scores u");
        assertThatThrownBy(() -> new SeededScores("all", SHOP, SHOP.slice(0, 2), Map.of("broken", List.of(new double[] {
                    1, Double.NaN
                }))))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("broken scores u");
    }

    @Test
    void tellsItsProgress() {
        AtomicInteger left = new AtomicInteger();
        Progress counting = new Progress() {
            @Override
            public void steps(int total) {
                left.addAndGet(total);
            }

            @Override
            public void done(String step) {
                left.decrementAndGet();
            }
        };
        new Evaluation(new EvaluationSettings(10, 1, 2, "mf", "mf"), counting).run(SHOP, List.of(), SCORERS);
        assertThat(left).hasValue(0);
    }
}
