/**
 * Fitted decision layers of this shop: fitted from its interactions, stored, activated by a person;
 * {@code recommend} serves the active one. May call what {@code recommend} may, and calls {@code catalog}, {@code embedding},
 * {@code knowledge}, {@code registry}, {@code inference}, {@code ml} and {@code platform}.
 */
package io.explainrec.recommend.layer;
