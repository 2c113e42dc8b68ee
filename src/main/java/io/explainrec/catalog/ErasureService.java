package io.explainrec.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.TreeMap;
import java.util.UUID;

/** A person's two rights: to have all that is held of them, and to have it gone. Both ask every room. */
@ApplicationScoped
public class ErasureService {
    private final Instance<PersonalDataHolder> holders;
    private final EntityManager entities;
    private final ObjectMapper json;
    private final Clock clock;

    ErasureService(@Any Instance<PersonalDataHolder> holders, EntityManager entities, ObjectMapper json, Clock clock) {
        this.holders = holders;
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

    /** Everything that is held of the user, part by part. */
    @Transactional
    public Map<String, Object> export(String namespace, String externalId) {
        UserEntity user = UserService.entity(namespace, externalId);
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("user", User.of(user));
        holders.stream()
                .sorted(Comparator.comparing(PersonalDataHolder::part))
                .forEach(holder -> parts.put(holder.part(), holder.export(user.id)));
        return parts;
    }

    /** Erases the user in every room, in one transaction. */
    @Transactional
    public Receipt erase(String namespace, String externalId) {
        UserEntity user = UserService.entity(namespace, externalId);
        Map<String, Long> counts = new TreeMap<>();
        // What points at the catalogue's rows goes before them, and is counted before they take it along.
        holders.stream()
                .sorted(Comparator.comparing(holder -> holder instanceof CatalogPersonalData))
                .forEach(holder -> counts.putAll(holder.erase(user.id)));
        entities.createNativeQuery("DELETE FROM app_user WHERE id = :id")
                .setParameter("id", user.id)
                .executeUpdate();
        counts.put("users", 1L);
        Receipt receipt = new Receipt(UUID.randomUUID(), clock.instant(), counts);
        entities.createNativeQuery(
                        "INSERT INTO erasure (id, erased_at, counts) VALUES (:id, :at, cast(:counts AS jsonb))")
                .setParameter("id", receipt.id())
                .setParameter("at", Timestamp.from(receipt.erasedAt()))
                .setParameter("counts", write(counts))
                .executeUpdate();
        return receipt;
    }

    /** What an erasure left behind; NotFound where there was none of this id. */
    @Transactional
    public Receipt receipt(UUID id) {
        @SuppressWarnings("unchecked")
        List<Object[]> rows = entities.createNativeQuery("SELECT erased_at, counts::text FROM erasure WHERE id = :id")
                .setParameter("id", id)
                .getResultList();
        return rows.stream()
                .findFirst()
                .map(row -> new Receipt(id, (Instant) row[0], read((String) row[1])))
                .orElseThrow(() -> new NotFound("There is no receipt " + id + "."));
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
