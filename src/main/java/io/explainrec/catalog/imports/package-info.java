/** Bulk imports: sources that read other people's files, and the one path by which their rows come in. */
package io.explainrec.catalog.imports;
