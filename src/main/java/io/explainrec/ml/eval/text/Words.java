package io.explainrec.ml.eval.text;

import java.util.Arrays;
import java.util.regex.Pattern;

/** Words between white space, as Python splits them: Java's own classes of white space differ at U+001C to U+0020 and U+0085. */
final class Words {
    static final String SPACE = "[\\t-\\r\\x1c- \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
    private static final Pattern SPACES = Pattern.compile(SPACE + "+");

    private Words() {}

    static String[] split(String text) {
        return Arrays.stream(SPACES.split(text)).filter(word -> !word.isEmpty()).toArray(String[]::new);
    }
}
