/** Language models that people added to the installation. May call {@code ml} and {@code platform}. */
package io.explainrec.registry.added;
