/**
 * The pages. May call the services of every feature.
 */
package io.explainrec.portal;
