/** Vectors of text and picture in one space. */
package io.explainrec.cli.fusion;
