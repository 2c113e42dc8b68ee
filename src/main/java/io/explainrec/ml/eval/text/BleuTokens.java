package io.explainrec.ml.eval.text;

import java.util.regex.Pattern;

/**
 * The tokens that BLEU counts: mteval-v13a's, the default of sacrebleu (Post 2018). Case is kept. Digits and punctuation are ASCII's;
 * white space is what Python's {@code str.split} takes for it.
 */
final class BleuTokens {
    private static final Pattern SPACE = Pattern.compile(Words.SPACE + "+");
    private static final Pattern SYMBOL = Pattern.compile("([{-~\\[-` -&(-+:-@/])");
    private static final Pattern POINT_AFTER_NO_DIGIT = Pattern.compile("([^0-9])([.,])");
    private static final Pattern POINT_BEFORE_NO_DIGIT = Pattern.compile("([.,])([^0-9])");
    private static final Pattern DASH_AFTER_DIGIT = Pattern.compile("([0-9])(-)");
    private static final Pattern END = Pattern.compile(Words.SPACE + "+\\z");

    private BleuTokens() {}

    static String[] of(String text) {
        String line = END.matcher(text).replaceAll("");
        line = line.replace("<skipped>", "").replace("-\n", "").replace("\n", " ");
        line = line.replace("&quot;", "\"")
                .replace("&amp;", "&")
                .replace("&lt;", "<")
                .replace("&gt;", ">");
        line = SYMBOL.matcher(" " + line + " ").replaceAll(" $1 ");
        line = POINT_AFTER_NO_DIGIT.matcher(line).replaceAll("$1 $2 ");
        line = POINT_BEFORE_NO_DIGIT.matcher(line).replaceAll(" $1 $2");
        line = DASH_AFTER_DIGIT.matcher(line).replaceAll("$1 $2 ");
        return Words.split(SPACE.matcher(line).replaceAll(" "));
    }
}
