/**
 * Instruction data: histories and candidates with verdicts and reasons, as lines of JSON that a person can read, and as token ids. Calls
 * {@code eval}, {@code evidence.fit}, {@code attribution}, {@code task} and {@code text}.
 */
package io.explainrec.ml.instruct;
