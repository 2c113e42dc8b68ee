package io.explainrec.recommend;

import io.explainrec.platform.problem.Faults;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Somebody who is no user yet and has said no more than this.
 *
 * @param likes ids of items of the domain, at most {@value #MOST_LIKES}, the first liked first; each counts once
 * @param ageBand as the shop writes it; null where it is not known, as is the gender
 */
public record Newcomer(String domain, List<String> likes, String ageBand, String gender) {
    public static final int MOST_LIKES = 5;

    public Newcomer {
        likes = likes == null ? List.of() : List.copyOf(new LinkedHashSet<>(likes));
    }

    void check() {
        Faults faults = new Faults().id("domain", domain);
        faults.check(
                likes.size() <= MOST_LIKES, "likes", "has " + likes.size() + " items; expected at most " + MOST_LIKES);
        likes.forEach(id -> faults.id("likes", id));
        faults.text("ageBand", ageBand, 200).text("gender", gender, 200).throwIfAny();
    }
}
