package io.explainrec.platform.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationLockTest {
    @TempDir
    Path folder;

    @Test
    void namesTheProcessAndTheFolderOfWhoHasIt() {
        Installation installation = new Installation(folder);

        try (InstallationLock first = InstallationLock.acquire(installation)) {
            assertThat(first).isNotNull();
            assertThat(InstallationLock.tryAcquire(installation)).isEmpty();
            assertThatThrownBy(() -> InstallationLock.acquire(installation))
                    .isInstanceOf(InstallationException.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining("process " + ProcessHandle.current().pid() + ";");
        }
        InstallationLock.acquire(installation).close();
    }

    @Test
    void isFreeAgainWhenItsHolderWasKilled() throws IOException, InterruptedException {
        Installation installation = new Installation(folder);
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        holder.inputReader().readLine();
        assertThat(InstallationLock.tryAcquire(installation)).isEmpty();
        assertThat(InstallationLock.owner(installation)).isEqualTo(Long.toString(holder.pid()));

        holder.destroyForcibly().waitFor();

        InstallationLock.acquire(installation).close();
    }

    /** Another process that takes the lock and keeps it. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws IOException {
            Installation installation = new Installation(Path.of(arguments[0]));
            try (InstallationLock held = InstallationLock.acquire(installation)) {
                assertThat(held).isNotNull();
                // As its supervisor asks twice a second; whoever asks must not let go.
                assertThat(InstallationLock.isHeldByThisProcess(installation)).isTrue();
                assertThat(InstallationLock.tryAcquire(installation)).isEmpty();
                System.out.println("locked");
                int ended = System.in.read();
                assert ended < 0;
            }
        }
    }
}
