package io.explainrec.cli.instruct;

import io.explainrec.ml.evidence.fit.DataSet;
import io.explainrec.ml.instruct.StatedReasons;

/**
 * What instruction data are built from.
 *
 * @param name of the data set
 */
record InstructionSource(String name, DataSet data, StatedReasons reasons) {}
