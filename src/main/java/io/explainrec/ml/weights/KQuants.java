package io.explainrec.ml.weights;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * llama.cpp's K-quants: blocks of 256 elements in groups of 16 or 32, which have scales of few bits below the half-precision
 * scale d of the block: x = (d s) q, or (d s) q - (dmin m). Bits of neighbouring elements lie in the same place of
 * neighbouring bytes; {@code h} counts halves of a block, {@code g} groups of 32. Products are taken in the order of the
 * reference (package gguf), so that results are equal to the last bit.
 */
final class KQuants {
    /** Elements of a block. */
    static final int ELEMENTS = 256;

    private static final int GROUP = 32;

    private KQuants() {}

    /** 16 scales and minima of 4 bits each, quants in 64 bytes, d, dmin. */
    static void twoBits(ByteBuffer block, FloatBuffer to) {
        int scales = block.position();
        int quants = scales + 16;
        float d = half(block, quants + 64);
        float dmin = half(block, quants + 66);
        for (int i = 0; i < ELEMENTS; i++) {
            int packed = block.get(scales + i / 16);
            float scale = d * (packed & 0x0F);
            float minimum = dmin * (packed >> 4 & 0x0F);
            to.put(scale * pair(block, quants, i) - minimum);
        }
        block.position(quants + 68);
    }

    /** Inverted high bits in 32 bytes, low bits in 64, 16 scales of 6 bits in 12, d; q from -4 to 3. */
    static void threeBits(ByteBuffer block, FloatBuffer to) {
        int high = block.position();
        int low = high + 32;
        int scales = low + 64;
        float d = half(block, scales + 12);
        for (int i = 0; i < ELEMENTS; i++) {
            int s = i / 16;
            int lowBits = block.get(scales + s % 8) >> 4 * (s / 8) & 0x0F;
            int highBits = block.get(scales + 8 + s % 4) >> 2 * (s / 4) & 3;
            float scale = d * ((lowBits | highBits << 4) - 32);
            int set = block.get(high + i % GROUP) >> i / GROUP & 1;
            to.put(scale * (pair(block, low, i) - 4 * (1 - set)));
        }
        block.position(scales + 14);
    }

    /** d, dmin, 8 scales and minima of 6 bits in 12 bytes, quants in 128. */
    static void fourBits(ByteBuffer block, FloatBuffer to) {
        int start = block.position();
        int quants = start + 16;
        for (int g = 0; g < ELEMENTS / GROUP; g++) {
            float scale = half(block, start) * scale(block, start + 4, g);
            float minimum = half(block, start + 2) * minimum(block, start + 4, g);
            for (int i = 0; i < GROUP; i++) {
                to.put(scale * nibble(block, quants, g, i) - minimum);
            }
        }
        block.position(quants + 128);
    }

    /** As with four bits, and before the quants their high bits in 32 bytes. */
    static void fiveBits(ByteBuffer block, FloatBuffer to) {
        int start = block.position();
        int high = start + 16;
        int quants = high + 32;
        for (int g = 0; g < ELEMENTS / GROUP; g++) {
            float scale = half(block, start) * scale(block, start + 4, g);
            float minimum = half(block, start + 2) * minimum(block, start + 4, g);
            for (int i = 0; i < GROUP; i++) {
                int fifth = block.get(high + i) >> g & 1;
                to.put(scale * (nibble(block, quants, g, i) | fifth << 4) - minimum);
            }
        }
        block.position(quants + 128);
    }

    /** Low four bits in 128 bytes, high two in 64, 16 scales of a signed byte each, d; q from -32 to 31. */
    static void sixBits(ByteBuffer block, FloatBuffer to) {
        int low = block.position();
        int high = low + 128;
        int scales = high + 64;
        float d = half(block, scales + 16);
        for (int i = 0; i < ELEMENTS; i++) {
            int h = i / 128;
            int lowBits = block.get(low + 64 * h + i % 64) >> 4 * (i % 128 / 64) & 0x0F;
            float scale = d * block.get(scales + i / 16);
            to.put(scale * ((lowBits | pair(block, high, i) << 4) - 32));
        }
        block.position(scales + 18);
    }

    /** Two bits of an element: each 32 bytes hold half a block, four groups one above the other. */
    private static int pair(ByteBuffer block, int at, int i) {
        return block.get(at + 32 * (i / 128) + i % GROUP) >> 2 * (i % 128 / GROUP) & 3;
    }

    /** Four bits of an element: each 32 bytes hold two groups. */
    private static int nibble(ByteBuffer block, int at, int g, int i) {
        return block.get(at + 32 * (g / 2) + i) >> 4 * (g % 2) & 0x0F;
    }

    /** Bytes 0 to 3 hold the scales of groups 0 to 3, and above them the high bits of groups 4 to 7, whose low ones are in 8 to 11. */
    private static int scale(ByteBuffer block, int at, int g) {
        int first = block.get(at + g % 4);
        return g < 4 ? first & 0x3F : block.get(at + 4 + g) & 0x0F | first >> 2 & 0x30;
    }

    /** As the scales, from byte 4 on, and in the high half of bytes 8 to 11. */
    private static int minimum(ByteBuffer block, int at, int g) {
        int first = block.get(at + 4 + g % 4);
        return g < 4 ? first & 0x3F : block.get(at + 4 + g) >> 4 & 0x0F | first >> 2 & 0x30;
    }

    private static float half(ByteBuffer block, int at) {
        return Float.float16ToFloat(block.getShort(at));
    }
}
