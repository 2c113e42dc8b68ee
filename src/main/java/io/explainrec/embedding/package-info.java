/**
 * Encoder versions, item vectors and nearest-neighbour search. May call {@code catalog}, {@code registry},
 * {@code ml} and {@code platform}.
 */
package io.explainrec.embedding;
