package io.explainrec.ml.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The alphabet of byte-level BPE: each byte is one printable character, itself where it is printable in Latin-1, else the
 * next free one from U+0100 on (Radford et al. 2019, GPT-2).
 */
final class ByteAlphabet {
    private static final int SIZE = 256;
    private static final char[] OF_BYTE = new char[SIZE];
    private static final int[] OF_CHARACTER = new int[2 * SIZE];

    static {
        int next = SIZE;
        for (int b = 0; b < SIZE; b++) {
            boolean printable = b >= '!' && b <= '~' || b >= 0xA1 && b <= 0xAC || b >= 0xAE;
            OF_BYTE[b] = (char) (printable ? b : next++);
        }
        Arrays.fill(OF_CHARACTER, -1);
        for (int b = 0; b < SIZE; b++) {
            OF_CHARACTER[OF_BYTE[b]] = b;
        }
    }

    private ByteAlphabet() {}

    /** The text's UTF-8 bytes in the alphabet; a lone surrogate counts as U+FFFD. */
    static String encode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        char[] letters = new char[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            letters[i] = OF_BYTE[bytes[i] & 0xFF];
        }
        return new String(letters);
    }

    /** The bytes that these letters stand for; a character outside the alphabet stands for its own UTF-8 bytes. */
    static void decode(String letters, ByteArrayOutputStream to) {
        letters.codePoints().forEach(c -> {
            if (c < OF_CHARACTER.length && OF_CHARACTER[c] >= 0) {
                to.write(OF_CHARACTER[c]);
            } else {
                to.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
            }
        });
    }
}
