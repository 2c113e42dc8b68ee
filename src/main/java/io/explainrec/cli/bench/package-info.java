/** What {@code ./explainrec bench} measures. */
package io.explainrec.cli.bench;
