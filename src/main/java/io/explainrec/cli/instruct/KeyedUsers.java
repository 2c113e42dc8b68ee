package io.explainrec.cli.instruct;

import io.explainrec.platform.installation.Installation;
import io.explainrec.platform.installation.Secrets;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Users' names as HMAC-SHA256 with the installation's own key, which is made once and kept: the shop finds what was learned from
 * somebody, and nobody else can tell who it was.
 */
final class KeyedUsers implements UnaryOperator<String> {
    private static final String KEY = "instructions.key";

    private final SecretKeySpec key;

    KeyedUsers(Installation installation) {
        byte[] secret = new Secrets(installation).readOrCreate(KEY).getBytes(StandardCharsets.UTF_8);
        key = new SecretKeySpec(secret, "HmacSHA256");
    }

    @Override
    public String apply(String user) {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(user.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
