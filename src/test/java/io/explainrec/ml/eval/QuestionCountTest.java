package io.explainrec.ml.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is counted before is what a scorer is then asked. */
class QuestionCountTest {
    private final AtomicLong rows = new AtomicLong();
    private final AtomicLong ranked = new AtomicLong();

    /** Counts what it is asked; nobody scores for it elsewhere. */
    private final Scorer counting = new Scorer() {
        @Override
        public String name() {
            return "counting";
        }

        @Override
        public Scale scale() {
            return Scale.ORDER;
        }

        @Override
        public Optional<Scorer> standIn() {
            return Optional.empty();
        }

        @Override
        public Fitted fit(Interactions past) {
            return () -> new State() {
                @Override
                public double score(int user, int item) {
                    return 0;
                }

                @Override
                public double[] score(Interactions scored) {
                    rows.addAndGet(scored.size());
                    return new double[scored.size()];
                }

                @Override
                public void scoreAll(int user, double[] scores) {
                    ranked.incrementAndGet();
                }
            };
        }
    };

    private void check(Interactions data, int asked) {
        var settings = new EvaluationSettings(10, 1, 2, null, null, asked, Set.of(), Map.of());
        new Evaluation(settings, Progress.NONE).run(data, List.of(), List.of(counting));
        check(QuestionCount.of(data, asked));
    }

    private void check(QuestionCount count) {
        assertThat(count.rows()).isPositive().isEqualTo(rows.getAndSet(0));
        assertThat(count.ranked()).isEqualTo((int) ranked.getAndSet(0));
    }

    @Test
    void inTime() {
        Interactions shop = Made.shop(100, 20, 20, 21);
        check(shop, 0);
        check(shop, 4);
        QuestionCount count = QuestionCount.of(shop, 0);
        assertThat(count.rows()).isEqualTo(shop.size() / 10);
        assertThat(count.ranked()).isPositive().isLessThan(count.users());
    }

    @Test
    void withoutTimes() {
        Interactions untimed = Made.rows(IntStream.range(0, 200)
                .mapToObj(k -> "u" + k % 20 + " i" + k % 9 + (k % 3 == 0 ? " +" : " -"))
                .toArray(String[]::new));
        check(untimed, 0);
        assertThat(QuestionCount.of(untimed, 0).users()).isEqualTo(20);
    }

    @Test
    void fromDomainToDomain() {
        InteractionsBuilder two = new InteractionsBuilder();
        for (int k = 0; k < 300; k++) {
            two.add(
                    "u" + k % 14,
                    k % 3 == 0 ? "books" : "films",
                    "i" + k % 11,
                    k % 4 == 0,
                    1,
                    Instant.ofEpochSecond(k));
        }
        check(two.build(), 0);
    }

    @Test
    void ofLines() {
        Interactions all = Made.rows("a x +", "b y -", "c x +", "c y -", "d x +", "d y -");
        LineData lines = new LineData(
                all,
                all.slice(0, 2),
                List.of(new LineData.Part(
                        "valid",
                        all.select(new int[] {2, 4}),
                        all.select(new int[] {3, 5}),
                        all.select(new int[] {3, 5}),
                        true)),
                List.of());
        new Evaluation(new EvaluationSettings(10, 1, 1, null, null), Progress.NONE).run(lines, List.of(counting));
        check(QuestionCount.of(lines));
    }
}
