package io.explainrec.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.platform.assets.Asset;
import io.explainrec.platform.assets.AssetException;
import io.explainrec.platform.assets.Assets;
import io.explainrec.platform.installation.Installation;
import io.explainrec.platform.postgres.TestInstallation;
import io.explainrec.platform.problem.Unavailable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextEncoderTest {
    @TempDir
    Path folder;

    @Test
    void refusesInPlainWordsAndNamesTheFileToOperatorsAlone() throws Exception {
        Asset asset = Assets.named(TextEncoder.ASSET);
        Path broken = folder.resolve(asset.name() + "-" + asset.version() + "-"
                        + asset.sha256().substring(0, 12))
                .resolve(asset.path());
        Files.createDirectories(broken);
        Files.writeString(broken.resolve("config.json"), "{ not json");
        TextEncoder encoder = new TextEncoder(new Assets(folder, (a, to) -> {}), Clock.systemUTC());

        ItemEncoders encoders = new ItemEncoders(encoder, null, null, new Installation(folder), Clock.systemUTC());

        assertThatThrownBy(() -> encoder.encodeNow("Heat"))
                .isInstanceOf(Unavailable.class)
                .hasMessageNotContaining(folder.toString());
        assertThat(encoder.trouble()).contains(broken.toString());
        assertThat(new ItemEncoderHealth(encoders).call().getStatus().name()).isEqualTo("DOWN");
        encoder.close();
    }

    @Test
    void triesAgainOnlyAfterAWhile() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        Assets assets = new Assets(folder, (asset, to) -> {
            tries.incrementAndGet();
            throw new AssetException("no network");
        });
        MovableClock clock = new MovableClock();
        TextEncoder encoder = new TextEncoder(assets, clock);

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> encoder.encode(List.of("Heat"))).isInstanceOf(Unavailable.class);
        }
        assertThat(tries).hasValue(1);

        clock.now = clock.now.plus(Duration.ofMinutes(2));
        assertThatThrownBy(() -> encoder.encode(List.of("Heat"))).isInstanceOf(Unavailable.class);
        assertThat(tries).hasValue(2);
        encoder.close();
    }

    @Test
    void makesVectorsOfTheDimensionThatIsRegistered() throws Exception {
        TextEncoder encoder = new TextEncoder(TestInstallation.assets(), Clock.systemUTC());

        assertThat(encoder.encodeNow("Heat")).hasSize(TextEncoder.DIMENSION);
        assertThat(encoder.trouble()).isNull();
        encoder.close();
        assertThatThrownBy(() -> encoder.encodeNow("Heat")).isInstanceOf(Unavailable.class);
    }

    private static final class MovableClock extends Clock {
        private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
