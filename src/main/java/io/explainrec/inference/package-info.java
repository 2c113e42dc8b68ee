/**
 * The port to a language model, and its adapter in this process. May call {@code registry}, {@code ml} and
 * {@code platform}.
 */
package io.explainrec.inference;
