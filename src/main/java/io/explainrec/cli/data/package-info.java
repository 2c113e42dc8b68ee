/** Data sets as commands read them from files. */
package io.explainrec.cli.data;
