package io.explainrec.ml.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.explainrec.ml.tensor.Torch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019, arXiv 1711.05101, algorithm 2), as PyTorch computes it: epsilon is
 * added to the root of the corrected second moment. Parameters keep gradients; each step reads them, changes the parameters in place
 * and sets the gradients to zero.
 */
public final class AdamW implements AutoCloseable {
    private final NDManager manager = Torch.manager();
    private final Options options;
    private final List<Moments> parameters = new ArrayList<>();
    private long steps;

    /**
     * @param beta1 decay of the first moment, 0 to below 1
     * @param beta2 decay of the second moment, 0 to below 1
     * @param epsilon above 0
     * @param weightDecay share of a parameter that a learning rate of 1 would take off each step, at least 0
     */
    public record Options(double beta1, double beta2, double epsilon, double weightDecay) {
        public static final Options DEFAULT = new Options(0.9, 0.999, 1e-8, 0.01);

        public Options {
            if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && epsilon > 0 && weightDecay >= 0)) {
                throw new IllegalArgumentException(
                        "AdamW with betas " + beta1 + " and " + beta2 + ", epsilon " + epsilon
                                + ", weight decay " + weightDecay
                                + "; expected betas of 0 to below 1, an epsilon above 0, a decay of at least 0");
            }
        }
    }

    private record Moments(String name, NDArray parameter, boolean decays, NDArray first, NDArray second) {}

    public AdamW(Map<String, NDArray> parameters, Options options) {
        this(parameters, Set.of(), options);
    }

    /**
     * @param undecayed names of the parameters that weight decay leaves alone
     */
    AdamW(Map<String, NDArray> parameters, Set<String> undecayed, Options options) {
        this.options = options;
        parameters.forEach((name, parameter) -> this.parameters.add(new Moments(
                name,
                parameter,
                !undecayed.contains(name),
                manager.zeros(parameter.getShape()),
                manager.zeros(parameter.getShape()))));
    }

    /**
     * Norm of all gradients as one vector, after which they are scaled down to a norm of at most {@code most}.
     *
     * @param most above 0; infinite where nothing is to be scaled
     * @return the norm before; not finite where a gradient is not
     */
    public double clip(double most) {
        double[] squares = new double[1];
        Torch.withoutGradients(() -> {
            try (NDManager scope = manager.newSubManager()) {
                for (Moments of : parameters) {
                    squares[0] +=
                            Torch.gradient(of.parameter, scope).square().sum().getFloat();
                }
                double norm = Math.sqrt(squares[0]);
                if (norm > most) {
                    NDArray factor = scope.create((float) (most / (norm + 1e-6)));
                    parameters.forEach(of -> Torch.gradient(of.parameter, scope).muli(factor));
                }
            }
        });
        return Math.sqrt(squares[0]);
    }

    /** One step with the gradients as they are. */
    public void step(double learningRate) {
        steps++;
        double corrected = learningRate / (1 - Math.pow(options.beta1, steps));
        double root = Math.sqrt(1 - Math.pow(options.beta2, steps));
        Torch.withoutGradients(() -> {
            try (NDManager scope = manager.newSubManager()) {
                NDArray beta1 = scope.create((float) options.beta1);
                NDArray rest1 = scope.create((float) (1 - options.beta1));
                NDArray beta2 = scope.create((float) options.beta2);
                NDArray rest2 = scope.create((float) (1 - options.beta2));
                NDArray kept = scope.create((float) (1 - learningRate * options.weightDecay));
                NDArray rate = scope.create((float) corrected);
                NDArray correction = scope.create((float) root);
                NDArray epsilon = scope.create((float) options.epsilon);
                for (Moments of : parameters) {
                    try (NDManager own = scope.newSubManager()) {
                        NDArray gradient = Torch.gradient(of.parameter, own);
                        of.first.muli(beta1).addi(gradient.mul(rest1));
                        of.second.muli(beta2).addi(gradient.square().mul(rest2));
                        NDArray root2 = of.second.sqrt();
                        root2.attach(own);
                        NDArray change = of.first.mul(rate);
                        change.attach(own);
                        change.divi(root2.divi(correction).addi(epsilon));
                        if (of.decays) {
                            of.parameter.muli(kept);
                        }
                        of.parameter.subi(change);
                    }
                }
            }
        });
        zeroGradients();
    }

    public void zeroGradients() {
        parameters.forEach(of -> Torch.zeroGradient(of.parameter));
    }

    long steps() {
        return steps;
    }

    /** The moments by {@code first.NAME} and {@code second.NAME}; live, not copies. */
    Map<String, NDArray> moments() {
        Map<String, NDArray> moments = new LinkedHashMap<>();
        parameters.forEach(of -> {
            moments.put("first." + of.name, of.first);
            moments.put("second." + of.name, of.second);
        });
        return Collections.unmodifiableMap(moments);
    }

    /** Goes on behind so many steps, whose moments were put into {@link #moments()}. */
    void resume(long after) {
        steps = after;
    }

    @Override
    public void close() {
        manager.close();
    }
}
