package io.explainrec.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.explainrec.platform.NamedDataHolder;
import io.explainrec.platform.PersonalDataHolder;
import io.explainrec.platform.problem.NotFound;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** A person's two rights: to have all that is held of them, and to have it gone. Both ask every room. */
@ApplicationScoped
public class ErasureService {
    private final Instance<PersonalDataHolder> holders;
    private final Instance<NamedDataHolder> named;
    private final EntityManager entities;
    private final ObjectMapper json;
    private final Clock clock;

    ErasureService(
            @Any Instance<PersonalDataHolder> holders,
            @Any Instance<NamedDataHolder> named,
            EntityManager entities,
            ObjectMapper json,
            Clock clock) {
        this.holders = holders;
        this.named = named;
        this.entities = entities;
        this.json = json;
        this.clock = clock;
    }

    /**
     * What went, and when; nothing about whom.
     *
     * @param counts how many of each kind
     */
    public record Receipt(UUID id, Instant erasedAt, Map<String, Long> counts) {}

    /**
     * Everything that is held of the person, part by part; of one who is no user, what is held by name.
     *
     * @throws NotFound where nothing is held
     */
    @Transactional
    public Map<String, Object> export(String namespace, String externalId) {
        Optional<User> user = UserEntity.of(namespace, externalId).map(User::of);
        Map<String, List<?>> byName = new TreeMap<>();
        named.forEach(holder -> byName.put(holder.part(), holder.export(namespace, externalId)));
        if (user.isEmpty() && byName.values().stream().allMatch(List::isEmpty)) {
            throw UserService.unknown(namespace, externalId);
        }
        Map<String, Object> parts = new TreeMap<>(byName);
        user.ifPresent(one -> holders.forEach(holder -> parts.put(holder.part(), holder.export(one.id()))));
        Map<String, Object> all = new LinkedHashMap<>();
        user.ifPresent(one -> all.put("user", one));
        all.putAll(parts);
        return all;
    }

    /**
     * Erases the person in every room, in one transaction; also one who is no user, where something is held by name.
     *
     * @throws NotFound where nothing is held
     */
    @Transactional
    public Receipt erase(String namespace, String externalId) {
        // Before all else, so that nothing comes in between. Whoever writes locks the row FOR KEY SHARE first, as
        // foreign keys do.
        Optional<UUID> user = UserEntity.alone(namespace, externalId).map(entity -> entity.id);
        Map<String, Long> counts = new TreeMap<>();
        named.forEach(holder -> counts.putAll(holder.erase(namespace, externalId)));
        if (user.isEmpty() && counts.values().stream().allMatch(count -> count == 0)) {
            throw new NotFound("Nothing is held of '" + externalId + "' in the namespace '" + namespace
                    + "'; if they were erased before, GET /api/v1/erasures has the receipt.");
        }
        user.ifPresent(id -> erase(id, counts));
        counts.put("users", user.isPresent() ? 1L : 0L);
        Receipt receipt = new Receipt(UUID.randomUUID(), clock.instant(), counts);
        entities.createNativeQuery(
                        "INSERT INTO erasure (id, erased_at, counts) VALUES (:id, :at, cast(:counts AS jsonb))")
                .setParameter("id", receipt.id())
                .setParameter("at", Timestamp.from(receipt.erasedAt()))
                .setParameter("counts", write(counts))
                .executeUpdate();
        return receipt;
    }

    private void erase(UUID user, Map<String, Long> counts) {
        // What points at the catalogue's rows goes before them, and is counted before they take it along.
        holders.stream()
                .sorted(Comparator.comparing(holder -> holder instanceof CatalogPersonalData))
                .forEach(holder -> counts.putAll(holder.erase(user)));
        entities.createNativeQuery("DELETE FROM app_user WHERE id = :id")
                .setParameter("id", user)
                .executeUpdate();
    }

    /** What an erasure left behind; NotFound where there was none of this id. */
    @Transactional
    public Receipt receipt(UUID id) {
        return receipts("WHERE id = :value", id).stream()
                .findFirst()
                .orElseThrow(() -> new NotFound("There is no receipt " + id + "."));
    }

    /** What the last erasures left behind, newest first. */
    @Transactional
    public List<Receipt> last(int limit) {
        return receipts("ORDER BY erased_at DESC, id LIMIT :value", limit);
    }

    private List<Receipt> receipts(String which, Object value) {
        @SuppressWarnings("unchecked")
        List<Object[]> rows = entities.createNativeQuery("SELECT id, erased_at, counts::text FROM erasure " + which)
                .setParameter("value", value)
                .getResultList();
        return rows.stream()
                .map(row -> new Receipt((UUID) row[0], (Instant) row[1], read((String) row[2])))
                .toList();
    }

    private Map<String, Long> read(String counts) {
        try {
            return json.readValue(counts, new TypeReference<TreeMap<String, Long>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private String write(Map<String, Long> counts) {
        try {
            return json.writeValueAsString(counts);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
