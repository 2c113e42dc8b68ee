package io.explainrec.platform.identity;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** How people get in and out of the portal. */
@ApplicationScoped
public class SignIn {
    /** Of a password that nobody has, so that a name without an account costs as much time as one with. */
    private static final String NOBODYS = Passwords.hash(Passwords.random());

    private final SignInLimits limits;
    private final Accounts accounts;
    private final Sessions sessions;

    SignIn(SignInLimits limits, Accounts accounts, Sessions sessions) {
        this.limits = limits;
        this.accounts = accounts;
        this.sessions = sessions;
    }

    /** What came of an attempt. */
    public sealed interface Outcome {
        /** The token opens pages until the session ends. */
        record Opened(String token) implements Outcome {}

        /** No account has this name and password. */
        record Wrong() implements Outcome {}

        /** Too many attempts failed; nobody looked at the password. */
        record Wait() implements Outcome {}
    }

    /**
     * Opens a session where the password is right. No transaction is open while it is compared.
     *
     * @param address the client's IP address
     */
    public Outcome attempt(String name, char[] password, String address) {
        if (!limits.claim(name, address)) {
            return new Outcome.Wait();
        }
        Optional<String> hash = accounts.passwordHash(name);
        if (!Passwords.matches(password, hash.orElse(NOBODYS)) || hash.isEmpty()) {
            return new Outcome.Wrong();
        }
        limits.giveBack(name, address);
        return sessions.open(name, hash.get()).<Outcome>map(Outcome.Opened::new).orElseGet(Outcome.Wrong::new);
    }

    /** Ends the session of this token, if there is one. */
    public void out(String token) {
        sessions.end(token);
    }
}
