/**
 * Evidence about one user and one candidate, and the additive heads that decide with it.
 */
package io.explainrec.ml.evidence;
