package io.explainrec.catalog.imports;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import java.time.Duration;

/** How imports are bounded. */
@ConfigMapping(prefix = "explainrec.imports")
public interface ImportConfig {
    /** Bytes that an uploaded archive may unpack to. */
    @WithDefault("8000000000")
    @Positive
    long unpackedBytes();

    /** Bytes of an uploaded archive; above 1 GiB raise `quarkus.http.limits.max-body-size` too. */
    @WithDefault("1000000000")
    @Min(1)
    long archiveBytes();

    /** How often it is looked for archives that wait; "off" for never. */
    @WithDefault("2s")
    String lookEvery();

    /** How long refused rows can be read; they may name people. */
    @WithDefault("P30D")
    Duration failuresKept();
}
