package io.explainrec.ml.evidence;

import io.explainrec.ml.evidence.LearnedTables.Factors;
import io.explainrec.ml.evidence.LearnedTables.ItemName;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * What the last fit learned, by item. Immutable: it stays as it is until the next fit, while what a user does is folded in at
 * once, see {@link #about}.
 */
public final class Learned {
    /** Nothing was fitted yet. */
    public static final Learned NONE = new Learned(
            new LearnedTables(
                    List.of(),
                    0,
                    new int[0],
                    new float[0],
                    new float[0],
                    Map.of(),
                    List.of(),
                    new int[0][],
                    new float[0][],
                    new int[0][],
                    new float[0][],
                    List.of(),
                    new int[0][],
                    List.of(),
                    new int[0][],
                    new float[0][],
                    new int[0][],
                    new int[0][],
                    List.of(),
                    Map.of(),
                    null,
                    List.of(),
                    null),
            name -> null);

    private final LearnedTables tables;
    private final Map<UUID, Integer> index = new HashMap<>();
    /** Likes by number of {@link LearnedTables#people}, and by item. */
    private final double[] likesOfPeople;

    /** Years, likewise. */
    private final double[] agesOfPeople;

    private final double[] likesOfItems;
    private final double likes;

    /**
     * @param ids by name of an item; null where the shop has it no more
     */
    public Learned(LearnedTables tables, Function<ItemName, UUID> ids) {
        this.tables = tables;
        for (int i = 0; i < tables.items().size(); i++) {
            UUID id = ids.apply(tables.items().get(i));
            if (id != null) {
                index.put(id, i);
            }
        }
        likesOfPeople = new double[tables.people().size()];
        agesOfPeople = tables.people().stream().mapToDouble(Person::age).toArray();
        likesOfItems = new double[tables.items().size()];
        double sum = 0;
        for (int i = 0; i < likesOfItems.length; i++) {
            for (int k = 0; k < tables.spoke()[i].length; k++) {
                likesOfPeople[tables.spoke()[i][k]] += tables.likes()[i][k];
                likesOfItems[i] += tables.likes()[i][k];
            }
            sum += likesOfItems[i];
        }
        likes = sum;
    }

    /** Items of the tables that the shop knows. */
    public int known() {
        return index.size();
    }

    /** How fast what is popular changes. */
    public Recency recency() {
        return tables.recency() == null ? Recency.STATED : tables.recency();
    }

    LearnedTables tables() {
        return tables;
    }

    Integer number(UUID item) {
        return index.get(item);
    }

    double likesOfPeople(int people) {
        return likesOfPeople[people];
    }

    /** How alike somebody is to people of each number. */
    double[] likeness(Person person) {
        double age = person.age();
        double[] likeness = new double[agesOfPeople.length];
        Arrays.setAll(likeness, k -> person.likeness(age, tables.people().get(k), agesOfPeople[k]));
        return likeness;
    }

    /** The item's share of all likes, a fifth of a like added. */
    double shareOfLikes(int item) {
        return (likesOfItems[item] + SMOOTHING) / (likes + SMOOTHING * likesOfItems.length);
    }

    private static final double SMOOTHING = 0.2;

    /** The vectors that a person's traits add up to, level first. */
    static double[] prior(Factors factors, Person person) {
        double[] sum = null;
        for (String trait : person.traits()) {
            float[] vector = factors.traits().get(trait);
            if (vector != null) {
                sum = sum == null ? new double[vector.length] : sum;
                for (int a = 0; a < vector.length; a++) {
                    sum[a] += vector[a];
                }
            }
        }
        return sum;
    }

    /** What there is to say for one user. */
    Reader about(History history) {
        return tables.items().isEmpty() ? Reader.NOTHING : new LearnedOfUser(this, history);
    }

    /** What was learned, read for one user. */
    interface Reader {
        Reader NOTHING = new Reader() {
            @Override
            public void values(UUID item, String domain, double[] values) {}

            @Override
            public List<UUID> because(EvidenceSource source, UUID item, double value) {
                return List.of();
            }
        };

        /**
         * Fills in the values of the sources that have something to say.
         *
         * @param domain of the item; null where nothing was learned of it
         */
        void values(UUID item, String domain, double[] values);

        /** Items of the history that a value rests on, strongest first. */
        List<UUID> because(EvidenceSource source, UUID item, double value);
    }
}
