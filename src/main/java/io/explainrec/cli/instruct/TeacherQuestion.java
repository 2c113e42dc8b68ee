package io.explainrec.cli.instruct;

import io.explainrec.ml.instruct.InstructionRow;
import io.explainrec.ml.instruct.InstructionRow.Candidate;
import io.explainrec.ml.instruct.InstructionRow.Event;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a teacher is asked about a candidate. Of the user it learns what they said earlier of which titles, and nothing else.
 *
 * @param words most words of the answer
 */
record TeacherQuestion(int words) {
    /** Events of each verdict that are shown, the newest. */
    private static final int SHOWN = 10;

    /** Tokens of a word at most, in any language that is likely, so that what is cut off has too many words. */
    private static final int TOKENS_PER_WORD = 6;

    /** The same for all. */
    String instruction() {
        return "You write why somebody reacts to an item as they do, from their earlier reactions and the item's traits. Answer with"
                + " the reason alone, in at most " + words
                + " words, in plain language, about traits of the item. Do not say"
                + " whether it is liked or disliked, and use none of the words like, love, enjoy, hate, yes, no, not, never, good"
                + " and bad.";
    }

    int tokens() {
        return TOKENS_PER_WORD * words + TOKENS_PER_WORD;
    }

    String about(InstructionRow row, Candidate candidate) {
        return "Liked before: " + titles(row.history(), true) + "\nDisliked before: " + titles(row.history(), false)
                + "\nItem (" + row.itemKind() + "): " + candidate.title()
                + (candidate.attributes().isEmpty() ? "" : " (" + String.join(", ", candidate.attributes()) + ")")
                + "\nReaction: " + (candidate.liked() ? "liked" : "disliked") + "\nWhy?";
    }

    private static String titles(List<Event> history, boolean liked) {
        List<String> titles = history.stream()
                .filter(event -> event.liked() == liked)
                .map(Event::title)
                .toList();
        return titles.isEmpty()
                ? "nothing"
                : titles.stream().skip(Math.max(0, titles.size() - SHOWN)).collect(Collectors.joining("; "));
    }
}
