/** What {@code ./explainrec evaluate} measures, and how it tells. */
package io.explainrec.cli.evaluate;
