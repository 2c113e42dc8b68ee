package io.explainrec.embedding;

import io.explainrec.platform.problem.Unavailable;
import java.util.List;

/** Makes the vectors of one space, each of length 1. Threads may share one; what is computed is computed by one thread. */
interface ItemEncoder {
    /**
     * One vector per item, in their order, however long that takes.
     *
     * @throws Unavailable where the encoder cannot be loaded or fails
     */
    float[][] items(List<ItemVectors.Waiting> items);

    /**
     * The vector of a text that items are looked for by, for someone who waits.
     *
     * @throws Unavailable also where the encoder is too busy to answer within seconds
     */
    float[] query(String text);
}
