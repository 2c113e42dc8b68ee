package io.explainrec.ml.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Spaces as the visible character U+2581, with which SentencePiece marks where words start.
 *
 * @param lead which stretches of a text get one in front
 * @param doubled whether a stretch that starts with a space gets another
 * @param split whether every mark starts a word that is merged by itself
 */
record SpaceMarks(Lead lead, boolean doubled, boolean split) {
    /** The mark. */
    static final char MARK = '\u2581';

    /** The text is marked already. */
    static final SpaceMarks NONE = new SpaceMarks(Lead.NO_STRETCH, false, false);

    /** Which of the stretches between added tokens. */
    enum Lead {
        EVERY_STRETCH,
        FIRST_STRETCH,
        NO_STRETCH
    }

    /** Spaces become marks, and one comes before the text. */
    static String prepended(String text) {
        return MARK + text.replace(' ', MARK);
    }

    /**
     * The words of a stretch, marked.
     *
     * @param first whether the text starts with it
     */
    List<String> words(String stretch, boolean first) {
        String marked = stretch.replace(' ', MARK);
        boolean leads = lead == Lead.EVERY_STRETCH || lead == Lead.FIRST_STRETCH && first;
        if (leads && (doubled || marked.charAt(0) != MARK)) {
            marked = MARK + marked;
        }
        if (!split) {
            return List.of(marked);
        }
        List<String> words = new ArrayList<>();
        int from = 0;
        for (int at = marked.indexOf(MARK, 1); at > 0; at = marked.indexOf(MARK, at + 1)) {
            words.add(marked.substring(from, at));
            from = at;
        }
        words.add(marked.substring(from));
        return words;
    }
}
