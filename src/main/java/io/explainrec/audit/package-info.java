/**
 * Records of what was served, encrypted with a key per person. Implements the recorder that {@code recommend}
 * declares. May call {@code recommend}, {@code registry}, {@code ml} and {@code platform}.
 */
package io.explainrec.audit;
