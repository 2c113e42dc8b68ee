/**
 * The commands. May call every service and {@code ml}.
 */
package io.explainrec.cli;
