package io.explainrec.catalog.demo;

import java.util.List;
import java.util.Map;

/**
 * What was planted. Effects are added to the log-odds of a like.
 *
 * @param tastes favoured attribute values by user
 * @param groups effects of an attribute value on a demographic group
 * @param associations those who favour a value among films like or dislike a genre among books
 * @param seasons effects of a genre in some months
 */
public record DemoTruth(
        long seed,
        Map<String, List<String>> tastes,
        List<GroupTaste> groups,
        List<Association> associations,
        List<Season> seasons) {
    /** An effect of a value on everyone of an age band and gender, where given. */
    public record GroupTaste(String ageBand, String gender, String value, double effect) {}

    /** An effect on books of this genre, for users who favour the value among films. */
    public record Association(String filmValue, String bookGenre, double effect) {}

    /** An effect on films of this genre in these months, 1 to 12. */
    public record Season(String genre, List<Integer> months, double effect) {}
}
