/**
 * Candidates, evidence, decision and ranking. May call {@code catalog}, {@code embedding}, {@code knowledge},
 * {@code registry}, {@code inference}, {@code narration}, {@code ml} and {@code platform}; is recorded through
 * {@link io.explainrec.recommend.RecommendationRecorder}.
 */
package io.explainrec.recommend;
