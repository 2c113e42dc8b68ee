package io.explainrec.platform.identity;

import io.explainrec.platform.identity.Accounts.Account;
import io.explainrec.platform.installation.Secrets;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Makes an account for each role of people, and a token for the shop, where there are none. What is made is written to a file
 * before the commit: a process that dies in between leaves a file that opens nothing and that the next start overwrites, never
 * rows whose secrets nobody has. A lock lets one process at a time through, so that the file and the rows are of the same one.
 */
@ApplicationScoped
public class FirstStart {
    /** Names and passwords of the accounts. */
    public static final String PASSWORDS = "passwords.txt";
    /** The shop's token. */
    public static final String TOKEN = "backend.token";

    private static final List<String> ROLES = List.of("admin", "approver", "reviewer", "viewer");
    private static final String CLIENT = "shop";

    private final EntityManager entities;
    private final Accounts accounts;
    private final ApiClients clients;
    private final Secrets secrets;

    FirstStart(EntityManager entities, Accounts accounts, ApiClients clients, Secrets secrets) {
        this.entities = entities;
        this.accounts = accounts;
        this.clients = clients;
        this.secrets = secrets;
    }

    void prepare(@Observes @Priority(20) StartupEvent start) {
        if (accounts.list().isEmpty()) {
            makeAccounts();
        }
        if (clients.list().isEmpty()) {
            makeToken();
        }
    }

    void makeAccounts() {
        Map<String, String> passwords = new LinkedHashMap<>();
        ROLES.forEach(role -> passwords.put(role, Passwords.random()));
        Map<String, String> hashes = new LinkedHashMap<>();
        passwords.forEach((role, password) -> hashes.put(role, Passwords.hash(password)));
        QuarkusTransaction.joiningExisting().run(() -> {
            lock();
            if (accounts.list().isEmpty()) {
                hashes.forEach((role, hash) -> accounts.add(new Account(role, role), hash));
                secrets.write(
                        PASSWORDS,
                        passwords.entrySet().stream()
                                .map(entry -> entry.getKey() + " " + entry.getValue())
                                .collect(Collectors.joining("\n")));
            }
        });
    }

    void makeToken() {
        QuarkusTransaction.joiningExisting().run(() -> {
            lock();
            if (clients.list().isEmpty()) {
                secrets.write(TOKEN, clients.create(CLIENT));
            }
        });
    }

    private void lock() {
        entities.createNativeQuery("SELECT pg_advisory_xact_lock(hashtextextended('first start', 0))", Object.class)
                .getResultList();
    }
}
