/** Low-rank adapters of the language model, in PEFT's format. Calls {@code llama}, {@code tensor} and {@code weights}. */
package io.explainrec.ml.lora;
