package io.explainrec.platform.identity;

import io.explainrec.platform.installation.Secrets;
import io.explainrec.platform.problem.NotFound;
import io.quarkus.elytron.security.common.BcryptUtil;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.wildfly.security.password.Password;
import org.wildfly.security.password.PasswordFactory;
import org.wildfly.security.password.WildFlyElytronPasswordProvider;
import org.wildfly.security.password.util.ModularCrypt;

/**
 * Accounts of people. One for each role is made at the first start, with a random password in a file that only the owner of
 * the installation can read. Failed sign-ins lock an account for longer and longer; the lock is in the database, so that no
 * restart lifts it.
 */
@ApplicationScoped
public class Accounts {
    /** File of the passwords that were made here. */
    public static final String PASSWORDS = "passwords.txt";

    private static final List<String> ROLES = List.of("admin", "approver", "reviewer", "viewer");
    private static final int PASSWORD_BITS = 120;
    private static final int FREE_ATTEMPTS = 5;
    private static final Duration FIRST_LOCK = Duration.ofSeconds(15);
    private static final int MOST_DOUBLINGS = 8;
    /** A password that nobody has, so that an unknown name costs as much time as a known one. */
    private static final String NOBODYS = BcryptUtil.bcryptHash(Secrets.random(PASSWORD_BITS));

    private final EntityManager entities;
    private final Secrets secrets;
    private final Clock clock;

    Accounts(EntityManager entities, Secrets secrets, Clock clock) {
        this.entities = entities;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** Someone who signed in. */
    public record Account(String username, String role) {}

    @Transactional
    void createAtFirstStart(@Observes @Priority(20) StartupEvent start) {
        Number accounts = (Number) entities.createNativeQuery("SELECT count(*) FROM account", Object.class)
                .getSingleResult();
        if (accounts.longValue() > 0) {
            return;
        }
        StringJoiner lines = new StringJoiner("\n");
        for (String role : ROLES) {
            String password = Secrets.random(PASSWORD_BITS);
            entities.createNativeQuery(
                            "INSERT INTO account (username, role, password_hash) VALUES (:name, :role, :hash)")
                    .setParameter("name", role)
                    .setParameter("role", role)
                    .setParameter("hash", BcryptUtil.bcryptHash(password))
                    .executeUpdate();
            lines.add(role + " " + password);
        }
        secrets.write(PASSWORDS, lines.toString());
    }

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

    /** Gives the account a new random password and lifts its lock; writes the password to a secret file and names it. */
    @Transactional
    public String reset(String username) {
        String password = Secrets.random(PASSWORD_BITS);
        int changed = entities.createNativeQuery("""
                        UPDATE account SET password_hash = :hash, failed_attempts = 0, locked_until = NULL, changed_at = :now
                        WHERE username = :name
                        """)
                .setParameter("hash", BcryptUtil.bcryptHash(password))
                .setParameter("now", Timestamp.from(clock.instant()))
                .setParameter("name", username)
                .executeUpdate();
        if (changed == 0) {
            throw new NotFound("There is no account '" + username + "'; there are "
                    + list().stream().map(Account::username).toList() + ".");
        }
        String file = "password-" + username + ".txt";
        secrets.write(file, password);
        return secrets.file(file).toString();
    }

    /** The account, if the password is right and it is not locked; an attempt that fails counts. */
    @Transactional
    public Optional<Account> signIn(String username, char[] password) {
        // The row is locked, so that attempts at the same time count one by one.
        @SuppressWarnings("unchecked")
        List<Object[]> rows = entities.createNativeQuery(
                        "SELECT role, password_hash, failed_attempts, locked_until FROM account WHERE username = :name FOR UPDATE")
                .setParameter("name", username)
                .getResultList();
        boolean right = matches(password, rows.isEmpty() ? NOBODYS : (String) rows.getFirst()[1]);
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        Object[] row = rows.getFirst();
        Instant lockedUntil = (Instant) row[3];
        Instant now = clock.instant();
        if (lockedUntil != null && now.isBefore(lockedUntil)) {
            return Optional.empty();
        }
        int failed = right ? 0 : ((Number) row[2]).intValue() + 1;
        entities.createNativeQuery(
                        "UPDATE account SET failed_attempts = :failed, locked_until = :until WHERE username = :name")
                .setParameter("failed", failed)
                .setParameter("until", failed < FREE_ATTEMPTS ? null : Timestamp.from(now.plus(lock(failed))))
                .setParameter("name", username)
                .executeUpdate();
        return right ? Optional.of(new Account(username, (String) row[0])) : Optional.empty();
    }

    /** The account of a session that was opened before. */
    @Transactional
    public Optional<Account> find(String username) {
        return list().stream()
                .filter(account -> account.username().equals(username))
                .findFirst();
    }

    /** 15 seconds at the fifth failure, doubled with each more, about an hour at most. */
    static Duration lock(int failed) {
        return FIRST_LOCK.multipliedBy(1L << Math.min(failed - FREE_ATTEMPTS, MOST_DOUBLINGS));
    }

    private static boolean matches(char[] password, String hash) {
        try {
            Password stored = ModularCrypt.decode(hash);
            PasswordFactory factory =
                    PasswordFactory.getInstance(stored.getAlgorithm(), new WildFlyElytronPasswordProvider());
            return factory.verify(factory.translate(stored), password);
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
