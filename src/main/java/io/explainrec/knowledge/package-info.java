/**
 * The preference knowledge base K = {P_demo, P_cross, P_temporal} as snapshots: what groups of people like, what a taste in one
 * domain says of another, and what changes with the time.
 *
 * <p>All counting is SQL, in {@code resources/knowledge}, one statement for each kind of entry, over sums of whole numbers to which
 * every person gives the same weight. What is said is computed from these sums with noise as large as a person on each, and the
 * noise belongs to the content: so a snapshot is a function of the interactions, the rules and a secret of the installation, an
 * incremental build equals a full one, and erasing a person equals never having had them, while two snapshots do not show what one
 * person said. Java puts entries into words, asks the encoder for vectors of what was found, and keeps the snapshots.
 *
 * <p>May call {@code catalog}, {@code embedding}, {@code registry}, {@code ml} and {@code platform}.
 */
package io.explainrec.knowledge;
