/** Tensors: the one door to DJL's PyTorch engine. */
package io.explainrec.ml.tensor;
