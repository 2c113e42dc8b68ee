/**
 * The port to a language model, and its adapter in this process. May call {@code registry}, {@code ml} and\n * {@code platform}.
 */
package io.explainrec.inference;
