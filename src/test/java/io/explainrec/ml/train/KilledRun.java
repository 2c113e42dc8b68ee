package io.explainrec.ml.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A run that dies on its way and is begun again in its folder until it ends. */
final class KilledRun {
    private KilledRun() {}

    /** Begins a run in its folder, and dies before the first step. */
    static void begin(TrainingRun<?> begun) {
        try (begun) {
            assertThatThrownBy(() -> begun.run(
                            step -> {
                                throw new IllegalStateException("killed");
                            },
                            () -> false))
                    .hasMessage("killed");
        }
    }

    /**
     * Where the run's model is in the end.
     *
     * @param begun prepares the run, each time anew
     * @param deaths steps behind which it dies, in order, each once
     */
    static Path end(Supplier<TrainingRun<?>> begun, Integer... deaths) {
        List<Integer> left = new ArrayList<>(List.of(deaths));
        while (true) {
            try (TrainingRun<?> run = begun.get()) {
                Path end = run.run(
                        step -> {
                            if (!left.isEmpty() && step == left.getFirst()) {
                                left.removeFirst();
                                throw new IllegalStateException("killed");
                            }
                        },
                        () -> false);
                assertThat(left).as("deaths that were not died").isEmpty();
                return end;
            } catch (IllegalStateException killed) {
                assertThat(killed).hasMessage("killed");
            }
        }
    }
}
