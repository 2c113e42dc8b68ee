package io.explainrec.catalog.imports;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;

/** Lines as TALLRec writes them, with made-up titles. */
final class TallrecFile {
    private TallrecFile() {}

    /**
     * One line without its end.
     *
     * @param target its kind and its title in quotes
     */
    static String line(String liked, String disliked, String target, String output) {
        String input = "User Preference: " + liked + "\nUser Unpreference: " + disliked
                + "\nWhether the user will like the target " + target + "?";
        return new ObjectMapper()
                .valueToTree(Map.of("instruction", "Say Yes. or No.", "input", input, "output", output))
                .toString();
    }
}
