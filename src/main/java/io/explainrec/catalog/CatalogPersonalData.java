package io.explainrec.catalog;

import io.explainrec.platform.PersonalDataHolder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What the catalogue holds of a person: events and their reasons. The user's own row goes last, by the erasure. */
@ApplicationScoped
class CatalogPersonalData implements PersonalDataHolder {
    @Override
    public String part() {
        return "interactions";
    }

    @Override
    @Transactional
    public Object export(UUID userId) {
        List<InteractionEntity> events =
                InteractionEntity.whole("n.user.id = ?1 order by n.occurredAt, n.id", Integer.MAX_VALUE, userId);
        return InteractionService.views(events);
    }

    @Override
    @Transactional
    public Map<String, Long> erase(UUID userId) {
        long reasons = ReasonEntity.delete(
                "interactionId in (select i.id from InteractionEntity i where i.user.id = ?1)", userId);
        long events = InteractionEntity.delete("user.id", userId);
        return Map.of("interactions", events, "reasons", reasons);
    }
}
