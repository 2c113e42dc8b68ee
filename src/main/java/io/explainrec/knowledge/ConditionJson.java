package io.explainrec.knowledge;

import com.fasterxml.jackson.databind.ObjectMapper;

/** How conditions are stored. One mapper for all, since each learns the records anew. */
final class ConditionJson {
    static final ObjectMapper MAPPER = new ObjectMapper();

    private ConditionJson() {}
}
