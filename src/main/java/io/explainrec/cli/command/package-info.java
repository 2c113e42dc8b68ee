/** What commands are made of: how they meet the installation, fail, ask and show that they are at work. */
package io.explainrec.cli.command;
