package io.explainrec.ml.cf;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.Scorer;
import java.util.Optional;

/**
 * {@link FoldedFactors} with the offset, where a user of whom nothing is known in the item's domain is brought into it by {@link
 * DomainMaps} from each other one; several are averaged by what the user did in them.
 */
public record MappedFactors(String name, BiasedFactors.Options options) implements Scorer {
    @Override
    public Scale scale() {
        return Scale.RATING;
    }

    @Override
    public Optional<String> obstacle(Interactions data) {
        return data.domains().size() > 1
                ? Optional.empty()
                : Optional.of("all items are of one domain; expected two to map users from one to the other");
    }

    @Override
    public Fitted fit(Interactions past) {
        int[] domain = past.domainNumbers();
        Histories.Value target = BiasedFactors.target(past.rated());
        BiasedFactors factors = BiasedFactors.fit(past, options);
        Histories all = Histories.of(past, target);
        Histories[] byDomain = new Histories[past.domains().size()];
        for (int d = 0; d < byDomain.length; d++) {
            int own = d;
            byDomain[d] = Histories.of(past, (rows, r) -> domain[rows.item(r)] == own ? target.of(rows, r) : Float.NaN);
        }
        DomainMaps maps = DomainMaps.of(factors, byDomain);
        return () -> new Mapping(factors, maps, domain, target, all, byDomain);
    }

    private static final class Mapping implements State {
        private final BiasedFactors factors;
        private final DomainMaps maps;
        private final int[] domain;
        private final Histories.Value target;
        private final Histories all;
        private final Histories[] byDomain;
        private final BiasedFactors.Regression regression;
        /** By user and domain of the item, what was solved; null where an event came since. */
        private final double[][][] solved;

        Mapping(
                BiasedFactors factors,
                DomainMaps maps,
                int[] domain,
                Histories.Value target,
                Histories all,
                Histories[] byDomain) {
            this.factors = factors;
            this.maps = maps;
            this.domain = domain;
            this.target = target;
            this.all = all.fork();
            this.byDomain = new Histories[byDomain.length];
            for (int d = 0; d < byDomain.length; d++) {
                this.byDomain[d] = byDomain[d].fork();
            }
            regression = factors.regression();
            solved = new double[all.users()][byDomain.length][];
        }

        @Override
        public double score(int user, int item) {
            int to = domain[item];
            if (solved[user][to] == null) {
                solved[user][to] = solve(user, to);
            }
            double[] of = solved[user][to];
            return factors.itemLevel(item) + factors.affinity(of, item) + of[0];
        }

        private double[] solve(int user, int to) {
            double[] joint = factors.foldIn(all, user, regression);
            if (byDomain[to].size(user) > 0) {
                return joint;
            }
            double[] sum = new double[joint.length];
            int events = 0;
            for (int from = 0; from < byDomain.length; from++) {
                int n = byDomain[from].size(user);
                Optional<double[]> mapped = n == 0
                        ? Optional.empty()
                        : maps.mapped(factors.foldIn(byDomain[from], user, regression), from, to);
                if (mapped.isPresent()) {
                    for (int a = 0; a < sum.length; a++) {
                        sum[a] += n * mapped.get()[a];
                    }
                    events += n;
                }
            }
            for (int a = 0; a < sum.length; a++) {
                sum[a] /= events;
            }
            return events == 0 ? joint : sum;
        }

        @Override
        public void observe(Interactions events, int row) {
            int user = events.user(row);
            float value = target.of(events, row);
            all.append(user, events.item(row), value);
            byDomain[domain[events.item(row)]].append(user, events.item(row), value);
            solved[user] = new double[byDomain.length][];
        }
    }
}
