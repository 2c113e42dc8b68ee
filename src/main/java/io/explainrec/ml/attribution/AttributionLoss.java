package io.explainrec.ml.attribution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.explainrec.ml.llama.Linears;
import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.llama.SequenceBatch;
import io.explainrec.ml.llama.SharedSequence;
import io.explainrec.ml.llama.SoftTokens;
import io.explainrec.ml.tensor.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The loss of attributed preferences: L = alpha L_pred + beta L_reason + gamma L_consistency (arXiv 2511.14770) + delta L_contrast.
 *
 * <p>With z1 = logit(yes) - logit(no) behind history and candidate, z2 the same behind candidate and reason without the history, and y
 * the verdict: L_pred is the cross-entropy of z1 and y, or of the whole vocabulary and the answer's token ({@link Answer}); L_reason the
 * mean cross-entropy of a reason's tokens; L_consistency the Jensen-Shannon divergence of sigmoid(z1) and sigmoid(z2) in nats;
 * L_contrast the mean of -log sigmoid(z1 of a liked - z1 of a disliked) over the pairs of one history. Each is a mean over the whole
 * effective batch: of candidates, of reasons, of reasons, of histories with both verdicts.
 *
 * <p>Legend: C candidates, R reasons' tokens, Q reasons, E embed, V vocabulary.
 */
public final class AttributionLoss {
    private final Llama llama;
    private final Options options;
    private final UnaryOperator<NDArray> projection;
    private final int yes;
    private final int no;

    /** What the answer is learned by. */
    public enum Answer {
        /** The two answers against each other. */
        BINARY,
        /** The answer's token against the whole vocabulary, as TALLRec has it. */
        VOCABULARY
    }

    /**
     * Weights of the terms, none below 0; a term of weight 0 is not computed.
     *
     * @param throughReason whether the consistency term also changes what is said of the reason alone
     */
    public record Options(
            double prediction,
            double reason,
            double consistency,
            double contrast,
            Answer answer,
            boolean throughReason) {
        public Options {
            double sum = prediction + reason + consistency + contrast;
            if (!(prediction >= 0 && reason >= 0 && consistency >= 0 && contrast >= 0 && sum > 0)
                    || Double.isInfinite(sum)) {
                throw new IllegalArgumentException("weights " + prediction + ", " + reason + ", " + consistency + ", "
                        + contrast + "; expected finite numbers of at least 0, not all of them 0");
            }
        }
    }

    /** The terms, unweighted. */
    public record Terms(double prediction, double reason, double consistency, double contrast) {}

    /** What an effective batch's means are taken over. */
    public record Counts(int candidates, int reasons, int contrasts) {
        public static Counts of(List<AttributedSequence> batch) {
            return new Counts(
                    batch.stream()
                            .mapToInt(sequence -> sequence.candidates().size())
                            .sum(),
                    batch.stream()
                            .mapToInt(sequence -> sequence.reasoned().size())
                            .sum(),
                    (int) batch.stream()
                            .filter(sequence -> sequence.pairs() > 0)
                            .count());
        }
    }

    /**
     * @param yes id of the token that answers a like
     * @param no id of the token that answers a dislike
     */
    public AttributionLoss(Llama llama, Options options, int yes, int no) {
        this(llama, options, null, yes, no);
    }

    /**
     * @param projection from items' vectors (N,d) to tokens (N,E), whose parameters may be trained; null where items have no vectors
     * @param yes id of the token that answers a like
     * @param no id of the token that answers a dislike
     */
    public AttributionLoss(Llama llama, Options options, UnaryOperator<NDArray> projection, int yes, int no) {
        this.llama = llama;
        this.options = options;
        this.projection = projection;
        this.yes = yes;
        this.no = no;
    }

    /** What it is made of. */
    public Options options() {
        return options;
    }

    /**
     * A part's share of the loss.
     *
     * @param loss the weighted sum with its graph; null where the part has nothing that a term speaks of
     * @param terms unweighted, so that the parts' terms add up to the batch's
     */
    public record Computed(NDArray loss, Terms terms) {}

    /**
     * Where a forward pass is read: at the candidates' slots, then where reasons' tokens are predicted.
     *
     * @param at where each sequence of the part stands in the pass, whose first branches are its candidates
     */
    public long[] places(List<AttributedSequence> part, int[] at, SequenceBatch read) {
        LongStream.Builder slots = LongStream.builder();
        LongStream.Builder reasons = LongStream.builder();
        for (int s = 0; s < part.size(); s++) {
            List<AttributedCandidate> candidates = part.get(s).candidates();
            for (int c = 0; c < candidates.size(); c++) {
                AttributedCandidate candidate = candidates.get(c);
                slots.add(read.place(at[s], c, candidate.slot()));
                if (candidate.reason() != null && options.reason > 0) {
                    for (int k = 0; k < candidate.reason().tokens().length; k++) {
                        reasons.add(read.place(at[s], c, candidate.beforeReason() + k));
                    }
                }
            }
        }
        return LongStream.concat(slots.build(), reasons.build()).toArray();
    }

    /**
     * The loss over a forward pass that was read at {@link #places}.
     *
     * @param hidden (C+R,E)
     * @param linears with the adapter that is trained, by which reasons are read alone
     * @param counts of the whole effective batch
     */
    public Computed compute(List<AttributedSequence> part, NDArray hidden, Linears linears, Counts counts) {
        Heard heard = heard(part, hidden);
        NDArray prediction = options.prediction > 0 ? prediction(part, heard, counts) : null;
        NDArray reason = heard.reasons() == null ? null : reason(part, heard.reasons(), counts);
        NDArray consistency = options.consistency > 0 ? consistency(part, heard, linears, counts) : null;
        NDArray contrast = options.contrast > 0 ? Contrast.of(part, heard.first(), counts.contrasts) : null;
        NDManager scope = hidden.getManager();
        NDArray loss = null; // a part may have no candidate that a term speaks of
        for (Weighted term : List.of(
                new Weighted(prediction, options.prediction),
                new Weighted(reason, options.reason),
                new Weighted(consistency, options.consistency),
                new Weighted(contrast, options.contrast))) {
            if (term.value != null) {
                NDArray weighted = term.value.mul(scope.create((float) term.weight));
                loss = loss == null ? weighted : loss.add(weighted);
            }
        }
        return new Computed(loss, new Terms(number(prediction), number(reason), number(consistency), number(contrast)));
    }

    /** A term, null where nothing is computed of it, and its weight. */
    private record Weighted(NDArray value, double weight) {}

    private static double number(NDArray term) {
        return term == null ? 0 : term.getFloat();
    }

    /**
     * What the model says.
     *
     * @param answers hidden states at the slots (C,E)
     * @param first z1 (C,1)
     * @param reasons hidden states that predict reasons' tokens (R,E); null where there are none or they are not asked for
     */
    private record Heard(NDArray answers, NDArray first, NDArray reasons) {}

    private Heard heard(List<AttributedSequence> part, NDArray hidden) {
        int c = part.stream().mapToInt(sequence -> sequence.candidates().size()).sum();
        long all = hidden.getShape().get(0);
        NDArray answers = Torch.slice(hidden, 0, 0, c);
        return new Heard(answers, llama.difference(answers, yes, no), c == all ? null : Torch.slice(hidden, 0, c, all));
    }

    /** Items' vectors of a part as tokens of a pass whose first branches are its candidates; null where none has one. */
    public SoftTokens soft(List<AttributedSequence> part, SequenceBatch read, NDManager scope) {
        return soft(read, part.stream().map(AttributedSequence::candidates).toList(), scope);
    }

    /** Items' vectors as tokens, in the places that the candidates of each sequence have for them; null where none has one. */
    private SoftTokens soft(SequenceBatch batch, List<List<AttributedCandidate>> branches, NDManager scope) {
        List<float[]> vectors = new ArrayList<>();
        List<Long> places = new ArrayList<>();
        for (int s = 0; s < branches.size(); s++) {
            for (int b = 0; b < branches.get(s).size(); b++) {
                AttributedCandidate.Item item = branches.get(s).get(b).item();
                if (item != null) {
                    vectors.add(item.vector());
                    places.add(batch.place(s, b, item.place()));
                }
            }
        }
        if (vectors.isEmpty()) {
            return null;
        }
        if (projection == null) {
            throw new IllegalStateException("candidates have items' vectors, and there is no projection for them");
        }
        return new SoftTokens(
                places.stream().mapToLong(Long::longValue).toArray(),
                projection.apply(scope.create(vectors.toArray(float[][]::new))));
    }

    private NDArray prediction(List<AttributedSequence> part, Heard heard, Counts counts) {
        List<AttributedCandidate> all = part.stream()
                .flatMap(sequence -> sequence.candidates().stream())
                .toList();
        NDManager scope = heard.first.getManager();
        NDArray each; // (C,1)
        if (options.answer == Answer.BINARY) {
            float[] liked = new float[all.size()];
            for (int k = 0; k < liked.length; k++) {
                liked[k] = all.get(k).liked() ? 1 : 0;
            }
            each = Torch.softplus(heard.first).sub(heard.first.mul(scope.create(liked, new Shape(liked.length, 1))));
        } else {
            each = llama.crossEntropy(
                    heard.answers,
                    all.stream()
                            .mapToInt(candidate -> candidate.liked() ? yes : no)
                            .toArray());
        }
        return each.sum().div(scope.create((float) counts.candidates));
    }

    private NDArray reason(List<AttributedSequence> part, NDArray hidden, Counts counts) {
        List<int[]> reasons = part.stream()
                .flatMap(sequence -> sequence.reasoned().stream())
                .map(candidate -> candidate.reason().tokens())
                .toList();
        int[] targets = reasons.stream().flatMapToInt(IntStream::of).toArray();
        float[] weights = new float[targets.length];
        int at = 0;
        for (int[] tokens : reasons) {
            for (int k = 0; k < tokens.length; k++) {
                weights[at++] = 1f / tokens.length / counts.reasons;
            }
        }
        return llama.crossEntropy(hidden, targets)
                .mul(hidden.getManager().create(weights, new Shape(weights.length, 1)))
                .sum();
    }

    private NDArray consistency(List<AttributedSequence> part, Heard heard, Linears linears, Counts counts) {
        List<List<AttributedCandidate>> reasonedOf = part.stream()
                .map(AttributedSequence::reasoned)
                .filter(candidates -> !candidates.isEmpty())
                .toList();
        List<SharedSequence> alone = part.stream()
                .map(AttributedSequence::reasonsAlone)
                .filter(Objects::nonNull)
                .toList();
        NDManager scope = heard.first.getManager();
        if (alone.isEmpty()) {
            return null;
        }
        SequenceBatch batch = new SequenceBatch(alone);
        List<Long> slots = new ArrayList<>();
        for (int s = 0; s < alone.size(); s++) {
            List<int[]> branches = alone.get(s).branches();
            for (int b = 0; b < branches.size(); b++) {
                slots.add(batch.place(s, b, branches.get(b).length - 1));
            }
        }
        NDArray hidden = llama.hidden(
                batch,
                soft(batch, reasonedOf, scope),
                slots.stream().mapToLong(Long::longValue).toArray(),
                linears,
                scope); // (Q,E)
        NDArray second = llama.difference(hidden, yes, no); // (Q,1)
        List<AttributedCandidate> all = part.stream()
                .flatMap(sequence -> sequence.candidates().stream())
                .toList();
        long[] reasoned = IntStream.range(0, all.size())
                .filter(k -> all.get(k).reason() != null)
                .asLongStream()
                .toArray();
        NDArray first = Torch.rows(heard.first, scope.create(reasoned)); // (Q,1)
        return Divergence.jensenShannon(first, options.throughReason ? second : second.stopGradient())
                .sum()
                .div(scope.create((float) counts.reasons));
    }
}
