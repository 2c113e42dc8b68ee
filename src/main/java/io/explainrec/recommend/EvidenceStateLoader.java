package io.explainrec.recommend;

import io.explainrec.embedding.EmbeddingService;
import io.explainrec.embedding.EncoderVersion;
import io.explainrec.inference.LanguageModel;
import io.explainrec.inference.ModelIdentity;
import io.explainrec.knowledge.KnowledgeConfig;
import io.explainrec.knowledge.KnowledgeService;
import io.explainrec.knowledge.Snapshot;
import io.explainrec.ml.evidence.ArtifactException;
import io.explainrec.ml.evidence.DecisionArtifact;
import io.explainrec.ml.evidence.DecisionLayer;
import io.explainrec.ml.evidence.EvidenceState;
import io.explainrec.ml.evidence.EvidenceStateBuilder;
import io.explainrec.ml.evidence.Knowledge;
import io.explainrec.ml.evidence.KnowledgeTables;
import io.explainrec.ml.evidence.Learned;
import io.explainrec.ml.evidence.LearnedTables;
import io.explainrec.ml.evidence.Provenance;
import io.explainrec.ml.evidence.Recency;
import io.explainrec.platform.Rest;
import io.explainrec.platform.postgres.ReadTransaction;
import io.explainrec.platform.postgres.Statements;
import io.explainrec.platform.problem.DatabaseFault;
import io.explainrec.recommend.layer.DecisionLayers;
import io.explainrec.recommend.layer.ShopItems;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/** The evidence state and the decision layer that serve, loaded from SQL and replaced in the background when interactions changed. */
@ApplicationScoped
public class EvidenceStateLoader {
    private static final Logger LOG = Logger.getLogger(EvidenceStateLoader.class);

    /** A load is followed by a pause of so many times its length, so that steady writes do not keep a processor busy. */
    private static final int PAUSE = 10;

    private final DataSource database;
    private final DecisionLayers layers;
    private final ShopItems items;
    private final LanguageModel models;
    private final EmbeddingService embeddings;
    private final KnowledgeService knowledge;
    private final KnowledgeConfig config;
    private final Clock clock;
    private volatile Loaded loaded;
    private String loadedMark = "";
    private DecisionLayers.Active serving;
    /** What was last found to be so; null where nothing was. */
    private DecisionLayers.Active unreadable;

    private ModelIdentity identity;
    private Active active = Active.FIRST;
    private Told told = Told.NOTHING;
    private final Rest rest = new Rest(System::nanoTime);

    EvidenceStateLoader(
            DataSource database,
            DecisionLayers layers,
            ShopItems items,
            LanguageModel models,
            EmbeddingService embeddings,
            KnowledgeService knowledge,
            KnowledgeConfig config,
            Clock clock) {
        this.database = database;
        this.layers = layers;
        this.items = items;
        this.models = models;
        this.embeddings = embeddings;
        this.knowledge = knowledge;
        this.config = config;
        this.clock = clock;
    }

    /**
     * A state, and the decision layer, language model and space that go with what it learned: they change together.
     *
     * @param asked name that the language model is asked by, which is not its identity's where it is the base
     * @param readsContent whether the layer was fitted in the space
     * @param knowledge the active snapshot; null where there is none
     */
    record Loaded(
            EvidenceState state,
            DecisionLayer decisions,
            String asked,
            ModelIdentity model,
            EncoderVersion space,
            boolean readsContent,
            UUID knowledge) {}

    /**
     * @param from null for the stated weights, which were fitted in no space and read any
     */
    private record Active(DecisionLayer decisions, LearnedTables tables, Provenance from) {
        static final Active FIRST = new Active(DecisionLayer.first(), null, null);

        boolean reads(EncoderVersion space) {
            return from == null || space.is(from.space());
        }
    }

    /**
     * The newest state. The first to ask after a start waits until it is loaded.
     *
     * @throws IllegalStateException where the database does not give it
     */
    public EvidenceState state() {
        return loaded().state();
    }

    /** The newest state with its decision layer; as {@link #state}. */
    Loaded loaded() {
        if (loaded == null) {
            refresh();
        }
        return loaded;
    }

    @Scheduled(every = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    synchronized void keepFresh() {
        if (!rest.isOver()) {
            return;
        }
        long begin = System.nanoTime();
        try {
            refresh();
        } catch (RuntimeException e) {
            // The state before goes on serving; a later round tries again.
            DatabaseFault.warnWhereAway(LOG, e);
        } finally {
            rest.begin(Duration.ofNanos(System.nanoTime() - begin).multipliedBy(PAUSE));
        }
    }

    /**
     * Loads anew where interactions came, went or changed since the last time, or items where a fitted layer knows some or the knowledge base speaks of their attributes, or
     * another decision layer, language model, space or snapshot of the knowledge base was activated. A language model is taken up, with the layer that was activated with it, once it is in memory.
     */
    public void refresh() {
        refresh(clock.instant());
    }

    /**
     * The same at a time.
     *
     * @param now what a wrong clock put later is counted as of this, or it would age everything else
     */
    synchronized void refresh(Instant now) {
        DecisionLayers.Active wanted = layers.active();
        models.prepare(wanted.model());
        if (serving == null || models.has(wanted.model())) {
            takeUp(wanted);
        }
        EncoderVersion space = embeddings.active();
        UUID snapshot = knowledge.active().map(Snapshot::id).orElse(null);
        String mark = mark(snapshot != null || serving.version().isPresent()) + "/" + serving + "/" + space.id() + "/"
                + snapshot;
        if (loaded == null || !mark.equals(loadedMark)) {
            Learned learned = active.tables == null ? Learned.NONE : new Learned(active.tables, items.ids()::get);
            EvidenceStateBuilder builder = load(learned.recency(), now);
            loaded = new Loaded(
                    state(builder, learned, snapshot),
                    active.decisions,
                    serving.model(),
                    identity,
                    space,
                    active.reads(space),
                    snapshot);
            if (!loaded.readsContent) {
                LOG.warnf(
                        "The decision layer %s was fitted in another space than %s, so that the content evidence is masked;"
                                + " './explainrec model fit' fits one in this.",
                        active.decisions.version(), space.name());
            }
            loadedMark = mark;
        }
    }

    private EvidenceState state(EvidenceStateBuilder builder, Learned learned, UUID snapshot) {
        LocalDate day = LocalDate.ofInstant(builder.asOf(), ZoneOffset.UTC);
        return builder.build(learned, knowledge(snapshot, day));
    }

    private Knowledge knowledge(UUID snapshot, LocalDate day) {
        if (snapshot == null) {
            return Knowledge.NONE;
        }
        if (!snapshot.equals(told.snapshot) || !day.equals(told.day)) {
            told = new Told(snapshot, day, knowledge.evidence(snapshot, day));
        }
        return new Knowledge(told.tables, items.described());
    }

    /** What a snapshot says on a day, which never changes. */
    private record Told(UUID snapshot, LocalDate day, KnowledgeTables tables) {
        static final Told NOTHING = new Told(null, null, null);
    }

    /** A layer and its model, both or none: one that cannot be read, since a newer program stored it, leaves what serves as it is. */
    private void takeUp(DecisionLayers.Active wanted) {
        if (wanted.equals(serving) || wanted.equals(unreadable)) {
            return;
        }
        try {
            Active next = wanted.version().map(this::active).orElse(Active.FIRST);
            serve(wanted);
            active = next;
            unreadable = null;
        } catch (ArtifactException e) {
            LOG.errorf(
                    "%s. %s goes on serving; './explainrec model activate first' goes back to the stated weights.",
                    e.getMessage(), active.decisions.version());
            unreadable = wanted;
            if (serving == null) {
                serve(DecisionLayers.Active.STATED);
            }
        }
    }

    private Active active(String version) {
        if (version.equals(active.decisions.version())) {
            return active;
        }
        DecisionArtifact artifact = layers.get(version);
        return new Active(artifact.layer(), artifact.tables(), artifact.provenance());
    }

    private void serve(DecisionLayers.Active wanted) {
        if (serving == null || !serving.model().equals(wanted.model())) {
            identity = models.identity(wanted.model());
        }
        serving = wanted;
    }

    /**
     * PostgreSQL's own counters of rows written, cheap at any size, and the newest event in case they were reset.
     *
     * @param ofItems whether items are read too: their words, or which of those that were learned of there are
     */
    private String mark(boolean ofItems) {
        String sql = """
                SELECT (SELECT max(seq) FROM interaction),
                       s.n_tup_ins + s.n_tup_upd + s.n_tup_del, u.n_tup_upd + u.n_tup_del,
                       i.n_tup_ins + i.n_tup_upd + i.n_tup_del
                FROM pg_stat_user_tables s, pg_stat_user_tables u, pg_stat_user_tables i
                WHERE s.relid = 'interaction'::regclass AND u.relid = 'app_user'::regclass AND i.relid = 'item'::regclass
                """;
        return new Statements(database)
                        .query(sql, row -> {
                            String interactions =
                                    String.join("/", row.getString(1), row.getString(2), row.getString(3));
                            return ofItems ? interactions + "/" + row.getString(4) : interactions;
                        })
                        .stream()
                        .findFirst()
                        .orElse("");
    }

    private EvidenceStateBuilder load(Recency recency, Instant now) {
        EvidenceStateBuilder builder = new EvidenceStateBuilder(recency);
        String sql = """
                SELECT n.user_id, u.age_band, u.gender, n.item_id, i.domain_id, n.liked, n.occurred_at
                FROM interaction n JOIN app_user u ON u.id = n.user_id JOIN item i ON i.id = n.item_id
                ORDER BY n.occurred_at, n.seq
                """;
        try (ReadTransaction reading = ReadTransaction.begin(database)) {
            reading.each(sql, row -> {
                Instant at = row.getTimestamp(7).toInstant();
                builder.add(
                        row.getObject(1, UUID.class),
                        config.person(row.getString(2), row.getString(3), null).groups(),
                        row.getObject(4, UUID.class),
                        row.getObject(5, UUID.class),
                        row.getBoolean(6),
                        at.isAfter(now) ? now : at);
            });
        }
        return builder;
    }
}
