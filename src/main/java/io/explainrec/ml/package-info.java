/**
 * The model core: plain Java and DJL, no framework. Calls nothing else of ours.
 */
package io.explainrec.ml;
