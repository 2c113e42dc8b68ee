package io.explainrec.recommend;

import java.util.List;
import java.util.UUID;

/** What of a recommendation names the person: who asked, the history that was used, and the prompt that was made of it. */
public record Personal(UUID userId, String namespace, String user, List<HistoryEvent> history, String prompt) {
    public Personal {
        history = List.copyOf(history);
    }

    /** One event of the history that was used. */
    public record HistoryEvent(UUID itemId, String externalId, String title, boolean liked) {}
}
