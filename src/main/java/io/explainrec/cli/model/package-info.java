/** Models and layers of the installation: added, trained, activated. */
package io.explainrec.cli.model;
