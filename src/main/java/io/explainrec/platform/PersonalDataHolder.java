package io.explainrec.platform;

import java.util.Map;
import java.util.UUID;

/**
 * A room that holds personal data. Export asks every holder, so that it is complete; erasure reaches every holder, in
 * one transaction, before the user's own row goes.
 */
public interface PersonalDataHolder {
    /** Key of this holder's part in an export, for example {@code "interactions"}; unique. */
    String part();

    /**
     * All that is held of this user, as values that serialise to JSON; an {@code Iterable} in it may read while it is written, after
     * the transaction. Empty where nothing is held.
     */
    Object export(UUID userId);

    /** Erases all that is held of this user and says how much went, by kind; joins the caller's transaction. */
    Map<String, Long> erase(UUID userId);
}
