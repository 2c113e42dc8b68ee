/** Fine-tuning: the loop, its optimiser and schedule, checkpoints and what is watched. Calls {@code attribution}, {@code lora}, {@code llama}. */
package io.explainrec.ml.train;
