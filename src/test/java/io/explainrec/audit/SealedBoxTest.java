package io.explainrec.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SealedBoxTest {
    private static final UUID ID = UUID.fromString("01920000-0000-7000-8000-000000000001");
    private static final byte[] PLAIN = "who asked, and why".getBytes(StandardCharsets.UTF_8);

    private final SealedBox box = new SealedBox(SealedBox.newKey());

    @Test
    void opensWhatItSealed() {
        assertThat(box.open(box.seal(PLAIN, ID), ID)).isEqualTo(PLAIN);
        assertThat(box.open(box.seal(new byte[0], ID), ID)).isEmpty();
    }

    @Test
    void neverSealsTwiceAlike() {
        assertThat(box.seal(PLAIN, ID)).isNotEqualTo(box.seal(PLAIN, ID));
    }

    @Test
    void noticesEveryChangedByte() {
        byte[] sealed = box.seal(PLAIN, ID);
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> box.open(changed, ID)).isInstanceOf(BrokenSeal.class);
        }
        for (int length : new int[] {0, 11, 12, 27, sealed.length - 1}) {
            assertThatThrownBy(() -> box.open(Arrays.copyOf(sealed, length), ID))
                    .isInstanceOf(BrokenSeal.class);
        }
    }

    @Test
    void isBoundToItsKeyAndItsId() {
        byte[] sealed = box.seal(PLAIN, ID);

        assertThatThrownBy(() -> new SealedBox(SealedBox.newKey()).open(sealed, ID))
                .isInstanceOf(BrokenSeal.class);
        assertThatThrownBy(() -> box.open(sealed, UUID.randomUUID())).isInstanceOf(BrokenSeal.class);
    }

    @Test
    void takesKeysOf256BitsAlone() {
        assertThatThrownBy(() -> new SealedBox(new byte[16]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("32");
    }
}
