/**
 * Fits the decision layer, see {@link io.explainrec.ml.evidence}: what serves by {@link io.explainrec.ml.evidence.fit.LayerFitting}, what is
 * measured by {@link io.explainrec.ml.evidence.fit.LayerStudy} and its scorers, both by the same slices of a
 * {@link io.explainrec.ml.evidence.fit.DataSet}.
 */
package io.explainrec.ml.evidence.fit;
