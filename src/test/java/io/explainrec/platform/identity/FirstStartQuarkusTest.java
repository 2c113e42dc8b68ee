package io.explainrec.platform.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.Portal;
import io.explainrec.platform.installation.Installation;
import io.explainrec.platform.installation.InstallationException;
import io.explainrec.platform.installation.Secrets;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens during the first start, the files open what is in the database, or the next start makes both. */
@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class FirstStartQuarkusTest {
    @Inject
    FirstStart firstStart;

    @Inject
    EntityManager entities;

    @Inject
    Accounts accounts;

    @Inject
    ApiClients clients;

    @Inject
    Secrets secrets;

    @TempDir
    Path folder;

    @Test
    void aProcessThatDiesBeforeTheCommitLeavesAFileThatTheNextStartOverwrites() {
        forgetAll();
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    firstStart.prepare(null);
                    throw new IllegalStateException("dies");
                }))
                .hasMessage("dies");
        String opensNothing = secrets.read(FirstStart.PASSWORDS).orElseThrow();
        assertThat(accounts.list()).isEmpty();

        firstStart.prepare(null);

        assertThat(secrets.read(FirstStart.PASSWORDS).orElseThrow()).isNotEqualTo(opensNothing);
        everySecretOpens();
    }

    @Test
    void aFileThatCannotBeWrittenLeavesNoAccount() throws Exception {
        forgetAll();
        Files.createFile(folder.resolve("secrets"));
        FirstStart broken = new FirstStart(entities, accounts, clients, new Secrets(new Installation(folder)));
        assertThatThrownBy(() -> broken.prepare(null)).isInstanceOf(InstallationException.class);
        assertThatThrownBy(broken::makeToken).isInstanceOf(InstallationException.class);
        assertThat(accounts.list()).isEmpty();
        assertThat(clients.list()).isEmpty();

        firstStart.prepare(null);

        everySecretOpens();
    }

    @Test
    void manyFirstStartsAtTheSameTimeMakeOne() {
        forgetAll();
        CompletableFuture<?>[] starts = Stream.generate(
                        () -> CompletableFuture.runAsync(() -> firstStart.prepare(null)))
                .limit(4)
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(starts).join();
        everySecretOpens();
    }

    @Test
    void aLaterStartChangesNothing() throws Exception {
        forgetAll();
        firstStart.prepare(null);
        String made = secrets.read(FirstStart.PASSWORDS).orElseThrow();
        firstStart.prepare(null);
        firstStart.makeAccounts();
        assertThat(secrets.read(FirstStart.PASSWORDS)).contains(made);

        Files.delete(secrets.file(FirstStart.PASSWORDS));
        firstStart.prepare(null);
        assertThat(secrets.read(FirstStart.PASSWORDS)).as("deleted as advised").isEmpty();
        secrets.write(FirstStart.PASSWORDS, made);
    }

    private void everySecretOpens() {
        List<String> lines =
                secrets.read(FirstStart.PASSWORDS).orElseThrow().lines().toList();
        assertThat(lines).hasSize(4);
        for (String line : lines) {
            String[] words = line.split(" ");
            assertThat(Portal.signIn(words[0], words[1]).cookies()).as(words[0]).containsKey(Portal.SESSION);
        }
        assertThat(clients.authenticate(secrets.read(FirstStart.TOKEN).orElseThrow()))
                .contains(new Caller("shop", "backend"));
        assertThat(Stream.of(FirstStart.PASSWORDS, FirstStart.TOKEN).map(secrets::file))
                .allMatch(FirstStartQuarkusTest::isForItsOwnerAlone);
    }

    private static boolean isForItsOwnerAlone(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                    .equals("rw-------");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void forgetAll() {
        QuarkusTransaction.requiringNew()
                .run(() -> List.of("account", "api_client", "sign_in_limit")
                        .forEach(table -> entities.createNativeQuery("DELETE FROM " + table)
                                .executeUpdate()));
    }
}
