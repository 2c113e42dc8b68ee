package io.explainrec.ml.eval;

import io.explainrec.ml.Sha256;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** Folds that depend on an id alone: {@code sha256(id) mod n}, so that they are the same in every language and order. */
public final class HashFold {
    private HashFold() {}

    /** The fold of an id (UTF-8, the digest read as one big-endian number), from 0 to below {@code folds}. */
    public static int of(String id, int folds) {
        byte[] digest = Sha256.digest().digest(id.getBytes(StandardCharsets.UTF_8));
        return new BigInteger(1, digest).mod(BigInteger.valueOf(folds)).intValue();
    }
}
