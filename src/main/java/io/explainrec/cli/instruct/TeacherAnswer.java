package io.explainrec.cli.instruct;

import io.explainrec.ml.text.InstructionFormat;
import java.util.Locale;

/**
 * A teacher's answer as a reason.
 *
 * @param text on one line, without quotation marks around it
 * @param refusal why it is not taken; null where it is
 */
record TeacherAnswer(String text, Refusal refusal) {
    private static final String MARKS = "\"'`\u201c\u201d\u00ab\u00bb";

    /** Why an answer is not taken. */
    enum Refusal {
        EMPTY,
        TOO_LONG,
        /** It says whether the item was liked, which the model is to predict from it. */
        VERDICT;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /**
     * @param words most words that are taken
     */
    static TeacherAnswer of(String given, int words) {
        String text = given.strip().replaceAll("\\s+", " ");
        while (text.length() > 1
                && MARKS.indexOf(text.charAt(0)) >= 0
                && MARKS.indexOf(text.charAt(text.length() - 1)) >= 0) {
            text = text.substring(1, text.length() - 1).strip();
        }
        if (text.codePoints().noneMatch(Character::isLetterOrDigit)) {
            return new TeacherAnswer(text, Refusal.EMPTY);
        }
        if (text.split(" ").length > words) {
            return new TeacherAnswer(text, Refusal.TOO_LONG);
        }
        return new TeacherAnswer(text, InstructionFormat.statesVerdict(text) ? Refusal.VERDICT : null);
    }
}
