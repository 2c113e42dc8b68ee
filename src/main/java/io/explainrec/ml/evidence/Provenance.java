package io.explainrec.ml.evidence;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where a decision artefact comes from: enough to fit it again and compare.
 *
 * @param fittedAt when the fit began, before its data were read, in whole milliseconds: it may count whoever was erased since
 * @param data what it was fitted on
 * @param slices percent of the interactions at which the slices begin that the heads were fitted on
 * @param figures of the newest slice by a like head that was fitted on those before, without a language model, by name; empty where none were
 *     measured
 * @param language the language model that was asked; null where none was
 * @param space that the vectors of the content evidence lie in; null in older ones, whose vectors are the text encoder's
 * @param erased who had been erased before the data were read; null in older ones
 * @param learnedDigest SHA-256 of the learned tables as JSON, in hexadecimal digits
 */
public record Provenance(
        Instant fittedAt,
        Program program,
        long seed,
        Data data,
        List<Integer> slices,
        Map<String, Double> figures,
        Language language,
        Space space,
        Erased erased,
        String learnedDigest) {
    public Provenance {
        slices = List.copyOf(slices);
        figures = Collections.unmodifiableMap(new TreeMap<>(figures));
    }

    /**
     * What computed it.
     *
     * @param os name and architecture of the operating system
     */
    public record Program(String version, String java, String os) {
        /** This process. */
        public static Program running(String version) {
            return new Program(
                    version,
                    System.getProperty("java.version"),
                    System.getProperty("os.name") + "/" + System.getProperty("os.arch"));
        }
    }

    /**
     * The interactions.
     *
     * @param digest SHA-256 of all of them in their order, in hexadecimal digits
     */
    public record Data(int interactions, int users, int items, Instant first, Instant last, String digest) {}

    /**
     * The language model, and how its weight came about: fitted on a sample of users of the newest slice, and kept where on users it
     * was not fitted on it lowers the loss by more than two standard errors of that.
     *
     * @param sha256 of what scored; where it has a weight, the layer serves with that alone
     * @param users that were asked about
     * @param rows of these users
     * @param weight per unit of the logit, in both heads; 0 where it does not help
     * @param gain mean by which it lowers a user's loss, in nats a pair
     * @param error standard error of the gain
     */
    public record Language(String sha256, int users, int rows, double weight, double gain, double error) {}

    /**
     * A space of item vectors.
     *
     * @param sha256 of what makes them
     */
    public record Space(String name, String sha256) {}

    /**
     * Erasures of people.
     *
     * @param count how many there had been
     * @param receipt of the last of them; empty where there was none
     */
    public record Erased(long count, String receipt) {}

    /** SHA-256 of the language model whose scores have a weight, which holds for that model alone; empty where none has. */
    public Optional<String> hears() {
        return language == null || language.weight() == 0 ? Optional.empty() : Optional.of(language.sha256());
    }

    Provenance with(String digest) {
        return new Provenance(fittedAt, program, seed, data, slices, figures, language, space, erased, digest);
    }

    Provenance after(Erased known) {
        return new Provenance(fittedAt, program, seed, data, slices, figures, language, space, known, learnedDigest);
    }
}
