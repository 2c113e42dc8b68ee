package io.explainrec.ml.weights;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * Element types of model files: how many bytes a block of elements takes, and how it becomes float32. Quantised blocks are
 * llama.cpp's: 32 elements with a half-precision scale d, for some also a minimum m; the low nibbles of the bytes are the
 * first 16 elements, and of five bits the highest ones lie apart, in 4 bytes. Those of 256 elements are {@link KQuants}.
 */
enum TensorType {
    F32(1, 4) {
        @Override
        void dequantise(ByteBuffer block, FloatBuffer to) {
            to.put(block.getFloat());
        }
    },
    F16(1, 2) {
        @Override
        void dequantise(ByteBuffer block, FloatBuffer to) {
            to.put(half(block));
        }
    },
    BF16(1, 2) {
        @Override
        void dequantise(ByteBuffer block, FloatBuffer to) {
            to.put(Float.intBitsToFloat(block.getShort() << Short.SIZE));
        }
    },
    /** x = (q - 8) d. */
    Q4_0(32, 18) {
        @Override
        void dequantise(ByteBuffer block, FloatBuffer to) {
            float d = half(block);
            nibbles(block, to, d, -8 * d);
        }
    },
    /** x = q d + m. */
    Q4_1(32, 20) {
        @Override
        void dequantise(ByteBuffer block, FloatBuffer to) {
            float d = half(block);
            nibbles(block, to, d, half(block));
        }
    },
    /** x = (q - 16) d. */
    Q5_0(32, 22) {
        @Override
        void dequantise(ByteBuffer block, FloatBuffer to) {
            float d = half(block);
            fiveBits(block, to, d, -16 * d);
        }
    },
    /** x = q d + m. */
    Q5_1(32, 24) {
        @Override
        void dequantise(ByteBuffer block, FloatBuffer to) {
            float d = half(block);
            fiveBits(block, to, d, half(block));
        }
    },
    /** x = q d, q signed. */
    Q8_0(32, 34) {
        @Override
        void dequantise(ByteBuffer block, FloatBuffer to) {
            float d = half(block);
            for (int i = 0; i < 32; i++) {
                to.put(block.get() * d);
            }
        }
    },
    Q2_K(KQuants.ELEMENTS, 84) {
        @Override
        void dequantise(ByteBuffer block, FloatBuffer to) {
            KQuants.twoBits(block, to);
        }
    },
    Q3_K(KQuants.ELEMENTS, 110) {
        @Override
        void dequantise(ByteBuffer block, FloatBuffer to) {
            KQuants.threeBits(block, to);
        }
    },
    Q4_K(KQuants.ELEMENTS, 144) {
        @Override
        void dequantise(ByteBuffer block, FloatBuffer to) {
            KQuants.fourBits(block, to);
        }
    },
    Q5_K(KQuants.ELEMENTS, 176) {
        @Override
        void dequantise(ByteBuffer block, FloatBuffer to) {
            KQuants.fiveBits(block, to);
        }
    },
    Q6_K(KQuants.ELEMENTS, 210) {
        @Override
        void dequantise(ByteBuffer block, FloatBuffer to) {
            KQuants.sixBits(block, to);
        }
    };

    private final int elements;
    private final int bytes;

    TensorType(int elements, int bytes) {
        this.elements = elements;
        this.bytes = bytes;
    }

    /** Elements of one block. */
    int elements() {
        return elements;
    }

    /** Bytes of one block. */
    int bytes() {
        return bytes;
    }

    /** Reads one block at the buffer's position and writes its elements. */
    abstract void dequantise(ByteBuffer block, FloatBuffer to);

    private static float half(ByteBuffer buffer) {
        return Float.float16ToFloat(buffer.getShort());
    }

    private static void nibbles(ByteBuffer block, FloatBuffer to, float scale, float offset) {
        int at = block.position();
        for (int i = 0; i < 16; i++) {
            to.put((block.get(at + i) & 0x0F) * scale + offset);
        }
        for (int i = 0; i < 16; i++) {
            to.put((block.get(at + i) >> 4 & 0x0F) * scale + offset);
        }
        block.position(at + 16);
    }

    private static void fiveBits(ByteBuffer block, FloatBuffer to, float scale, float offset) {
        int high = block.getInt();
        int at = block.position();
        for (int i = 0; i < 32; i++) {
            int low = block.get(at + i % 16) >> 4 * (i / 16) & 0x0F;
            to.put((low | (high >> i & 1) << 4) * scale + offset);
        }
        block.position(at + 16);
    }
}
