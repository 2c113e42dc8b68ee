package io.explainrec.platform;

import java.util.List;
import java.util.Map;

/**
 * A room that holds something of people by the name that the shop has for them, so that there may be something of somebody who is no
 * user. Beside {@link PersonalDataHolder}: export and erasure ask all of both kinds.
 */
public interface NamedDataHolder {
    /** Key of this holder's part in an export; unique among the holders of both kinds. */
    String part();

    /** All that is held of whom the shop calls this, as values that serialise to JSON; empty where nothing is. */
    List<?> export(String namespace, String externalId);

    /** Erases all that is held of whom the shop calls this and says how much went, by kind; joins the caller's transaction. */
    Map<String, Long> erase(String namespace, String externalId);
}
