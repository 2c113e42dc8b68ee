package io.explainrec.cli.identity;

import io.explainrec.cli.command.ServiceCommand;
import io.explainrec.platform.identity.ApiClients;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Bearer tokens of programs. */
@Command(
        name = "token",
        description = "Makes, lists and revokes bearer tokens.",
        mixinStandardHelpOptions = true,
        subcommands = {TokenCommand.Create.class, TokenCommand.Revoke.class, TokenCommand.Listing.class})
public class TokenCommand {
    @Command(
            name = "create",
            description = "Makes a client and prints its token, once.",
            mixinStandardHelpOptions = true)
    static class Create extends ServiceCommand {
        @Parameters(description = "Name of the client.")
        private String name;

        @Option(
                names = "--role",
                defaultValue = "BACKEND",
                description =
                        "What the token may do; default backend, a shop's system. A reviewer reads records and reports of"
                                + " evaluations, an evaluator stores and reads such reports, a curator builds, reads and"
                                + " activates knowledge; none of them does anything else. One of: ${COMPLETION-CANDIDATES}.")
        private ApiClients.Role role;

        @Option(names = "--days", description = "How many days the token is good, 1 to 3650; default: until revoked.")
        private Integer days;

        @Override
        protected int run() {
            System.out.println(service(ApiClients.class).create(name, role, days));
            return 0;
        }
    }

    @Command(name = "revoke", description = "Closes a client's token at once.", mixinStandardHelpOptions = true)
    static class Revoke extends ServiceCommand {
        @Parameters(description = "Name of the client.")
        private String name;

        @Override
        protected int run() {
            service(ApiClients.class).revoke(name);
            System.out.println("Revoked " + name + ".");
            return 0;
        }
    }

    @Command(name = "list", description = "Lists clients.", mixinStandardHelpOptions = true)
    static class Listing extends ServiceCommand {
        private static final String LINE = "%-30s %-9s %-8s %-20s %-20s %s%n";

        @Override
        protected int run() {
            System.out.printf(LINE, "NAME", "ROLE", "STATE", "CREATED", "LAST USED", "EXPIRES");
            service(ApiClients.class)
                    .list()
                    .forEach(client -> System.out.printf(
                            LINE,
                            client.name(),
                            client.role(),
                            client.state().name().toLowerCase(Locale.ROOT),
                            at(client.createdAt()),
                            at(client.lastUsedAt()),
                            at(client.expiresAt())));
            return 0;
        }

        private static String at(Instant time) {
            return time == null ? "never" : time.truncatedTo(ChronoUnit.SECONDS).toString();
        }
    }
}
