package io.explainrec.audit;

import io.explainrec.platform.problem.RequestException;
import java.util.List;
import java.util.UUID;

/** The personal part of a record is there, and the installation's keys do not open it. Nothing of it is shown. */
public class RecordUnreadable extends RequestException {
    private static final long serialVersionUID = 1L;

    RecordUnreadable(UUID recommendation) {
        super(
                "The personal part of the recommendation " + recommendation
                        + " cannot be opened: it was changed, or sealed"
                        + " with another key. Compare it with a backup, and check that the master key is this installation's.",
                List.of());
    }
}
