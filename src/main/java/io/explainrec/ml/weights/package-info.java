/** Model files: GGUF, safetensors and old torch checkpoints, read tensor by tensor as float32; safetensors are also written. */
package io.explainrec.ml.weights;
