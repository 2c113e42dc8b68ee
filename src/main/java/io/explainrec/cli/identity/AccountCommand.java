package io.explainrec.cli.identity;

import io.explainrec.cli.command.ServiceCommand;
import io.explainrec.platform.identity.Accounts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Accounts of the portal. */
@Command(
        name = "account",
        description = "Lists accounts and resets their passwords.",
        mixinStandardHelpOptions = true,
        subcommands = {AccountCommand.Reset.class, AccountCommand.Listing.class})
public class AccountCommand {
    @Command(
            name = "reset",
            description = "Makes a new random password and ends the open sessions.",
            mixinStandardHelpOptions = true)
    static class Reset extends ServiceCommand {
        @Parameters(description = "Name of the account.")
        private String name;

        @Override
        protected int run() {
            System.out.println("The new password of " + name + " is in "
                    + service(Accounts.class).reset(name) + ".");
            return 0;
        }
    }

    @Command(name = "list", description = "Lists accounts and their roles.", mixinStandardHelpOptions = true)
    static class Listing extends ServiceCommand {
        @Override
        protected int run() {
            service(Accounts.class)
                    .list()
                    .forEach(account -> System.out.printf("%-20s %s%n", account.username(), account.role()));
            return 0;
        }
    }
}
