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
        assertThat(Torch.device("cpu")).isEqualTo(Device.cpu());
        assertThat(Torch.device("gpu:1")).isEqualTo(Device.gpu(1));
        assertThat(Torch.device("gpu")).isEqualTo(Device.gpu());
    }

    @Test
    void isTheEnginesChoiceWhereNoneIsNamed() {
        assertThat(Torch.device(null)).isNull();
        assertThat(Torch.device(" ")).isNull();
    }

    @Test
    void tellsWhatIsComputedOn() {
        assertThat(Torch.device()).matches("cpu|gpu:\\d+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cuda", "gpu:", "gpu:x", "GPU", "cpu,gpu"})
    void refusesOtherNames(String name) {
        assertThatThrownBy(() -> Torch.device(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("EXPLAINREC_DEVICE is '" + name + "'; expected cpu, gpu, or gpu:1 for the second one");
    }
}
