/**
 * BERT sentence encoder.
 */
package io.explainrec.ml.bert;
