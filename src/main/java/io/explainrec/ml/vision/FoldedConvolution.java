package io.explainrec.ml.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.weights.TensorReader;

/**
 * A convolution with the batch norm behind it folded in: as its mean and variance are fixed, it is a scale and a shift of
 * each channel. Padded as TensorFlow pads for a stride: where the zeros are odd in number, one more behind.
 */
record FoldedConvolution(NDArray weight, NDArray bias, int kernel, int stride, int groups) {
    private static final float EPSILON = 1e-3f;

    /** Channels in and out, side of the kernel, step, and groups of channels that do not mix. */
    record Form(int in, int out, int kernel, int stride, int groups) {}

    /**
     * Reads a convolution without bias and the batch norm behind it.
     *
     * @param manager owns the result
     */
    static FoldedConvolution read(TensorReader tensors, NDManager manager, String convolution, String norm, Form form) {
        NDArray weight =
                tensors.read(convolution + ".weight", form.out, form.in / form.groups, form.kernel, form.kernel);
        NDArray scale = tensors.read(norm + ".weight", form.out)
                .div(tensors.read(norm + ".running_var", form.out).add(EPSILON).sqrt());
        NDArray bias = tensors.read(norm + ".bias", form.out)
                .sub(tensors.read(norm + ".running_mean", form.out).mul(scale));
        NDArray scaled = weight.mul(scale.reshape(form.out, 1, 1, 1));
        bias.attach(manager);
        scaled.attach(manager);
        return new FoldedConvolution(scaled, bias, form.kernel, form.stride, form.groups);
    }

    /** (B, in, S, S) to (B, out, S/stride, S/stride), rounded up. */
    NDArray apply(NDArray x) {
        int side = (int) x.getShape().get(2);
        int sideOut = (side + stride - 1) / stride;
        int zeros = Math.max(0, (sideOut - 1) * stride + kernel - side);
        if (zeros % 2 == 0) {
            return Torch.convolution(x, weight, bias, stride, zeros / 2, groups);
        }
        NDArray padded = Torch.pad(x, zeros / 2, zeros - zeros / 2);
        return Torch.convolution(padded, weight, bias, stride, 0, groups);
    }
}
