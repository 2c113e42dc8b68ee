/**
 * Tokenizers and instruction formats.
 */
package io.explainrec.ml.text;
