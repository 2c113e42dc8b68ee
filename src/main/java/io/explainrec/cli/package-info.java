/**
 * The command line. Commands lie by feature in rooms of their own, which call those beneath alone; they may call every service and {@code ml}.
 */
package io.explainrec.cli;
