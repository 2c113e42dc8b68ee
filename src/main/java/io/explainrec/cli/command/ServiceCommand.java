package io.explainrec.cli.command;

import io.explainrec.platform.installation.Installation;
import io.explainrec.platform.postgres.Migration;
import io.explainrec.platform.postgres.OpenInstallation;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ManagedContext;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * A command that works with services. The container runs inside the command, without HTTP, background jobs or the language
 * model, on the installation's database: its own if nobody runs one, else the running server's.
 */
public abstract class ServiceCommand implements Callable<Integer> {
    private static final Map<String, String> QUIET = Map.of(
            "quarkus.http.host-enabled",
            "false",
            "quarkus.scheduler.enabled",
            "false",
            "quarkus.log.level",
            "ERROR", // what ends a command is its message
            "explainrec.inference.enabled",
            "false",
            Migration.EMBEDDED,
            "true");

    private static ServiceCommand current;

    @Override
    public Integer call() {
        try (OpenInstallation open = OpenInstallation.share(Installation.configured())) {
            QUIET.forEach(System::setProperty);
            open.database().settings().forEach(System::setProperty);
            current = this;
            Outcome outcome = new Outcome();
            Quarkus.run(Runner.class, (code, failure) -> {
                outcome.code = code;
                outcome.failure = failure;
            });
            if (outcome.failure instanceof RuntimeException failure) {
                throw failure;
            }
            return outcome.code;
        }
    }

    /** The work; the exit code. */
    protected abstract int run();

    /** A service of the container. */
    protected static <T> T service(Class<T> type) {
        return Arc.container().instance(type).get();
    }

    private static final class Outcome {
        private int code;
        private Throwable failure;
    }

    /** What Quarkus starts. */
    public static class Runner implements QuarkusApplication {
        @Override
        public int run(String... arguments) {
            // Commands read through the same services as requests do, so they need a request's context.
            ManagedContext request = Arc.container().requestContext();
            request.activate();
            try {
                return current.run();
            } finally {
                request.terminate();
            }
        }
    }
}
