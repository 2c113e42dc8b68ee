/** A generated shop with planted tastes, so that there is something to look at, and something to be found. */
package io.explainrec.catalog.demo;
