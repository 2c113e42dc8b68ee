package io.explainrec.platform.identity;

import io.explainrec.platform.installation.Secrets;
import io.quarkus.elytron.security.common.BcryptUtil;
import java.security.GeneralSecurityException;
import org.wildfly.security.password.Password;
import org.wildfly.security.password.PasswordFactory;
import org.wildfly.security.password.WildFlyElytronPasswordProvider;
import org.wildfly.security.password.util.ModularCrypt;

/** Random passwords and their bcrypt. Slow by design: never inside a transaction that others wait for. */
final class Passwords {
    private static final int BITS = 120;

    private Passwords() {}

    static String random() {
        return Secrets.random(BITS);
    }

    static String hash(String password) {
        return BcryptUtil.bcryptHash(password);
    }

    static boolean matches(char[] password, String hash) {
        try {
            Password stored = ModularCrypt.decode(hash);
            PasswordFactory factory =
                    PasswordFactory.getInstance(stored.getAlgorithm(), new WildFlyElytronPasswordProvider());
            return factory.verify(factory.translate(stored), password);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
