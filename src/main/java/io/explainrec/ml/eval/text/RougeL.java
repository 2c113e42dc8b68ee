package io.explainrec.ml.eval.text;

import java.util.Locale;
import java.util.regex.Pattern;

/** ROUGE-L (Lin 2004): F1 of the longest common subsequence, over lower-case runs of a-z and 0-9, without stemming. */
public final class RougeL {
    private static final Pattern OTHER = Pattern.compile("[^a-z0-9]+");

    private RougeL() {}

    /** F1 from 0 to 1; 0 where either has no such word. */
    public static double f1(String text, String reference) {
        String[] said = words(text);
        String[] wanted = words(reference);
        int common = common(said, wanted);
        return common == 0 ? 0 : 2.0 * common / (said.length + wanted.length);
    }

    private static String[] words(String text) {
        return Words.split(OTHER.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" "));
    }

    private static int common(String[] a, String[] b) {
        int[] row = new int[b.length + 1];
        for (String word : a) {
            int diagonal = 0;
            for (int j = 1; j <= b.length; j++) {
                int above = row[j];
                row[j] = word.equals(b[j - 1]) ? diagonal + 1 : Math.max(above, row[j - 1]);
                diagonal = above;
            }
        }
        return row[b.length];
    }
}
