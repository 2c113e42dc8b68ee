package io.explainrec.ml.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceTest {
    @Test
    void namesOne() {
        assertThat(Torch.device("cpu", () -> false)).isEqualTo(Device.cpu());
        assertThat(Torch.device("gpu:1", () -> true)).isEqualTo(Device.gpu(1));
        assertThat(Torch.device("gpu", () -> true)).isEqualTo(Device.gpu());
    }

    @Test
    void isTheEnginesChoiceWhereNoneIsNamed() {
        assertThat(Torch.device(null, () -> false)).isNull();
        assertThat(Torch.device(" ", () -> true)).isNull();
    }

    @Test
    void tellsWhatIsComputedOn() {
        assertThat(Torch.device()).matches("cpu|gpu:\\d+");
    }

    @Test
    void refusesACardWhereTheEngineCanUseNone() {
        assertThatThrownBy(() -> Torch.device("gpu", () -> false))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("EXPLAINREC_DEVICE is 'gpu'")
                .hasMessageContaining("docs/gpu.md");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cuda", "gpu:", "gpu:x", "GPU", "cpu,gpu"})
    void refusesOtherNames(String name) {
        assertThatThrownBy(() -> Torch.device(name, () -> true))
                .isInstanceOf(DeviceException.class)
                .hasMessage("EXPLAINREC_DEVICE is '" + name + "'; expected cpu, gpu, or gpu:1 for the second one");
    }
}
