package io.explainrec.cli.instruct;

import io.explainrec.cli.command.CommandException;
import io.explainrec.cli.command.NumberOption;
import io.explainrec.cli.command.ServiceCommand;
import io.explainrec.cli.data.DataOptions;
import io.explainrec.cli.data.EvaluationFormat;
import io.explainrec.cli.data.EvaluationSet;
import io.explainrec.cli.data.InstructionSplit;
import io.explainrec.cli.knowledge.EvaluationKnowledge;
import io.explainrec.knowledge.KnowledgeService;
import io.explainrec.knowledge.ShopPast;
import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.evidence.fit.DataSet;
import io.explainrec.ml.instruct.InstructionBuilder;
import io.explainrec.ml.instruct.InstructionFiles;
import io.explainrec.ml.instruct.InstructionRows;
import io.explainrec.ml.instruct.Manifest;
import io.explainrec.platform.installation.Installation;
import io.explainrec.recommend.layer.ShopInteractions;
import io.explainrec.recommend.layer.ShopReasons;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Builds instruction data from a data set, without a container or a database, or from the shop. */
@Command(
        name = "instructions",
        description = "Builds what a language model is trained on: histories and candidates with verdicts and reasons.",
        mixinStandardHelpOptions = true)
public class InstructionsCommand extends ServiceCommand {
    /** Candidates of a user that validation scores. */
    private static final int VALIDATED = 25;

    /** Name of the shop's own data. */
    private static final String SHOP = "shop";

    @Option(
            names = "--format",
            description = "One of ${COMPLETION-CANDIDATES}; without it the shop's own interactions.")
    private EvaluationFormat format;

    @Mixin
    private DataOptions data;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the data are written.")
    private Path out;

    @Option(
            names = "--history",
            defaultValue = "30",
            description = "Most events of a history; default ${DEFAULT-VALUE}.")
    private int history;

    @Option(
            names = "--candidates",
            defaultValue = "8",
            description = "Most candidates of a row; default ${DEFAULT-VALUE}.")
    private int candidates;

    @Option(
            names = "--knowledge",
            description =
                    "Also writes what the preference knowledge base had found before each row: of files it is counted as"
                            + " of each tenth of them, in a database that is gone afterwards; of the shop by the active snapshot's rules.")
    private boolean knowledge;

    @Option(names = "--licence", description = "Of the source; it travels with every model that learns from it.")
    private String licence;

    @Mixin
    private TeacherOptions teacher;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        teacher.check();
        NumberOption.atLeast("--history", history, 0);
        NumberOption.atLeast("--candidates", candidates, 1);
        if (format == null) {
            if (data.path() != null) {
                throw new CommandException("without --format the shop's own interactions are read, and " + data.path()
                        + " was given; say what it holds with --format");
            }
            data.refuseLikedAbove("the shop's own interactions, whose verdicts are known");
            return super.call();
        }
        if (format == EvaluationFormat.TALLREC) {
            throw new CommandException(
                    "TALLRec's lines name no users and no items; give the ratings that they were made of");
        }
        if (format == EvaluationFormat.XREC) {
            if (teacher.given()) {
                throw new CommandException(
                        "--teacher has nothing to write for xrec, whose rows all have a text; leave it out");
            }
            if (knowledge) {
                throw new CommandException(
                        "--knowledge has nothing to say of xrec, whose rows are texts; leave it out");
            }
            data.refuseLikedAbove("--format xrec, which is of texts");
            ExplanationInstructions.write(data.path(), out, format.source(data.path()), licence)
                    .rows()
                    .forEach((part, rows) -> spec.commandLine().getOut().printf("%s: %,d rows of texts%n", part, rows));
            return 0;
        }
        EvaluationSet set = data.read(format, spec.commandLine().getOut());
        DataSet all = data.all(set, format);
        InstructionSplit split = InstructionSplit.of(all.interactions());
        return EvaluationKnowledge.with(
                knowledge,
                all,
                0,
                known -> write(new InstructionSource(format.source(data.path()), known, set.reasons()), split));
    }

    /** Of the shop, inside the container. */
    @Override
    protected int run() {
        DataSet shop = service(ShopInteractions.class).load();
        if (shop.interactions().size() == 0) {
            throw new CommandException(SHOP + " has no interactions; import some, or give a source that has");
        }
        if (knowledge && service(KnowledgeService.class).active().isEmpty()) {
            throw new CommandException(
                    "--knowledge was given, and no snapshot is active; './explainrec knowledge build' makes"
                            + " one, 'knowledge activate' lets it serve");
        }
        return write(
                new InstructionSource(
                        SHOP,
                        knowledge ? shop.with(service(ShopPast.class)) : shop,
                        service(ShopReasons.class).load()),
                InstructionSplit.of(shop.interactions()));
    }

    private int write(InstructionSource source, InstructionSplit split) {
        var options = new InstructionBuilder.Options(history, candidates, true);
        InstructionBuilder builder = new InstructionBuilder(
                source.data(), source.reasons(), options, new KeyedUsers(Installation.configured()));
        Map<String, InstructionRows> parts = new TreeMap<>(Map.of(
                InstructionFiles.TRAIN,
                training(builder, split.train().slice(0, 0), split.train()),
                InstructionFiles.VALID,
                builder.frozen(split.beforeValid(), split.valid(), VALIDATED)));
        parts = teacher.taught(parts, out, spec.commandLine().getOut());
        Manifest manifest = InstructionFiles.write(
                        out,
                        source.name(),
                        licence,
                        options,
                        new InstructionFiles.Split(split.words(), split.fingerprint()),
                        parts,
                        builder.grades())
                .manifest();
        manifest.parts()
                .forEach((name, part) -> spec.commandLine()
                        .getOut()
                        .printf(
                                "%s.jsonl: %,d rows of %,d users, %,d candidates, %,d of them liked, %,d graded,"
                                        + " reasons %s; %,d rows with the history of other domains,"
                                        + " %,d with findings%n",
                                name,
                                part.rows(),
                                part.users(),
                                part.candidates(),
                                part.likes(),
                                counted(part.graded()),
                                part.reasons(),
                                counted(part.otherDomains()),
                                counted(part.findings())));
        return 0;
    }

    private static int counted(Integer count) {
        return count == null ? 0 : count;
    }

    private static InstructionRows training(InstructionBuilder builder, Interactions before, Interactions train) {
        InstructionRows own = builder.rows(before, train);
        InstructionRows otherDomains = builder.crossDomain(before, train);
        return () -> Stream.concat(own.stream(), otherDomains.stream());
    }
}
