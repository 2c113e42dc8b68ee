package io.explainrec.recommend;

import io.explainrec.catalog.Domain;
import io.explainrec.catalog.Item;
import io.explainrec.catalog.ItemService;
import io.explainrec.inference.LanguageModel;
import io.explainrec.inference.ModelUnavailable;
import io.explainrec.ml.adapt.Support;
import io.explainrec.ml.adapt.UserHead;
import io.explainrec.ml.adapt.UserToken;
import io.explainrec.platform.PersonalDataHolder;
import io.explainrec.recommend.AdaptationMemory.Whose;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * What the last users' verdicts change in the language model's answer, in memory: a head, computed when first asked for, and where the
 * model makes one a token, computed in the background; anew once the user said something else.
 */
@ApplicationScoped
class AdaptedUsers implements PersonalDataHolder {
    private static final Logger LOG = Logger.getLogger(AdaptedUsers.class);
    private static final int MOST_WAIT = 100;

    private final LanguageModel models;
    private final ItemService items;
    private final RecommendConfig config;
    private final TransactionSynchronizationRegistry transactions;
    private final AdaptationMemory memory;
    private final ThreadPoolExecutor background = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAIT),
            Thread.ofPlatform().daemon().name("user-tokens").factory());

    AdaptedUsers(
            LanguageModel models,
            ItemService items,
            RecommendConfig config,
            TransactionSynchronizationRegistry transactions) {
        this.transactions = transactions;
        this.models = models;
        this.items = items;
        this.config = config;
        memory = new AdaptationMemory(config.adaptedUsers());
    }

    /** For whom, by which model, with which snapshot of knowledge (null for none), and in which domain. */
    record Asked(String model, UUID knowledge, Domain domain, Requester requester) {}

    /**
     * What one request needs.
     *
     * @param prompts as the model was taught to read them
     */
    ForRequest about(Asked asked, Prompts prompts) {
        return new ForRequest(asked, prompts);
    }

    /** What one request needs of a user: a head, or a token. Not for several threads. */
    final class ForRequest {
        private final Asked asked;
        private final Prompts prompts;
        private final Whose whose;
        private UUID digest;

        private ForRequest(Asked asked, Prompts prompts) {
            this.asked = asked;
            this.prompts = prompts;
            whose = new Whose(asked.requester.userId(), asked.domain.id());
        }

        /**
         * The user's head.
         *
         * @throws ModelUnavailable where it is not there yet and cannot be computed in time
         */
        UserHead head(Duration deadline) {
            if (whose.user() == null) {
                return models.head(asked.model, support(), deadline);
            }
            UserHead known = memory.known(whose, of()).head();
            if (known != null) {
                return known;
            }
            UserHead head = models.head(asked.model, support(), deadline);
            memory.keep(whose, of(), head);
            return head;
        }

        /** The user's token; null where the model makes none, or the background has not come to it yet. */
        UserToken token() {
            return hasToken() ? memory.known(whose, of()).token() : null;
        }

        private boolean hasToken() {
            return whose.user() != null && config.adaptedUsers() > 0 && models.adaptsByToken(asked.model);
        }

        /**
         * Has the background make the token where the model makes some and there is none yet; for the end of a request, which would have
         * to wait for it before.
         */
        void beginToken() {
            if (!hasToken() || !memory.begin(whose, of())) {
                return;
            }
            boolean waits = false;
            try {
                background.execute(new Learning(whose, of(), asked.model, support()));
                waits = true;
            } catch (RejectedExecutionException full) {
                LOG.debug("A later request begins somebody's token: too many wait");
            } finally {
                if (!waits) {
                    memory.leave(whose, of());
                }
            }
        }

        /**
         * Digest of what makes an adaptation what it is: the model, the person and what they said, the items' vectors that the model reads, and
         * the knowledge that prompts tell. What others said of the items meanwhile may lag.
         */
        private UUID of() {
            if (digest == null) {
                String said = asked.requester.events().stream()
                        .map(event -> event.itemId()
                                + (event.liked() ? "+" : "-")
                                + event.told().second()
                                + event.reason()
                                + Arrays.hashCode(prompts.vectors().get(event.itemId())))
                        .collect(Collectors.joining(
                                "\n",
                                String.join("\n", asked.model, "" + asked.knowledge, "" + asked.requester.person(), ""),
                                ""));
                digest = UUID.nameUUIDFromBytes(said.getBytes(StandardCharsets.UTF_8));
            }
            return digest;
        }

        /** The newest verdicts in the domain, and what was before the first of them. */
        private Support support() {
            List<Requester.Event> all = asked.requester.events();
            List<Requester.Event> said =
                    Support.last(all, event -> event.domainId().equals(asked.domain.id()));
            Set<UUID> ids = said.stream().map(Requester.Event::itemId).collect(Collectors.toSet());
            Map<UUID, Item> found = items.byIds(ids);
            return new Support(
                    prompts.profile(Support.before(all, said)),
                    said.stream()
                            .map(event -> new Support.Said(
                                    prompts.judged(event, found.get(event.itemId()), whose.user() != null),
                                    event.liked()))
                            .toList());
        }
    }

    /** A token that the background makes, unless the person said something else or was erased meanwhile. */
    private final class Learning implements Runnable {
        private final Whose whose;
        private final UUID of;
        private final String model;
        private final Support support;

        Learning(Whose whose, UUID of, String model, Support support) {
            this.whose = whose;
            this.of = of;
            this.model = model;
            this.support = support;
        }

        @Override
        public void run() {
            UserToken token = null;
            try {
                token = models.token(model, support, config.tokenDeadline(), () -> memory.isBegun(whose, of));
            } catch (ModelUnavailable e) {
                LOG.debugf("No token was made of somebody: %s", e.getMessage());
            } finally {
                memory.end(whose, of, token);
            }
        }
    }

    @PreDestroy
    void close() {
        background.shutdownNow();
    }

    @Override
    public String part() {
        return "languageModelAdaptations";
    }

    /** Numbers that mean nothing to people, so that it is said alone in how many domains there are some. */
    @Override
    public Object export(UUID userId) {
        return Map.of("inMemory", memory.count(userId));
    }

    @Override
    @Transactional
    public Map<String, Long> erase(UUID userId) {
        long erased = memory.erase(userId);
        transactions.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {}

            @Override
            public void afterCompletion(int status) {
                if (status != Status.STATUS_COMMITTED) {
                    memory.readmit(userId);
                }
            }
        });
        background.getQueue().removeIf(task -> task instanceof Learning own && userId.equals(own.whose.user()));
        return Map.of("languageModelAdaptations", erased);
    }
}
