/** Vectors of an item's modalities to one vector of the item, and what each of them weighed. */
package io.explainrec.ml.fusion;
