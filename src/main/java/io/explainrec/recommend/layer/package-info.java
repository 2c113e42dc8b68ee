/**
 * Fitted decision layers of this shop: fitted from its interactions, stored, activated by a person. May call {@code ml} and
 * {@code platform}; {@code recommend} serves the active one.
 */
package io.explainrec.recommend.layer;
