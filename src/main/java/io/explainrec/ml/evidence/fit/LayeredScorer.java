package io.explainrec.ml.evidence.fit;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.Scorer;
import io.explainrec.ml.evidence.AdditiveHead;
import io.explainrec.ml.evidence.EvidenceSource;
import io.explainrec.ml.evidence.LeveledHead;
import io.explainrec.ml.evidence.UserEvidence;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The decision layer under evaluation: sources and both heads are fitted on the past alone, and score through the state that serves.
 *
 * @param study shared by scorers that differ in their sources only
 * @param without sources that are left out
 */
public record LayeredScorer(String name, LayerStudy study, Set<EvidenceSource> without) implements Scorer {
    @Override
    public Scale scale() {
        return Scale.LOG_ODDS;
    }

    @Override
    public Fitted fit(Interactions past) {
        LayerStudy.Studied studied = study.of(past);
        LeveledHead like = studied.fit().like(without);
        LeveledHead rank = studied.fit().rank(without);
        return () -> new Running(studied.replay().fork(past), like, rank);
    }

    private static final class Running implements State {
        private final Replay replay;
        private final LeveledHead like;
        private final LeveledHead rank;
        private final Map<Integer, OfUser> users = new HashMap<>();

        private record OfUser(UserEvidence evidence, double intercept, AdditiveHead like, AdditiveHead rank) {}

        Running(Replay replay, LeveledHead like, LeveledHead rank) {
            this.replay = replay;
            this.like = like;
            this.rank = rank;
        }

        private OfUser about(int user) {
            return users.computeIfAbsent(user, u -> {
                UserEvidence evidence = replay.about(u, List.copyOf(replay.events(u)));
                int events = evidence.history().events().size();
                return new OfUser(evidence, like.intercept(events), like.at(events), rank.at(events));
            });
        }

        @Override
        public double score(int user, int item) {
            OfUser about = about(user);
            return about.like.logit(replay.base(item) + about.intercept, replay.values(about.evidence, item));
        }

        @Override
        public void scoreAll(int user, double[] scores) {
            OfUser about = about(user);
            for (int item = 0; item < scores.length; item++) {
                scores[item] = about.rank.logit(0, replay.values(about.evidence, item));
            }
        }

        @Override
        public void observe(Interactions events, int row) {
            replay.observe(events, row);
            users.remove(events.user(row));
        }

        @Override
        public void support(Interactions events, int row) {
            replay.support(events, row);
            users.remove(events.user(row));
        }
    }
}
