/**
 * A report as HTML, without a container, so that a command and the portal show the same: what was found in words, plots as SVG
 * with their tables, and definitions. Nothing here knows which protocols, parts or scorers there are.
 */
package io.explainrec.evaluation.page;
