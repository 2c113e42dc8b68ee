package io.explainrec.ml.evidence.fit;

import io.explainrec.ml.cf.LogisticObjective;
import io.explainrec.ml.evidence.EvidenceSource;
import io.explainrec.ml.evidence.fit.OrderFit.Fit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds the sources that help to order the rows of a slice which their weights were not fitted on. */
record HelpfulSources(OrderFit order) {
    /**
     * Sources without which, fitted on the other slices, the pairs of the newest slice would be told apart worse: asked of each beside all
     * others, and where those that seem needless are not so together, one after the other; all of them where fewer than {@value
     * Gain#LEAST_USERS} users have pairs in it. Knowledge repeats in a coarser grain what other sources say of single items: it is added to
     * those that help without it, so that it takes no place of theirs, and only where it surely helps.
     */
    List<EvidenceSource> of(List<List<Row>> slices, List<EvidenceSource> offered) {
        if (slices.size() < 2) {
            return offered;
        }
        List<Row> before = slices.subList(0, slices.size() - 1).stream()
                .flatMap(List::stream)
                .toList();
        List<EvidenceSource> plain = offered.stream()
                .filter(source -> !EvidenceSource.KNOWLEDGE.contains(source))
                .toList();
        Fit without = order.fit(before, helpful(before, slices.getLast(), plain));
        Stream<EvidenceSource> known = offered.stream()
                .filter(EvidenceSource.KNOWLEDGE::contains)
                .filter(source -> surelyHelps(slices.getLast(), without, order.fit(before, with(without, source))));
        return Stream.concat(without.sources().stream(), known).toList();
    }

    private List<EvidenceSource> helpful(List<Row> before, List<Row> newest, List<EvidenceSource> offered) {
        if (OrderFit.withBoth(newest).size() < Gain.LEAST_USERS) {
            return offered;
        }
        Fit fit = order.fit(before, offered);
        LogisticObjective pairs = order.pairs(newest, fit.columns());
        double loss = pairs.value(fit.weights());
        List<EvidenceSource> needless = offered.stream()
                .filter(source -> pairs.value(silenced(fit.weights(), offered.indexOf(source))) <= loss)
                .toList();
        double[] without = fit.weights();
        for (EvidenceSource source : needless) {
            without = silenced(without, offered.indexOf(source));
        }
        // Of sources that say the same, each seems needless while the others speak.
        return pairs.value(without) <= loss
                ? offered.stream().filter(source -> !needless.contains(source)).toList()
                : oneByOne(pairs, fit.weights(), offered);
    }

    /** Sources that are left where, one after the other, the most needless is silenced. */
    private static List<EvidenceSource> oneByOne(LogisticObjective pairs, double[] all, List<EvidenceSource> offered) {
        double[] weights = all;
        List<EvidenceSource> helpful = new ArrayList<>(offered);
        double loss = pairs.value(weights);
        while (true) {
            int worst = -1;
            for (EvidenceSource source : helpful) {
                double without = pairs.value(silenced(weights, offered.indexOf(source)));
                if (without <= loss) {
                    loss = without;
                    worst = offered.indexOf(source);
                }
            }
            if (worst < 0) {
                return helpful;
            }
            weights = silenced(weights, worst);
            helpful.remove(offered.get(worst));
        }
    }

    private static double[] silenced(double[] weights, int source) {
        double[] without = weights.clone();
        without[2 * source] = 0;
        without[2 * source + 1] = 0;
        return without;
    }

    private static List<EvidenceSource> with(Fit fit, EvidenceSource source) {
        return Stream.concat(fit.sources().stream(), Stream.of(source)).toList();
    }

    /** Whether the loss of the newest slice's users is surely lower by one fit than by another. */
    private boolean surelyHelps(List<Row> newest, Fit without, Fit with) {
        List<List<Row>> users = OrderFit.withBoth(newest);
        return Gain.of(order.losses(users, without), order.losses(users, with)).isSure();
    }
}
