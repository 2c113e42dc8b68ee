package io.explainrec.knowledge;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What two snapshots say differently of one thing that at least one of them counts as found.
 *
 * @param before null where only the second says anything of it
 * @param after null where only the first does
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KnowledgeChange(KnowledgeEntry before, KnowledgeEntry after) {
    /**
     * What went, then what came or changed, each in its snapshot's order. Equal statements are no change.
     *
     * @param before entries of a snapshot that are findings in it or in the other
     * @param after those of the other
     */
    static List<KnowledgeChange> between(List<KnowledgeEntry> before, List<KnowledgeEntry> after) {
        Map<KnowledgeEntry.Key, KnowledgeEntry> first = byKey(before);
        Map<KnowledgeEntry.Key, KnowledgeEntry> second = byKey(after);
        Stream<KnowledgeChange> gone = before.stream()
                .filter(entry -> !second.containsKey(entry.key()))
                .map(entry -> new KnowledgeChange(entry, null));
        Stream<KnowledgeChange> come = after.stream()
                .map(entry -> new KnowledgeChange(first.get(entry.key()), entry))
                .filter(change -> change.before() == null
                        || !change.before().statement().equals(change.after().statement()));
        return Stream.concat(gone, come).toList();
    }

    private static Map<KnowledgeEntry.Key, KnowledgeEntry> byKey(List<KnowledgeEntry> entries) {
        return entries.stream()
                .collect(Collectors.toMap(
                        KnowledgeEntry::key, Function.identity(), (one, other) -> one, LinkedHashMap::new));
    }
}
