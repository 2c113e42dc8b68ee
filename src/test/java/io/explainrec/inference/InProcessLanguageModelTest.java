package io.explainrec.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.explainrec.ml.text.Profile;
import io.explainrec.platform.assets.Asset;
import io.explainrec.platform.assets.AssetException;
import io.explainrec.platform.assets.Assets;
import io.explainrec.platform.identity.MovingClock;
import io.explainrec.platform.postgres.TestInstallation;
import io.explainrec.registry.added.SmallModel;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InProcessLanguageModelTest extends LanguageModelContract {
    private static final Profile NOBODY = new Profile("film", List.of());
    private static InProcessLanguageModel ready;

    @TempDir
    Path folder;

    @BeforeAll
    static void open() {
        // Room for all the callers who come at once in the contract.
        ready = started(TestInstallation.assets(), 4);
    }

    @AfterAll
    static void close() throws InterruptedException {
        ready.close();
    }

    @Override
    LanguageModel model() {
        return ready;
    }

    @Test
    void refusesCallsWhileItLoads() throws Exception {
        CountDownLatch fetched = new CountDownLatch(1);
        InProcessLanguageModel loading = new InProcessLanguageModel(
                new PublishedAlone(new Assets(folder, (asset, to) -> {
                    try {
                        fetched.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    throw new AssetException("no network");
                })),
                config(true, 2),
                Clock.systemUTC());
        loading.load(new StartupEvent());

        assertThatThrownBy(() -> loading.score(LanguageModel.BASE, NOBODY, many(1), PATIENCE))
                .isInstanceOf(ModelUnavailable.class)
                .hasMessageContaining("still loading");
        assertThat(new LanguageModelReadiness(loading).call().getData().orElseThrow())
                .containsEntry("state", "loading");
        assertThat(new LanguageModelHealth(loading).call().getStatus()).isEqualTo(Status.UP);
        fetched.countDown();
        loading.close();
    }

    @Test
    void saysWhichFileIsBrokenToOperatorsAlone() throws Exception {
        Asset asset = Assets.named("smollm2");
        Path file = folder.resolve(asset.name() + "-" + asset.version() + "-"
                        + asset.sha256().substring(0, 12))
                .resolve(asset.path());
        Files.createDirectories(file.getParent());
        Files.writeString(file, "GGUF, but not really");
        InProcessLanguageModel broken = started(new Assets(folder, (a, to) -> {}), 2);

        assertThatThrownBy(() -> broken.score(LanguageModel.BASE, NOBODY, many(1), PATIENCE))
                .isInstanceOf(ModelUnavailable.class)
                .hasMessageContaining("cannot be loaded")
                .hasMessageNotContaining(folder.toString());
        var health = new LanguageModelHealth(broken).call();
        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.getData().orElseThrow().get("cause").toString()).contains(file.toString());
        assertThat(new LanguageModelReadiness(broken).call().getStatus()).isEqualTo(Status.UP);
        broken.close();
    }

    @Test
    void oneThatWasRepairedIsTakenUpAfterAMinute() throws Exception {
        Path base = folder.resolve("base");
        var clock = new MovingClock();
        InProcessLanguageModel broken = started(new ModelFolders(folder, base), 4, clock);
        assertThat(broken.state().phase()).isEqualTo(ModelState.Phase.FAILED);

        SmallModel.write(base);
        broken.prepare(LanguageModel.BASE);
        clock.pass(Duration.ofSeconds(59));
        broken.prepare(LanguageModel.BASE);
        assertThat(broken.state().phase()).isEqualTo(ModelState.Phase.FAILED);
        clock.pass(Duration.ofSeconds(1));
        broken.prepare(LanguageModel.BASE);
        await(() -> broken.has(LanguageModel.BASE) && broken.state().phase() == ModelState.Phase.READY);
        assertThat(broken.score(LanguageModel.BASE, NOBODY, many(1), PATIENCE).logits())
                .hasSize(1);
        broken.close();
    }

    @Test
    void refusesCallsWhenItIsSwitchedOff() throws Exception {
        InProcessLanguageModel off = new InProcessLanguageModel(
                new PublishedAlone(TestInstallation.assets()), config(false, 2), Clock.systemUTC());
        off.load(new StartupEvent());

        assertThatThrownBy(() -> off.score(LanguageModel.BASE, NOBODY, many(1), PATIENCE))
                .isInstanceOf(ModelUnavailable.class)
                .hasMessageContaining("explainrec.inference.enabled");
        off.close();
    }

    @Test
    void refusesAtOnceWhatTheQueueHasNoPlaceOrNoTimeFor() {
        // One is computed and four wait; the sixth finds no place, nor does the fifth where it comes before the first
        // was taken up.
        // Where calls took long before, more are told that they would come too late.
        List<CompletableFuture<Throwable>> calls = IntStream.range(0, 6)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> catchThrowable(
                                () -> ready.score(LanguageModel.BASE, NOBODY, many(3000), Duration.ofSeconds(2))),
                        run -> Thread.ofVirtual().start(run)))
                .toList();

        assertThat(calls.stream().map(call -> call.join().getMessage()))
                .filteredOn(
                        message -> message.contains("busy: 4 calls wait") || message.contains("busy: with those who"))
                .hasSizeBetween(1, 5);
        assertThat(ready.score(LanguageModel.BASE, NOBODY, many(1), PATIENCE).logits())
                .as("callers who gave up leave no one in the queue")
                .hasSize(1);
    }

    @Test
    void stopsWhileCallersWait() throws Exception {
        InProcessLanguageModel stopping = started(TestInstallation.assets(), 2);
        List<CompletableFuture<Throwable>> calls = IntStream.range(0, 2)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> catchThrowable(() -> stopping.score(LanguageModel.BASE, NOBODY, many(3000), PATIENCE)),
                        run -> Thread.ofVirtual().start(run)))
                .toList();
        LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        long begin = System.nanoTime();

        stopping.close();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        calls.forEach(call -> assertThat(call.join()).isInstanceOf(ModelUnavailable.class));
        assertThatThrownBy(() -> stopping.score(LanguageModel.BASE, NOBODY, many(1), PATIENCE))
                .isInstanceOf(ModelUnavailable.class);
    }

    private static InProcessLanguageModel started(Assets assets, int queue) {
        return started(new PublishedAlone(assets), queue);
    }

    /** One that has loaded its active model, or failed to. */
    static InProcessLanguageModel started(ModelSource source, int queue) {
        return started(source, queue, Clock.systemUTC());
    }

    private static InProcessLanguageModel started(ModelSource source, int queue, Clock clock) {
        InProcessLanguageModel model = new InProcessLanguageModel(source, config(true, queue), clock);
        model.load(new StartupEvent());
        await(() -> model.state().phase() != ModelState.Phase.LOADING);
        return model;
    }

    static void await(BooleanSupplier done) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime()).as("within a minute").isLessThan(until);
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    private static InferenceConfig config(boolean enabled, int queue) {
        Map<String, String> settings = Map.of(
                "explainrec.inference.enabled", Boolean.toString(enabled),
                "explainrec.inference.queue", Integer.toString(queue));
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .withMapping(InferenceConfig.class)
                .build()
                .getConfigMapping(InferenceConfig.class);
    }
}
