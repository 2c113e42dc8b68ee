package io.explainrec.recommend.layer;

import io.explainrec.catalog.ItemAttributes;
import io.explainrec.embedding.EmbeddingService;
import io.explainrec.embedding.EncoderVersion;
import io.explainrec.knowledge.KnowledgeConfig;
import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.InteractionsBuilder;
import io.explainrec.ml.evidence.LearnedTables.ItemName;
import io.explainrec.ml.evidence.Person;
import io.explainrec.ml.evidence.fit.DataSet;
import io.explainrec.ml.evidence.fit.DataSet.ItemFacts;
import io.explainrec.ml.evidence.fit.DataSet.Scale;
import io.explainrec.platform.postgres.ReadTransaction;
import io.explainrec.platform.postgres.Statements;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Timestamp;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/** The shop's interactions as a fit reads them: in the order (time, arrival), every verdict, as the state that serves counts them. */
@ApplicationScoped
public class ShopInteractions {
    private final DataSource database;
    private final EmbeddingService embeddings;
    private final KnowledgeConfig config;

    ShopInteractions(DataSource database, EmbeddingService embeddings, KnowledgeConfig config) {
        this.database = database;
        this.embeddings = embeddings;
        this.config = config;
    }

    /** How many there are. */
    long count() {
        return new Statements(database)
                .query("SELECT count(*) FROM interaction", row -> row.getLong(1))
                .getFirst();
    }

    /** The space that serves. */
    EncoderVersion space() {
        return embeddings.active();
    }

    /** Reads them all, with what is known of their items and users, as of one moment, and then vectors of the space that serves. */
    public DataSet load() {
        return load(space());
    }

    /** The same with vectors of a space. */
    DataSet load(EncoderVersion space) {
        Reading reading;
        DataSet data;
        try (ReadTransaction transaction = ReadTransaction.begin(database)) {
            reading = new Reading(transaction);
            data = reading.read();
        }
        return data.with(reading.vectors(data, space));
    }

    private final class Reading {
        private final ReadTransaction transaction;
        private final InteractionsBuilder builder = new InteractionsBuilder();
        private final Map<String, Person> people = new HashMap<>();
        private final Map<ItemName, ItemFacts> facts = new HashMap<>();
        private final Map<ItemName, UUID> ids = new HashMap<>();
        private final Map<String, Scale> scales = new HashMap<>();

        Reading(ReadTransaction transaction) {
            this.transaction = transaction;
        }

        DataSet read() {
            transaction.each(
                    "SELECT name, rating_low, rating_high FROM domain WHERE rating_low < rating_high",
                    row -> scales.put(row.getString(1), new Scale(row.getFloat(2), row.getFloat(3))));
            transaction.each(
                    "SELECT namespace, external_id, age_band, gender, occupation FROM app_user",
                    row -> people.put(
                            name(row.getString(1), row.getString(2)),
                            config.person(row.getString(3), row.getString(4), row.getString(5))));
            transaction.each("""
                    SELECT d.name, i.external_id, i.title, i.attributes::text, i.text, i.id, i.retired_at
                    FROM item i JOIN domain d ON d.id = i.domain_id
                    """, row -> {
                ItemName name = new ItemName(row.getString(1), row.getString(2));
                ids.put(name, row.getObject(6, UUID.class));
                Timestamp retired = row.getTimestamp(7);
                facts.put(
                        name,
                        new ItemFacts(
                                name,
                                row.getString(3),
                                ItemAttributes.read(row.getString(4)),
                                row.getString(5),
                                retired == null ? null : retired.toInstant()));
            });
            transaction.each("""
                    SELECT u.namespace, u.external_id, d.name, i.external_id, n.liked, n.rating, n.occurred_at
                    FROM interaction n JOIN app_user u ON u.id = n.user_id JOIN item i ON i.id = n.item_id
                      JOIN domain d ON d.id = i.domain_id
                    ORDER BY n.occurred_at, n.seq
                    """, row -> {
                Float rating = row.getObject(6, Float.class);
                builder.add(
                        name(row.getString(1), row.getString(2)),
                        row.getString(3),
                        row.getString(4),
                        row.getBoolean(5),
                        rating == null ? Float.NaN : rating,
                        row.getTimestamp(7).toInstant());
            });
            // What nobody judged yet is described, and told of, by its attributes and by people alike.
            facts.keySet().stream()
                    .sorted(Comparator.comparing(ItemName::domain).thenComparing(ItemName::id))
                    .forEach(name -> builder.item(name.domain(), name.id()));
            Interactions all = builder.build();
            return new DataSet(
                    all,
                    IntStream.range(0, all.items())
                            .mapToObj(i -> facts.get(new ItemName(all.itemDomain(i), all.itemName(i))))
                            .toList(),
                    IntStream.range(0, all.users())
                            .mapToObj(u -> people.get(all.userName(u)))
                            .toList(),
                    scales,
                    null);
        }

        /** Vectors of the items; null where one has none yet. */
        float[][] vectors(DataSet data, EncoderVersion space) {
            List<UUID> own =
                    data.items().stream().map(item -> ids.get(item.name())).toList();
            Map<UUID, float[]> found = embeddings.vectors(space, own);
            return own.stream().map(found::get).toArray(float[][]::new);
        }
    }

    /** A user's one name; no id has a tab in it. */
    static String name(String namespace, String id) {
        return namespace + "\t" + id;
    }
}
