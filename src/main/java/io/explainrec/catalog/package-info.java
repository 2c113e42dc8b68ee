/**
 * Domains, items, images, users, interactions and their reasons, and how they come in. May call {@code platform}.
 */
package io.explainrec.catalog;
