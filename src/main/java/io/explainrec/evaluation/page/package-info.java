/**
 * A report as HTML, without a container, so that a command and the portal show the same: what was found in words, plots as SVG
 * with their tables, and definitions. Protocols, parts and scorers that it has no words for are shown by
 * their names.
 */
package io.explainrec.evaluation.page;
