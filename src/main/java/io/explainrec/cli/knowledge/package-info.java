/** The preference knowledge base, built by hand and counted for an evaluation. */
package io.explainrec.cli.knowledge;
