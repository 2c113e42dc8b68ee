/**
 * Reasons in plain words, written from the evidence that carried a decision. May call {@code inference},
 * {@code ml} and {@code platform}.
 */
package io.explainrec.narration;
