/** Instruction data written from data sets, with reasons that a teacher gives. */
package io.explainrec.cli.instruct;
