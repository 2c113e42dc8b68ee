package io.explainrec.cli.catalog;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.explainrec.catalog.demo.DemoService;
import io.explainrec.cli.command.CommandException;
import io.explainrec.cli.command.NumberOption;
import io.explainrec.cli.command.ServiceCommand;
import io.explainrec.embedding.EmbeddingService;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The demo shop. */
@Command(
        name = "demo",
        description = "Loads, removes and checks the demo shop.",
        mixinStandardHelpOptions = true,
        subcommands = {
            DemoCommand.Load.class,
            DemoCommand.Remove.class,
            DemoCommand.Truth.class,
            DemoCommand.Check.class
        })
public class DemoCommand {
    @Command(name = "load", description = "Loads the demo shop.", mixinStandardHelpOptions = true)
    static class Load extends ServiceCommand {
        private static final int LEAST = 60;
        private static final int MOST = 20_000;

        @Option(
                names = "--seed",
                defaultValue = "" + DemoService.SEED,
                description = "Which shop; default ${DEFAULT-VALUE}.")
        private long seed;

        @Option(
                names = "--people",
                defaultValue = "" + DemoService.PEOPLE,
                description = "How many; default ${DEFAULT-VALUE}. The more, the surer what was planted is seen.")
        private int people;

        @Override
        public Integer call() {
            NumberOption.within("--people", people, LEAST, MOST);
            return super.call();
        }

        @Override
        protected int run() {
            var shop = service(DemoService.class).load(seed, people);
            System.out.printf(
                    "Loaded %d users and %d events.%n",
                    shop.users().size(), shop.events().size());
            return 0;
        }
    }

    @Command(name = "remove", description = "Removes all that the demo brought.", mixinStandardHelpOptions = true)
    static class Remove extends ServiceCommand {
        @Override
        protected int run() {
            System.out.println("Removed " + service(DemoService.class).remove() + ".");
            return 0;
        }
    }

    @Command(name = "truth", description = "Writes what was planted.", mixinStandardHelpOptions = true)
    static class Truth extends ServiceCommand {
        @Parameters(description = "The file.", defaultValue = "demo-truth.json")
        private Path file;

        @Override
        protected int run() {
            try {
                new ObjectMapper()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .writeValue(
                                file.toFile(), service(DemoService.class).shop().truth());
            } catch (IOException e) {
                throw new CommandException("cannot write " + file + ": " + e.getMessage());
            }
            System.out.println("Wrote " + file + ".");
            return 0;
        }
    }

    @Command(
            name = "check",
            description = "Says whether recommendations, and the knowledge base, find what was planted.",
            mixinStandardHelpOptions = true)
    static class Check extends ServiceCommand {
        @Option(
                names = "--users",
                defaultValue = "0",
                description = "How many users to ask for; 0 for all with a taste.")
        private int users;

        @Override
        public Integer call() {
            NumberOption.atLeast("--users", users, 0);
            return super.call();
        }

        @Override
        protected int run() {
            service(EmbeddingService.class).catchUp(count -> {});
            service(DemoCheck.class).run(users, System.out);
            service(PlantedCheck.class).run(System.out);
            return 0;
        }
    }
}
