package io.explainrec.ml.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrossDomainTest {
    /** Twenty users with one row on "x" in each of two domains, and one who knows one domain alone. */
    private static Interactions data() {
        InteractionsBuilder builder = new InteractionsBuilder();
        for (int u = 0; u < 20; u++) {
            builder.add("u" + u, "books", "x", u % 2 == 0, Float.NaN, null);
            builder.add("u" + u, "movies", "x", u % 2 == 0, Float.NaN, null);
        }
        builder.add("reader", "books", "x", true, Float.NaN, null);
        return builder.build();
    }

    /** Scores a user by the likes that it was given of them, and remembers whom it learned from. */
    private record Listening(List<Interactions> learned) implements Scorer {
        @Override
        public String name() {
            return "listening";
        }

        @Override
        public Scale scale() {
            return Scale.ORDER;
        }

        @Override
        public Fitted fit(Interactions past) {
            learned.add(past);
            return () -> new State() {
                private final double[] likes = new double[past.users()];

                @Override
                public double score(int user, int item) {
                    return likes[user];
                }

                @Override
                public void support(Interactions events, int row) {
                    assertThat(past.usersPresent()[events.user(row)]).isFalse();
                    likes[events.user(row)] += events.liked(row) ? 1 : -1;
                }
            };
        }
    }

    @Test
    void itemsOfEqualIdsAreApart() {
        Interactions all = data();
        assertThat(all.items()).isEqualTo(2);
        assertThat(all.domains()).containsExactly("books", "movies");
        assertThat(all.itemName(0)).isEqualTo(all.itemName(1));
    }

    @Test
    void usersAreScoredByTheirRowsInTheOtherDomainAlone() {
        Interactions all = data();
        CrossDomain cross = new CrossDomain(all, new Folds(all, Evaluation.FOLDS));
        List<Interactions> learned = new ArrayList<>();
        double[][] scores = cross.score(new Listening(learned));
        assertThat(cross.targets()).containsExactly("books", "movies");
        assertThat(learned).hasSize(Evaluation.FOLDS);
        for (int t = 0; t < 2; t++) {
            Interactions rows = cross.rows(t);
            assertThat(rows.size()).as("without the one who knows one domain").isEqualTo(20);
            for (int r = 0; r < rows.size(); r++) {
                assertThat(rows.itemDomain(rows.item(r)))
                        .isEqualTo(cross.targets().get(t));
                assertThat(scores[t][r]).isEqualTo(rows.liked(r) ? 1 : -1);
            }
        }
    }

    @Test
    void ofManyDomainsThoseWithTheMostRowsAreScored() {
        InteractionsBuilder builder = new InteractionsBuilder();
        for (int u = 0; u < 20; u++) {
            for (int d = 0; d < 12; d++) {
                if (d != 3 && d != 7 || u < 10) {
                    builder.add("u" + u, "d" + (char) ('a' + d), "x", u % 2 == 0, Float.NaN, null);
                }
            }
        }
        Interactions all = builder.build();
        CrossDomain cross = new CrossDomain(all, new Folds(all, Evaluation.FOLDS));
        assertThat(cross.reached()).isEqualTo(12);
        assertThat(cross.targets()).containsExactly("da", "db", "dc", "de", "df", "dg", "di", "dj", "dk", "dl");
        assertThat(new Evaluation(new EvaluationSettings(20, 0, 1, "mf", "mf"), Progress.NONE)
                        .run(all, List.of(), List.of(new Listening(new ArrayList<>())))
                        .notes())
                .anyMatch(note -> note.contains("of the 12 domains that users share, the 10 with the most"));
    }

    @Test
    void isPartOfAReportWhereSomebodyKnowsTwoDomains() {
        var settings = new EvaluationSettings(20, 0, 1, "mf", "mf");
        List<Scorer> scorers = List.of(new Listening(new ArrayList<>()));
        Report report = new Evaluation(settings, Progress.NONE).run(data(), List.of(), scorers);
        assertThat(report.parts())
                .extracting(Report.PartSize::part)
                .containsExactly("unknown", "half", "to-books", "to-movies");
        assertThat(report.measurements())
                .filteredOn(m -> m.name().equals("cross-domain.to-movies.listening.auc"))
                .singleElement()
                .satisfies(m -> assertThat(m.interval().value()).isEqualTo(1));
        assertThat(report.timings()).hasSize(1);

        InteractionsBuilder apart = new InteractionsBuilder();
        apart.add("a", "books", "x", true, Float.NaN, null);
        apart.add("b", "movies", "x", true, Float.NaN, null);
        assertThat(new Evaluation(settings, Progress.NONE)
                        .run(apart.build(), List.of(), scorers)
                        .notes())
                .anyMatch(note -> note.contains("no user has rows in two of the 2 domains"));
    }
}
