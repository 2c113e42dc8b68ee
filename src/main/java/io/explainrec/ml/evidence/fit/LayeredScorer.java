package io.explainrec.ml.evidence.fit;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.Scorer;
import io.explainrec.ml.evidence.AdditiveHead;
import io.explainrec.ml.evidence.EvidenceSource;
import io.explainrec.ml.evidence.LeveledHead;
import io.explainrec.ml.evidence.LeveledHead.Span;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The decision layer under evaluation: sources and both heads are fitted on the past alone, and score through the state that serves.
 *
 * @param study shared by scorers that differ in their sources only
 * @param without sources that are left out
 * @param language null where the language model is not asked; where its weight is 0, it is asked for nothing more than that
 */
public record LayeredScorer(String name, LayerStudy study, Set<EvidenceSource> without, LanguageScores language)
        implements Scorer {
    @Override
    public Scale scale() {
        return Scale.LOG_ODDS;
    }

    @Override
    public Optional<Scorer> standIn() {
        return Optional.of(language == null ? this : new LayeredScorer(name, study, without, null));
    }

    @Override
    public Fitted fit(Interactions past) {
        LayerStudy.Studied studied = study.of(past);
        LeveledHead others = studied.like(without);
        LeveledHead like = language == null ? others : studied.fit().like(others, language);
        LeveledHead rank = studied.rank(without);
        return () -> new Running(studied.replay(), like, rank, language);
    }

    private static final class Running extends ReplayState {
        private final LeveledHead like;
        private final LeveledHead rank;
        /** The heads by events. */
        private final Map<Integer, AdditiveHead> likeAt = new HashMap<>();

        private final Map<Integer, AdditiveHead> rankAt = new HashMap<>();
        private final LanguageScores language;
        private final double languageWeight;

        Running(Replay replay, LeveledHead like, LeveledHead rank, LanguageScores language) {
            super(replay);
            this.like = like;
            this.rank = rank;
            this.language = language;
            Span span = like.terms().get(EvidenceSource.LLM);
            languageWeight = span == null ? 0 : span.little().weight();
        }

        @Override
        double[] scores(int user, int... items) {
            Replay.Described about = about(user);
            return Arrays.stream(items)
                    .mapToDouble(item -> {
                        int events = about.events(item);
                        AdditiveHead head = likeAt.computeIfAbsent(events, like::at);
                        return head.logit(replay.base(item) + like.intercept(events), about.values(item));
                    })
                    .toArray();
        }

        @Override
        public double[] score(Interactions rows) {
            double[] scores = super.score(rows);
            if (languageWeight != 0) {
                double[] said = perUser(rows, (user, items) -> language.centred(replay, user, items));
                Arrays.setAll(scores, r -> scores[r] + languageWeight * said[r]);
            }
            return scores;
        }

        @Override
        public void scoreAll(int user, double[] scores) {
            Replay.Described about = about(user);
            for (int item = 0; item < scores.length; item++) {
                AdditiveHead head = rankAt.computeIfAbsent(about.events(item), rank::at);
                scores[item] = head.logit(0, about.values(item));
            }
            if (languageWeight != 0) {
                int[] best = LanguageScorer.best(replay, user, scores);
                double[] said = language.centred(replay, user, best);
                for (int k = 0; k < best.length; k++) {
                    scores[best[k]] += languageWeight * said[k];
                }
            }
        }
    }
}
