package io.explainrec.platform.assets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WheelTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"../outside", "a/../../outside", "/tmp/explainrec-outside"})
    void writesNothingOutsideItsFolder(String entry) throws IOException {
        Path wheel = SmallWheel.write(folder.resolve("evil.whl"), Map.of(entry, "evil"));
        Path target = folder.resolve("assets/evil");

        assertThatThrownBy(() -> Wheel.unpack(wheel, target))
                .isInstanceOf(AssetException.class)
                .hasMessageContaining(entry);
        assertThat(target).doesNotExist();
        assertThat(folder.resolve("assets/outside")).doesNotExist();
        assertThat(folder.resolve("outside")).doesNotExist();
    }

    @Test
    void saysWhichFileCannotBeRead() {
        Path absent = folder.resolve("absent.whl");

        assertThatThrownBy(() -> Wheel.sha256(absent))
                .isInstanceOf(AssetException.class)
                .hasMessageContaining(absent.toString());
    }
}
