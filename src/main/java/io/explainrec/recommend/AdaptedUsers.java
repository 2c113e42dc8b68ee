package io.explainrec.recommend;

import io.explainrec.catalog.Domain;
import io.explainrec.catalog.Item;
import io.explainrec.catalog.ItemService;
import io.explainrec.inference.LanguageModel;
import io.explainrec.inference.ModelUnavailable;
import io.explainrec.ml.adapt.Support;
import io.explainrec.ml.adapt.UserHead;
import io.explainrec.platform.PersonalDataHolder;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What the last users' verdicts change in the language model's answer, in memory: computed when first asked for, and anew once the
 * user said something else.
 */
@ApplicationScoped
class AdaptedUsers implements PersonalDataHolder {
    private final LanguageModel models;
    private final ItemService items;
    private final Map<Whose, Adapted> last;

    AdaptedUsers(LanguageModel models, ItemService items, RecommendConfig config) {
        this.models = models;
        this.items = items;
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
     */
    private record Adapted(UUID of, UserHead head) {}

    /** For whom, by which model, and in which domain. */
    record Asked(String model, Domain domain, Requester requester) {}

    /**
     * A user's head.
     *
     * @param prompts as the model was taught to read them
     * @throws ModelUnavailable where it is not there yet and cannot be computed in time
     */
    UserHead head(Asked asked, Prompts prompts, Duration deadline) {
        Whose whose = new Whose(asked.requester.userId(), asked.domain.id());
        UUID of = digest(asked, prompts);
        synchronized (last) {
            Adapted known = last.get(whose);
            if (known != null && known.of.equals(of)) {
                return known.head;
            }
        }
        UserHead head = models.head(asked.model, support(asked, prompts), deadline);
        if (whose.user != null) {
            synchronized (last) {
                last.put(whose, new Adapted(of, head));
            }
        }
        return head;
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
