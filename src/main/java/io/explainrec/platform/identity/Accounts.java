package io.explainrec.platform.identity;

import io.explainrec.platform.installation.Secrets;
import io.explainrec.platform.problem.NotFound;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Accounts of people. Their passwords are random and are made here; the database holds the bcrypt. */
@ApplicationScoped
public class Accounts {
    private final EntityManager entities;
    private final Sessions sessions;
    private final SignInLimits limits;
    private final Secrets secrets;
    private final Clock clock;

    Accounts(EntityManager entities, Sessions sessions, SignInLimits limits, Secrets secrets, Clock clock) {
        this.entities = entities;
        this.sessions = sessions;
        this.limits = limits;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** A person who may sign in. */
    public record Account(String username, String role) {}

    /** Names and roles, by name. */
    @Transactional
    public List<Account> list() {
        @SuppressWarnings("unchecked")
        List<Object[]> rows = entities.createNativeQuery("SELECT username, role FROM account ORDER BY username")
                .getResultList();
        return rows.stream()
                .map(row -> new Account((String) row[0], (String) row[1]))
                .toList();
    }

    /**
     * Gives the account a new random password, ends its sessions and lifts its limits.
     *
     * @return the secret file that the password is in
     */
    public String reset(String username) {
        String password = Passwords.random();
        String hash = Passwords.hash(password);
        String file = "password-" + username + ".txt";
        QuarkusTransaction.joiningExisting().run(() -> {
            change(username, hash);
            sessions.endAll(username);
            limits.lift(username);
            // Before the commit: a password that counts is always one that somebody can read.
            secrets.write(file, password);
        });
        return secrets.file(file).toString();
    }

    void add(Account account, String passwordHash) {
        entities.createNativeQuery("INSERT INTO account (username, role, password_hash) VALUES (:name, :role, :hash)")
                .setParameter("name", account.username())
                .setParameter("role", account.role())
                .setParameter("hash", passwordHash)
                .executeUpdate();
    }

    /** The bcrypt of the account's password; empty where nobody has the name. */
    @Transactional
    Optional<String> passwordHash(String username) {
        // PostgreSQL refuses text with a zero in it, and no account has a control character in its name.
        if (username.chars().anyMatch(Character::isISOControl)) {
            return Optional.empty();
        }
        @SuppressWarnings("unchecked")
        List<String> hashes = entities.createNativeQuery(
                        "SELECT password_hash FROM account WHERE username = :name", String.class)
                .setParameter("name", username)
                .getResultList();
        return hashes.stream().findFirst();
    }

    private void change(String username, String hash) {
        int changed = entities.createNativeQuery(
                        "UPDATE account SET password_hash = :hash, changed_at = :now WHERE username = :name")
                .setParameter("hash", hash)
                .setParameter("now", Timestamp.from(clock.instant()))
                .setParameter("name", username)
                .executeUpdate();
        if (changed == 0) {
            throw new NotFound("There is no account '" + username + "'; there are "
                    + list().stream().map(Account::username).toList() + ".");
        }
    }
}
