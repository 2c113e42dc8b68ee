/** The folder that an installation lives in: where its files are, who may use it at a time, and its secrets. */
package io.explainrec.platform.installation;
