package io.explainrec.cli;

import io.explainrec.ml.eval.HashFold;
import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.TimeSplit;
import io.explainrec.ml.evidence.fit.DataSet;
import io.explainrec.ml.instruct.InstructionBuilder;
import io.explainrec.ml.instruct.InstructionFiles;
import io.explainrec.ml.instruct.InstructionRow;
import io.explainrec.ml.instruct.Manifest;
import io.explainrec.platform.installation.Installation;
import io.explainrec.platform.installation.Secrets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Builds instruction data from a data set, without a container or a database. */
@Command(
        name = "instructions",
        description = "Builds what a language model is trained on: histories and candidates with verdicts and reasons.",
        mixinStandardHelpOptions = true)
class InstructionsCommand implements Callable<Integer> {
    /** Candidates of a user that validation scores. */
    private static final int VALIDATED = 25;

    private static final String KEY = "instructions.key";

    @Option(names = "--format", required = true, description = "One of ${COMPLETION-CANDIDATES}.")
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

    @Option(names = "--licence", description = "Of the source; it travels with every model that learns from it.")
    private String licence;

    @Spec
    private CommandSpec spec;

    /** What is learned from, what is validated on, and how the two were told apart. */
    record Split(Interactions train, Interactions beforeValid, Interactions valid, String words) {
        static Split of(Interactions all) {
            if (all.untimed() == 0) {
                TimeSplit split = TimeSplit.global(all);
                return new Split(
                        split.train(),
                        split.train(),
                        split.valid(),
                        "in time: the first 80% of the rows train, the next 10% validate, the last 10% are left out");
            }
            return new Split(
                    all.select(ofFolds(all, fold -> fold < 3)),
                    all.slice(0, 0),
                    all.select(ofFolds(all, fold -> fold == 3)),
                    "by users, sha256(id) mod 5: 0 to 2 train, 3 validates, 4 is left out; no times");
        }

        private static boolean[] ofFolds(Interactions all, IntPredicate folds) {
            boolean[] kept = new boolean[all.size()];
            IntStream.range(0, kept.length)
                    .forEach(r -> kept[r] = folds.test(HashFold.of(all.userName(all.user(r)), 5)));
            return kept;
        }
    }

    @Override
    public Integer call() {
        if (format == EvaluationFormat.TALLREC) {
            throw new CommandException(
                    "TALLRec's lines name no users and no items; give the ratings that they were made of");
        }
        if (format == EvaluationFormat.XREC) {
            ExplanationInstructions.write(path, out, format.source(path), licence)
                    .rows()
                    .forEach((part, rows) -> spec.commandLine().getOut().printf("%s: %,d rows of texts%n", part, rows));
            return 0;
        }
        EvaluationSet set = format.read(path, null);
        DataSet data = set.dataSet(100);
        var options = new InstructionBuilder.Options(history, candidates, true);
        String key = new Secrets(Installation.configured()).readOrCreate(KEY);
        InstructionBuilder builder = new InstructionBuilder(data, options, user -> keyed(key, user));
        Split split = Split.of(data.interactions());
        Manifest manifest = InstructionFiles.write(
                        out,
                        format.source(path),
                        licence,
                        options,
                        split.words,
                        Map.of(
                                InstructionFiles.TRAIN,
                                training(builder, data.interactions().slice(0, 0), split.train),
                                InstructionFiles.VALID,
                                builder.frozen(split.beforeValid, split.valid, VALIDATED)),
                        builder.grades())
                .manifest();
        manifest.parts()
                .forEach((name, part) -> spec.commandLine()
                        .getOut()
                        .printf(
                                "%s.jsonl: %,d rows of %,d users, %,d candidates, %,d of them liked, %,d graded,"
                                        + " reasons %s; %,d rows with the history of other domains%n",
                                name,
                                part.rows(),
                                part.users(),
                                part.candidates(),
                                part.likes(),
                                counted(part.graded()),
                                part.reasons(),
                                counted(part.otherDomains())));
        return 0;
    }

    private static int counted(Integer count) {
        return count == null ? 0 : count;
    }

    private static List<InstructionRow> training(InstructionBuilder builder, Interactions before, Interactions train) {
        return Stream.concat(builder.rows(before, train).stream(), builder.crossDomain(before, train).stream())
                .toList();
    }

    private static String keyed(String key, String user) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), mac.getAlgorithm()));
            return HexFormat.of().formatHex(mac.doFinal(user.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
