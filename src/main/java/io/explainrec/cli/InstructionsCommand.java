package io.explainrec.cli;

import io.explainrec.knowledge.KnowledgeService;
import io.explainrec.knowledge.ShopPast;
import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.evidence.fit.DataSet;
import io.explainrec.ml.instruct.InstructionBuilder;
import io.explainrec.ml.instruct.InstructionFiles;
import io.explainrec.ml.instruct.InstructionRow;
import io.explainrec.ml.instruct.Manifest;
import io.explainrec.platform.installation.Installation;
import io.explainrec.recommend.layer.ShopInteractions;
import io.explainrec.recommend.layer.ShopReasons;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Builds instruction data from a data set, without a container or a database, or from the shop. */
@Command(
        name = "instructions",
        description = "Builds what a language model is trained on: histories and candidates with verdicts and reasons.",
        mixinStandardHelpOptions = true)
class InstructionsCommand extends ServiceCommand {
    /** Candidates of a user that validation scores. */
    private static final int VALIDATED = 25;

    /** Name of the shop's own data. */
    private static final String SHOP = "shop";

    @Option(
            names = "--format",
            description = "One of ${COMPLETION-CANDIDATES}; without it the shop's own interactions.")
    private EvaluationFormat format;

    @Parameters(paramLabel = "PATH", arity = "0..1", description = "The folder; none for demo, which is generated.")
    private Path path;

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
        if (format == null) {
            if (path != null) {
                throw new CommandException("without --format the shop's own interactions are read, and " + path
                        + " was given; say what it holds with --format");
            }
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
            ExplanationInstructions.write(path, out, format.source(path), licence)
                    .rows()
                    .forEach((part, rows) -> spec.commandLine().getOut().printf("%s: %,d rows of texts%n", part, rows));
            return 0;
        }
        EvaluationSet set = format.read(path, null);
        return EvaluationKnowledge.with(
                knowledge,
                set.dataSet(100),
                0,
                data -> write(new InstructionSource(format.source(path), data, set.reasons())));
    }

    /** Of the shop, inside the container. */
    @Override
    protected int run() {
        DataSet data = service(ShopInteractions.class).load();
        if (knowledge && service(KnowledgeService.class).active().isEmpty()) {
            throw new CommandException(
                    "--knowledge was given, and no snapshot is active; './explainrec knowledge build' makes"
                            + " one, 'knowledge activate' lets it serve");
        }
        return write(new InstructionSource(
                SHOP,
                knowledge ? data.with(service(ShopPast.class)) : data,
                service(ShopReasons.class).load()));
    }

    private int write(InstructionSource source) {
        DataSet data = source.data();
        Interactions all = data.interactions();
        if (all.size() == 0) {
            throw new CommandException(source.name() + " has no interactions; give a source that has, or import some");
        }
        var options = new InstructionBuilder.Options(history, candidates, true);
        InstructionBuilder builder =
                new InstructionBuilder(data, source.reasons(), options, new KeyedUsers(Installation.configured()));
        InstructionSplit split = InstructionSplit.of(all);
        Map<String, List<InstructionRow>> parts = new TreeMap<>(Map.of(
                InstructionFiles.TRAIN,
                training(builder, all.slice(0, 0), split.train()),
                InstructionFiles.VALID,
                builder.frozen(split.beforeValid(), split.valid(), VALIDATED)));
        parts = teacher.taught(parts, out, spec.commandLine().getOut());
        Manifest manifest = InstructionFiles.write(
                        out, source.name(), licence, options, split.words(), parts, builder.grades())
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

    private static List<InstructionRow> training(InstructionBuilder builder, Interactions before, Interactions train) {
        return Stream.concat(builder.rows(before, train).stream(), builder.crossDomain(before, train).stream())
                .toList();
    }
}
