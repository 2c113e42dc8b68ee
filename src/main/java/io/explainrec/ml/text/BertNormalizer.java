package io.explainrec.ml.text;

import java.text.Normalizer;

/**
 * BERT's normalisation (Devlin et al. 2019, arXiv 1810.04805): control characters go, white space becomes spaces, CJK
 * ideographs stand alone, and where asked accents go and letters become lower case, one by one.
 */
record BertNormalizer(boolean cleanText, boolean splitIdeographs, boolean stripAccents, boolean lowercase) {
    String normalize(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (cleanText && BertCharacters.DROPPED.contains(c)) {
                return;
            }
            if (cleanText && isWhitespace(c)) {
                out.append(' ');
            } else if (splitIdeographs && isIdeograph(c)) {
                out.append(' ').appendCodePoint(c).append(' ');
            } else {
                out.appendCodePoint(c);
            }
        });
        String result = out.toString();
        if (stripAccents) {
            StringBuilder bare = new StringBuilder(result.length());
            Normalizer.normalize(result, Normalizer.Form.NFD)
                    .codePoints()
                    .filter(c -> !BertCharacters.MARKS.contains(c))
                    .forEach(bare::appendCodePoint);
            result = bare.toString();
        }
        if (lowercase) {
            StringBuilder lower = new StringBuilder(result.length());
            // Letter by letter: a word's final sigma is no exception here, as in the reference.
            result.codePoints().map(Character::toLowerCase).forEach(lower::appendCodePoint);
            result = lower.toString();
        }
        return result;
    }

    static boolean isWhitespace(int c) {
        return c == '\t' || c == '\n' || c == '\r' || c == 0x0B || c == 0x0C || c == 0x85 || Character.isSpaceChar(c);
    }

    private static boolean isIdeograph(int c) {
        return c >= 0x4E00 && c <= 0x9FFF
                || c >= 0x3400 && c <= 0x4DBF
                || c >= 0x20000 && c <= 0x2A6DF
                || c >= 0x2A700 && c <= 0x2B73F
                || c >= 0x2B740 && c <= 0x2B81F
                || c >= 0x2B920 && c <= 0x2CEAF
                || c >= 0xF900 && c <= 0xFAFF
                || c >= 0x2F800 && c <= 0x2FA1F;
    }
}
