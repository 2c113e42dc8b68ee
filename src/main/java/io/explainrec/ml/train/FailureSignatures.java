package io.explainrec.ml.train;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Looks for signs that a run goes wrong, and writes them into its log as findings with the evidence. */
final class FailureSignatures {
    /** A mean AUC for new users that near one half says nothing of them. */
    private static final double NEAR_CHANCE = 0.02;
    /** A rise of the reasons' loss between evaluations that counts. */
    private static final double RISE = 1.05;
    /** A fall of the AUC below which it still holds. */
    private static final double HOLDS = 0.005;

    private final TrainingLog log;

    FailureSignatures(TrainingLog log) {
        this.log = log;
    }

    /** Called behind each evaluation, which is the log's last one. */
    void evaluated(long step, Validation.Score score) {
        if (Double.isNaN(score.decisive())) {
            log.add(
                    "finding",
                    step,
                    line -> line.put("finding", "nothing-to-choose-by")
                            .put(
                                    "advice",
                                    "no validated user has both a like and a dislike: this model is taken for the best so"
                                            + " far, and patience does not end the run; raise validationUsers, or build"
                                            + " rows of more candidates"));
        }
        if (Math.abs(score.newUsersAuc() - 0.5) < NEAR_CHANCE) {
            log.add(
                    "finding",
                    step,
                    line -> line.put("finding", "cold-start-at-chance")
                            .put("newUsersAuc", score.newUsersAuc())
                            .put(
                                    "advice",
                                    "the model tells nothing of users without a history: is group knowledge missing?"));
        }
        List<JsonNode> evaluations = log.lines("evaluation");
        if (evaluations.size() < 3) {
            return;
        }
        long middle = evaluations.get(evaluations.size() - 2).path("step").asLong();
        long earlier = evaluations.get(evaluations.size() - 3).path("step").asLong();
        double before = reasonLoss(earlier, middle);
        double now = reasonLoss(middle, step);
        double auc = evaluations.get(evaluations.size() - 2).path("auc").asDouble();
        if (now > RISE * before && score.auc() >= auc - HOLDS) {
            log.add(
                    "finding",
                    step,
                    line -> line.put("finding", "reasons-fall-while-auc-holds")
                            .put("reasonLossBefore", before)
                            .put("reasonLossNow", now)
                            .put("advice", "the consistency term may weigh too much: lower loss.consistency"));
        }
    }

    private double reasonLoss(long after, long until) {
        return log.lines("step").stream()
                .filter(line ->
                        line.path("step").asLong() > after && line.path("step").asLong() <= until)
                .filter(line -> line.has("reason")) // a batch may have none
                .mapToDouble(line -> line.path("reason").asDouble())
                .average()
                .orElse(Double.NaN);
    }
}
