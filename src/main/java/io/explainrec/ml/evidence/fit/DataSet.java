package io.explainrec.ml.evidence.fit;

import io.explainrec.ml.eval.EvaluationException;
import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.evidence.Grade;
import io.explainrec.ml.evidence.Knowledge;
import io.explainrec.ml.evidence.KnowledgeTables;
import io.explainrec.ml.evidence.LearnedTables.ItemName;
import io.explainrec.ml.evidence.Person;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Interactions, and what is known of their items and users: what a fit learns from, whether it was read from files or from SQL.
 *
 * @param items by number of the item
 * @param people by number of the user
 * @param scales of ratings, by domain; a domain without one has flags alone
 * @param vectors of the items, by number, each of length 1 or null; null where there are none at all
 * @param knowledge what the knowledge base said at some time
 */
public record DataSet(
        Interactions interactions,
        List<ItemFacts> items,
        List<Person> people,
        Map<String, Scale> scales,
        float[][] vectors,
        PastKnowledge knowledge) {
    public DataSet {
        if (items.size() != interactions.items() || people.size() != interactions.users()) {
            throw new EvaluationException("there are facts of " + items.size() + " items and " + people.size()
                    + " users; expected " + interactions.items() + " and " + interactions.users());
        }
        items = List.copyOf(items);
        people = List.copyOf(people);
        scales = Map.copyOf(scales);
    }

    /** Without a knowledge base. */
    public DataSet(
            Interactions interactions,
            List<ItemFacts> items,
            List<Person> people,
            Map<String, Scale> scales,
            float[][] vectors) {
        this(interactions, items, people, scales, vectors, PastKnowledge.NONE);
    }

    /**
     * What is known of an item beside what people think of it.
     *
     * @param retired from when on nobody was recommended it; null where it still is
     */
    public record ItemFacts(
            ItemName name, String title, Map<String, List<String>> attributes, String text, Instant retired) {
        /** One that is not retired. */
        public ItemFacts(ItemName name, String title, Map<String, List<String>> attributes, String text) {
            this(name, title, attributes, text, null);
        }

        boolean isRetired(long second) {
            return retired != null && retired.getEpochSecond() <= second;
        }
    }

    /** Least and greatest rating. */
    public record Scale(double low, double high) {}

    /** With these vectors of the items. */
    public DataSet with(float[][] ofTexts) {
        return new DataSet(interactions, items, people, scales, ofTexts, knowledge);
    }

    /** With a knowledge base. */
    public DataSet with(PastKnowledge counted) {
        return new DataSet(interactions, items, people, scales, vectors, counted);
    }

    /** How evidence knows an item. */
    public static UUID id(int item) {
        return Replay.item(item);
    }

    /** What the knowledge base said of a past, of these items. */
    Knowledge knowledgeOf(Interactions past) {
        KnowledgeTables said = knowledge.of(past);
        return said.subjects().isEmpty()
                ? Knowledge.NONE
                : new Knowledge(
                        said,
                        IntStream.range(0, items.size())
                                .mapToObj(i -> new Knowledge.Described(
                                        id(i),
                                        items.get(i).name().domain(),
                                        items.get(i).attributes()))
                                .toList());
    }

    /**
     * With titles that say nothing, and no texts: what a language model then loses is what it knew by heart of a title, or read out of it.
     * Attributes stay, and by people and a year it may know an item all the same.
     */
    public DataSet masked() {
        List<ItemFacts> nameless = IntStream.range(0, items.size())
                .mapToObj(i -> new ItemFacts(
                        items.get(i).name(),
                        "No. " + (i + 1),
                        items.get(i).attributes(),
                        "",
                        items.get(i).retired()))
                .toList();
        return new DataSet(interactions, nameless, people, scales, vectors, knowledge);
    }

    /** An item's vector; null where it has none. */
    public float[] vector(int item) {
        return vectors == null ? null : vectors[item];
    }

    /** The first so many percent of the rows. */
    public DataSet first(int percent) {
        int rows = (int) ((long) interactions.size() * percent / 100);
        return new DataSet(interactions.slice(0, rows), items, people, scales, vectors, knowledge);
    }

    /** The grade of a row, see {@link Grade}. */
    double grade(Interactions rows, int row) {
        Scale scale = scales.get(items.get(rows.item(row)).name().domain());
        return scale == null
                ? Grade.of(rows.liked(row))
                : Grade.of(rows.liked(row), rows.rating(row), scale.low, scale.high);
    }
}
