package io.explainrec.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.catalog.ErasureService;
import io.explainrec.catalog.User;
import io.explainrec.platform.installation.Installation;
import io.explainrec.platform.installation.InstallationException;
import io.explainrec.platform.installation.Secrets;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts over a database that holds records already. */
@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class SubjectKeysQuarkusTest {
    private static final String MASTER = "master.key";

    @Inject
    EntityManager entities;

    @Inject
    Secrets secrets;

    @Inject
    Records records;

    @Inject
    RecordFixture fixture;

    @Inject
    ErasureService erasure;

    @TempDir
    Path folder;

    @BeforeEach
    void record() {
        records.record(fixture.profiled(fixture.user("with-a-key"), Instant.now()));
    }

    @Test
    void keepsTheMasterKeyInAFileOfItsOwnersAlone() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets.file(MASTER))))
                .isEqualTo("rw-------");
        assertThatCode(() -> start(secrets)).doesNotThrowAnyException();
    }

    @Test
    void refusesToStartWithoutTheMasterKey() {
        Secrets none = new Secrets(new Installation(folder));

        assertThatThrownBy(() -> start(none))
                .isInstanceOf(InstallationException.class)
                .hasMessageContaining(none.file(MASTER).toString())
                .hasMessageContaining("put the copy back");
        assertThat(none.file(MASTER)).doesNotExist();
    }

    @Test
    void refusesToStartWithAnotherMasterKey() {
        Secrets other = new Secrets(new Installation(folder));
        other.write(MASTER, Secrets.random(256));

        assertThatThrownBy(() -> start(other))
                .isInstanceOf(InstallationException.class)
                .hasMessageContaining("is not the key");
    }

    @Test
    void refusesToStartWithAMasterKeyThatIsNone() {
        Secrets broken = new Secrets(new Installation(folder));
        for (String content : new String[] {"", "not a key", "c2hvcnQ"}) {
            broken.write(MASTER, content);

            assertThatThrownBy(() -> start(broken))
                    .isInstanceOf(InstallationException.class)
                    .hasMessageContaining(content.isEmpty() ? "is empty" : "256 bits");
        }
    }

    @Test
    void startsWhereOneKeyOfManyWasDamaged() {
        User user = fixture.user("with-a-damaged-key");
        records.record(fixture.profiled(user, Instant.now()));
        QuarkusTransaction.requiringNew().run(() -> {
            String damage = "UPDATE vault.subject_key SET wrapped_key = '\\x00' WHERE user_id = :user";
            assertThat(entities.createNativeQuery(damage)
                            .setParameter("user", user.id())
                            .executeUpdate())
                    .isOne();
        });

        assertThatCode(() -> start(secrets)).doesNotThrowAnyException();
        erasure.erase(RecordFixture.NAMESPACE, user.externalId());
    }

    private void start(Secrets installed) {
        SubjectKeys keys = new SubjectKeys(entities, installed);
        QuarkusTransaction.requiringNew().run(() -> keys.open(new StartupEvent()));
    }
}
