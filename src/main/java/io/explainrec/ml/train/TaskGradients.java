package io.explainrec.ml.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.explainrec.ml.task.GradientSurgery;
import io.explainrec.ml.tensor.Torch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.random.RandomGenerator;

/** The gradients of each task over an effective batch, kept apart until surgery joins them; belongs to one step's thread. */
final class TaskGradients implements AutoCloseable {
    private final NDManager manager = Torch.manager();
    private final List<NDArray> parameters;
    /** By task, then by parameter. */
    private final List<List<NDArray>> sums = new ArrayList<>();

    /**
     * @param parameters that the tasks share
     */
    TaskGradients(int tasks, Collection<NDArray> parameters) {
        this.parameters = List.copyOf(parameters);
        for (int t = 0; t < tasks; t++) {
            sums.add(parameters.stream()
                    .map(parameter -> manager.zeros(parameter.getShape()))
                    .toList());
        }
    }

    void zero() {
        sums.forEach(of -> of.forEach(sum -> sum.muli(0)));
    }

    /** Moves what a backward pass left at the parameters to a task. */
    void take(int task) {
        Torch.withoutGradients(() -> {
            try (NDManager scope = manager.newSubManager()) {
                for (int p = 0; p < parameters.size(); p++) {
                    sums.get(task).get(p).addi(Torch.gradient(parameters.get(p), scope));
                    Torch.zeroGradient(parameters.get(p));
                }
            }
        });
    }

    /** Puts the tasks' gradients, after surgery, back to the parameters. */
    void join(RandomGenerator random) {
        Torch.withoutGradients(() -> {
            double[] coefficients =
                    GradientSurgery.coefficients(products(), GradientSurgery.orders(sums.size(), random));
            try (NDManager scope = manager.newSubManager()) {
                for (int t = 0; t < coefficients.length; t++) {
                    NDArray coefficient = scope.create((float) coefficients[t]);
                    for (int p = 0; p < parameters.size(); p++) {
                        try (NDManager own = scope.newSubManager()) {
                            NDArray of = sums.get(t).get(p).mul(coefficient);
                            of.attach(own);
                            Torch.gradient(parameters.get(p), own).addi(of);
                        }
                    }
                }
            }
        });
    }

    private double[][] products() {
        int tasks = sums.size();
        double[][] products = new double[tasks][tasks];
        for (int i = 0; i < tasks; i++) {
            for (int j = 0; j <= i; j++) {
                double product = 0;
                for (int p = 0; p < parameters.size(); p++) {
                    try (NDManager scope = manager.newSubManager()) {
                        NDArray each = sums.get(i).get(p).mul(sums.get(j).get(p));
                        each.attach(scope);
                        product += each.sum().getFloat();
                    }
                }
                products[i][j] = product;
                products[j][i] = product;
            }
        }
        return products;
    }

    @Override
    public void close() {
        manager.close();
    }
}
