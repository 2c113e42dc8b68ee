/**
 * Reports of evaluations: read, checked and stored, so that it can be looked up later how good the scorers were, against what.
 * May call {@code platform}; knows reports by their JSON alone, so that one of another version is read as well.
 */
package io.explainrec.evaluation;
