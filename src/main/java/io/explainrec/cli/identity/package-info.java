/** Accounts of people and tokens of programs. */
package io.explainrec.cli.identity;
