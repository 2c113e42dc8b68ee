package io.explainrec.cli;

import io.explainrec.platform.identity.ApiClients;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Bearer tokens of backends. */
@Command(
        name = "token",
        description = "Makes, lists and revokes the bearer tokens of backends.",
        mixinStandardHelpOptions = true,
        subcommands = {TokenCommand.Create.class, TokenCommand.Revoke.class, TokenCommand.Listing.class})
class TokenCommand {
    @Command(
            name = "create",
            description = "Makes a client and prints its token, once.",
            mixinStandardHelpOptions = true)
    static class Create extends ServiceCommand {
        @Parameters(description = "Name of the client.")
        private String name;

        @Override
        protected int run() {
            System.out.println(service(ApiClients.class).create(name));
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
        @Override
        protected int run() {
            service(ApiClients.class)
                    .list()
                    .forEach(client -> System.out.printf(
                            "%-30s %s %s%n", client.name(), client.createdAt(), client.revoked() ? "revoked" : "open"));
            return 0;
        }
    }
}
