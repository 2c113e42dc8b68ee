package io.explainrec.cli.catalog;

import io.explainrec.catalog.Domain;
import io.explainrec.catalog.DomainService;
import io.explainrec.catalog.imports.ImportFormat;
import io.explainrec.catalog.imports.ImportJob;
import io.explainrec.catalog.imports.ImportJobs;
import io.explainrec.catalog.imports.ImportService;
import io.explainrec.catalog.imports.ImportSource;
import io.explainrec.catalog.imports.ImportTarget;
import io.explainrec.cli.command.CommandException;
import io.explainrec.cli.command.ServiceCommand;
import io.explainrec.cli.command.Terminal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings a data set in, whether the server runs or not. */
@Command(
        name = "import",
        description = "Imports a data set; fails where all rows are refused.",
        mixinStandardHelpOptions = true)
public class ImportCommand extends ServiceCommand {
    /** Refused rows that are told. */
    private static final int SHOWN = 5;

    @Option(names = "--format", required = true, description = "One of ${COMPLETION-CANDIDATES}.")
    private ImportFormat format;

    @Parameters(description = "The folder; of tallrec, a file alone too.")
    private Path path;

    @Option(
            names = "--domain",
            description = "Domain of the items, or what the names of several begin with; default: the data set's name.")
    private String domain;

    @Option(names = "--namespace", description = "Namespace of the users; default: the data set's name.")
    private String namespace;

    @ArgGroup(exclusive = false)
    private Scale scale;

    /** Of ratings. */
    private static final class Scale {
        @Option(
                names = "--ratings",
                arity = "2",
                required = true,
                paramLabel = "LOW HIGH",
                description = "Of csv with ratings: the lowest and the highest, for the domain that is made.")
        private float[] range;

        @Option(
                names = "--liked-above",
                required = true,
                paramLabel = "RATING",
                description = "Of csv with ratings: a rating above it is a like.")
        private float likedAbove;

        Domain.Input of(String title) {
            return new Domain.Input(title, likedAbove, range[0], range[1]);
        }

        boolean is(Domain domain) {
            return Stream.of(domain.likeThreshold(), domain.ratingLow(), domain.ratingHigh())
                    .toList()
                    .equals(Arrays.asList(likedAbove, range[0], range[1]));
        }
    }

    @Option(names = "--from-start", description = "Read all rows, even behind an import that was interrupted.")
    private boolean fromStart;

    @Override
    protected int run() {
        ImportSource source = format.open(path);
        ImportTarget target = new ImportTarget(
                domain != null ? domain : domainNamed(source.name()), namespace != null ? namespace : source.name());
        if (scale != null) {
            makeRated(target.domain(), source.name());
        }
        if (fromStart) {
            service(ImportService.class).forgetPosition(source, target);
        }
        ImportJob job = run(source, target);
        System.out.printf(
                "%s: %,d rows accepted, %,d of them known before; %,d refused. %s, users in the namespace '%s', job %s.%n",
                source.name(),
                job.accepted(),
                job.known(),
                job.rejected(),
                domains(source, target),
                target.namespace(),
                job.id());
        if (job.message() != null) {
            System.out.println(job.message());
        }
        if (job.rejected() > 0) {
            System.out.println("Refused:");
            service(ImportJobs.class).failures(job.id(), 0, SHOWN).forEach(ImportCommand::print);
            System.out.printf("All of them, line by line: GET /api/v1/imports/%s/failures%n", job.id());
        }
        return job.accepted() == 0 && job.rejected() > 0 ? 1 : 0;
    }

    /** Makes the domain one of ratings, where there is none. */
    private void makeRated(String name, String title) {
        if (format != ImportFormat.CSV) {
            throw new CommandException(
                    "--ratings and --liked-above are for csv; the scale of " + format + " is known, so leave them out");
        }
        DomainService domains = service(DomainService.class);
        Optional<Domain> there = domains.find(name);
        if (there.isEmpty()) {
            domains.put(name, scale.of(title));
        } else if (!scale.is(there.get())) {
            throw new CommandException("the domain '" + name + "' is there with another scale; leave --ratings and"
                    + " --liked-above out to use that, or name another with --domain");
        }
    }

    private static void print(ImportJob.Failure refused) {
        System.out.printf(
                "  %s, line %,d, %s: %s%n", refused.part(), refused.line(), refused.field(), refused.message());
    }

    /**
     * The name of a domain for a data set.
     *
     * @throws CommandException where the data set's has nothing that a domain's may have, or too much of it
     */
    static String domainNamed(String source) {
        String name =
                source.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]+", "-").replaceFirst("^-+", "");
        if (!DomainService.isName(name)) {
            throw new CommandException(
                    "'" + source + "' gives no name for a domain, which has 1 to 63 lower-case letters,"
                            + " digits and hyphens; name one with --domain");
        }
        return name;
    }

    private static String domains(ImportSource source, ImportTarget target) {
        return source.domains().isEmpty()
                ? "Domain '" + target.domain() + "'"
                : source.domains().stream()
                        .map(named -> "'" + target.domain(named) + "'")
                        .collect(Collectors.joining(", ", "Domains ", ""));
    }

    /** With a bar on a terminal, and none in a pipe. */
    private static ImportJob run(ImportSource source, ImportTarget target) {
        ImportService imports = service(ImportService.class);
        if (!Terminal.present()) {
            return imports.run(source, target, done -> {});
        }
        try (ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("import")
                .setInitialMax(source.size())
                .setUpdateIntervalMillis(200)
                .build()) {
            return imports.run(source, target, bar::stepTo);
        }
    }
}
