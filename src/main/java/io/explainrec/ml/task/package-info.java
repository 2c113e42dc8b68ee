/**
 * Tasks of a training step: what is learned of a row, how the tasks of a step weigh, and what is done where their gradients are at
 * odds. Calls {@code attribution}, {@code llama} and {@code tensor}.
 */
package io.explainrec.ml.task;
