package io.explainrec.catalog.imports;

import io.explainrec.platform.PersonalDataHolder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What imports hold of a person: rows of theirs that were refused, until they are forgotten. What an unfinished import keeps
 * beside (import_verdict) is in the person's history too, and goes with the user's row.
 */
@ApplicationScoped
class ImportPersonalData implements PersonalDataHolder {
    private static final String OF_USER = """
            FROM import_failure f JOIN import_job j ON j.id = f.job_id
            JOIN app_user u ON u.namespace = j.namespace AND u.external_id = f.user_external_id
            WHERE u.id = :user
            """;

    private final EntityManager entities;

    ImportPersonalData(EntityManager entities) {
        this.entities = entities;
    }

    @Override
    public String part() {
        return "refusedImportRows";
    }

    @Override
    @Transactional
    public Object export(UUID userId) {
        @SuppressWarnings("unchecked")
        List<Object[]> rows = entities.createNativeQuery(
                        "SELECT f.part, f.line, f.field, f.message, f.excerpt " + OF_USER + " ORDER BY 1, 2")
                .setParameter("user", userId)
                .getResultList();
        return rows.stream()
                .map(row -> new ImportJob.Failure(
                        (String) row[0], (Long) row[1], (String) row[2], (String) row[3], (String) row[4]))
                .toList();
    }

    @Override
    @Transactional
    public Map<String, Long> erase(UUID userId) {
        long erased = entities.createNativeQuery("DELETE FROM import_failure WHERE (job_id, part, line, field) IN"
                        + " (SELECT f.job_id, f.part, f.line, f.field " + OF_USER + ")")
                .setParameter("user", userId)
                .executeUpdate();
        return Map.of("refusedImportRows", erased);
    }
}
