/**
 * Model versions: which base, adapter, format, decision layer and encoder answer requests. May call {@code ml} and
 * {@code platform}.
 */
package io.explainrec.registry;
