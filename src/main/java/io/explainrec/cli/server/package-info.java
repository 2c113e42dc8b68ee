/** Commands that bring the server up and down, and look after what it stands on. */
package io.explainrec.cli.server;
