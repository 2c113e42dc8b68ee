/**
 * What every room stands on: problem details, identity, the installation and its PostgreSQL, and the ports that
 * rooms implement for it. Calls nothing else of ours.
 */
package io.explainrec.platform;
