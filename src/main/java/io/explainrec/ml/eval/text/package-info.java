/** Explanation texts measured against references, always beside the same texts paired with other rows. Plain Java. */
package io.explainrec.ml.eval.text;
