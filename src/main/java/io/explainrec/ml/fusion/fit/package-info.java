/**
 * Teaches the fusion on a catalogue: vectors of the modalities, items that the same people liked, and the folder that a fit writes.
 * Calls {@code fusion}, {@code train}, {@code eval}, {@code weights}.
 */
package io.explainrec.ml.fusion.fit;
