package io.explainrec.embedding;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the encoder reads of an item: its title, its attribute values (by name of the attribute, in the shop's order within
 * one), its text. The most telling come first, since an encoder cuts long texts at their end.
 */
public final class ItemText {
    private ItemText() {}

    /** Parts that are empty leave nothing behind, so an item without text is read by its title. */
    public static String of(String title, Map<String, List<String>> attributes, String text) {
        String values = new TreeMap<>(attributes)
                .values().stream().flatMap(List::stream).collect(Collectors.joining(", "));
        return Stream.of(title, values, text)
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(". "));
    }
}
