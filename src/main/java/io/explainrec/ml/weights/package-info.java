/** Model files: GGUF and safetensors, read tensor by tensor as float32. */
package io.explainrec.ml.weights;
