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
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
    /** Guards {@link #begun} as well. */
    private final Map<Whose, Adapted> last;

    /** Tokens that the background has before it, by the digest that they are of. */
    private final Map<Whose, UUID> begun = new HashMap<>();

    private final ThreadPoolExecutor background = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAIT),
            Thread.ofPlatform().daemon().name("user-tokens").factory());

    AdaptedUsers(LanguageModel models, ItemService items, RecommendConfig config) {
        this.models = models;
        this.items = items;
        this.config = config;
        int most = config.adaptedUsers();
        last = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Whose, Adapted> eldest) {
                return size() > most;
            }
        };
    }

    private record Whose(UUID user, UUID domain) {}

    /**
     * @param of digest of the model, of all that the user said, and of the items' vectors that the model reads
     * @param head null until it was asked for
     * @param token null until the background came to it
     */
    private record Adapted(UUID of, UserHead head, UserToken token) {
        Adapted with(UserHead head) {
            return new Adapted(of, head, token);
        }

        Adapted with(UserToken token) {
            return new Adapted(of, head, token);
        }
    }

    /** For whom, by which model, and in which domain. */
    record Asked(String model, Domain domain, Requester requester) {
        private Whose whose() {
            return new Whose(requester.userId(), domain.id());
        }
    }

    /**
     * A user's head.
     *
     * @param prompts as the model was taught to read them
     * @throws ModelUnavailable where it is not there yet and cannot be computed in time
     */
    UserHead head(Asked asked, Prompts prompts, Duration deadline) {
        Whose whose = asked.whose();
        UUID of = digest(asked, prompts);
        UserHead known = known(whose, of).head;
        if (known != null) {
            return known;
        }
        UserHead head = models.head(asked.model, support(asked, prompts), deadline);
        if (whose.user != null) {
            synchronized (last) {
                last.put(whose, known(whose, of).with(head));
            }
        }
        return head;
    }

    /** What is known of somebody who said this; nothing where it was something else. */
    private Adapted known(Whose whose, UUID of) {
        synchronized (last) {
            Adapted known = last.get(whose);
            return known != null && known.of.equals(of) ? known : new Adapted(of, null, null);
        }
    }

    /**
     * A user's token; null where the model makes none, or the background, which begins it then, has not come to it yet.
     *
     * @param prompts as the model was taught to read them
     */
    UserToken token(Asked asked, Prompts prompts) {
        Whose whose = asked.whose();
        if (whose.user == null || config.adaptedUsers() == 0 || !models.adaptsByToken(asked.model)) {
            return null;
        }
        UUID of = digest(asked, prompts);
        synchronized (last) {
            Adapted known = known(whose, of);
            if (known.token != null || of.equals(begun.get(whose))) {
                return known.token;
            }
            begun.put(whose, of);
            last.put(whose, known);
        }
        boolean waits = false;
        try {
            Support support = support(asked, prompts);
            background.execute(() -> learn(whose, of, asked.model, support));
            waits = true;
        } catch (RejectedExecutionException full) {
            LOG.debug("A later request begins somebody's token: too many wait");
        } finally {
            if (!waits) {
                end(whose, of);
            }
        }
        return null;
    }

    private void learn(Whose whose, UUID of, String model, Support support) {
        try {
            UserToken token = models.token(model, support, config.tokenDeadline());
            synchronized (last) {
                // Not where the person was erased meanwhile, or said something else.
                last.computeIfPresent(whose, (w, known) -> known.of.equals(of) ? known.with(token) : known);
            }
        } catch (ModelUnavailable e) {
            LOG.debugf("No token was made of somebody: %s", e.getMessage());
        } finally {
            end(whose, of);
        }
    }

    private void end(Whose whose, UUID of) {
        synchronized (last) {
            begun.remove(whose, of);
        }
    }

    @PreDestroy
    void close() {
        background.shutdownNow();
    }

    private static UUID digest(Asked asked, Prompts prompts) {
        String said = asked.requester.events().stream()
                .map(event -> event.itemId()
                        + (event.liked() ? "+" : "-")
                        + event.told().second()
                        + event.reason()
                        + Arrays.hashCode(prompts.vectors().get(event.itemId())))
                .collect(Collectors.joining("\n", asked.model + "\n", ""));
        return UUID.nameUUIDFromBytes(said.getBytes(StandardCharsets.UTF_8));
    }

    /** The newest verdicts in the domain, and what was before the first of them. */
    private Support support(Asked asked, Prompts prompts) {
        List<Requester.Event> all = asked.requester.events();
        List<Requester.Event> said = all.stream()
                .filter(event -> event.domainId().equals(asked.domain.id()))
                .toList();
        said = said.subList(Math.max(0, said.size() - Support.MOST), said.size());
        List<Requester.Event> before = said.isEmpty() ? all : all.subList(0, all.indexOf(said.getFirst()));
        Set<UUID> ids = said.stream().map(Requester.Event::itemId).collect(Collectors.toSet());
        Map<UUID, Item> found = items.byIds(ids);
        return new Support(
                prompts.profile(before),
                said.stream()
                        .map(event -> new Support.Said(
                                prompts.candidate(
                                        event.itemId(),
                                        event.title(),
                                        found.get(event.itemId()).attributes()),
                                event.liked()))
                        .toList());
    }

    @Override
    public String part() {
        return "languageModelAdaptations";
    }

    /** Numbers that mean nothing to people, so that it is said alone in how many domains there are some. */
    @Override
    public Object export(UUID userId) {
        synchronized (last) {
            return Map.of(
                    "inMemory",
                    last.keySet().stream()
                            .filter(whose -> userId.equals(whose.user))
                            .count());
        }
    }

    @Override
    public Map<String, Long> erase(UUID userId) {
        synchronized (last) {
            long before = last.size();
            last.keySet().removeIf(whose -> userId.equals(whose.user));
            return Map.of("languageModelAdaptations", before - last.size());
        }
    }
}
