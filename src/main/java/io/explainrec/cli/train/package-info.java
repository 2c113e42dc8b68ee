/** Training, adaptation, and training without each part of the method. */
package io.explainrec.cli.train;
