/**
 * Models that {@code train} wrote and that were kept to serve, and which of them does. May call {@code ml}, {@code platform} and the
 * models that were added.
 */
package io.explainrec.registry.trained;
