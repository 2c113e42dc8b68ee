/** What brings a shop's items and interactions in, and the demo shop. */
package io.explainrec.cli.catalog;
