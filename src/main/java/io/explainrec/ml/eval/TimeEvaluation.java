package io.explainrec.ml.eval;

import io.explainrec.ml.eval.Evaluation.Findings;
import io.explainrec.ml.eval.Evaluation.Tasks;
import io.explainrec.ml.eval.Evaluation.Tasks.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The protocols in time: everything on the global split, the frozen ones pooled over rolling cuts. */
final class TimeEvaluation {
    private final List<UserGroup> groups;
    private final List<Scorer> scorers;
    private final EvaluationSettings settings;
    private final List<SplitScores.Cut> cuts;
    private final List<List<SplitScores>> scores = new ArrayList<>();
    private final List<Report.PartSize> sizes = new ArrayList<>();
    private final List<Task<List<Measurement>>> measuring = new ArrayList<>();

    TimeEvaluation(Interactions data, List<UserGroup> groups, List<Scorer> scorers, EvaluationSettings settings) {
        this.groups = groups;
        this.scorers = scorers;
        this.settings = settings;
        cuts = TimeSplit.rolling(data).stream()
                .map(split -> SplitScores.Cut.of(split, settings.asked()))
                .toList();
    }

    /** Which rows of a test slice: those of flagged users. */
    private record Part(String name, boolean[] users) {
        static List<Part> of(SplitScores.Cut cut) {
            boolean[] known = cut.past().usersPresent();
            boolean[] unknown = new boolean[known.length];
            boolean[] all = new boolean[known.length];
            for (int u = 0; u < known.length; u++) {
                unknown[u] = !known[u];
                all[u] = true;
            }
            return List.of(new Part("all", all), new Part("known", known), new Part("new", unknown));
        }

        int[] rows(Interactions test) {
            return IntStream.range(0, test.size())
                    .filter(r -> users[test.user(r)])
                    .toArray();
        }
    }

    /** What is to be known of the rankings; empty where they are of everybody whom they could be of. */
    List<String> notes() {
        List<String> parts = new ArrayList<>();
        for (SplitScores.Cut cut : cuts) {
            RankedUsers ranked = cut.ranked();
            if (ranked.numbers().length < ranked.all()) {
                parts.add(String.format(
                        Locale.ROOT,
                        "%,d of %,d users at %d%%",
                        ranked.numbers().length,
                        ranked.all(),
                        cut.trainPercent()));
            }
        }
        return parts.isEmpty()
                ? List.of()
                : List.of(String.format(
                        Locale.ROOT,
                        "rankings are of %s, those with the lowest sha256(id) of all who liked something new, since to rank %,d items for"
                                + " each of all takes too long",
                        String.join(", ", parts),
                        cuts.getLast().past().items()));
    }

    Findings run(Tasks tasks) {
        score(tasks);
        SplitScores.Cut global = cuts.getLast();
        List<SplitScores> last = scores.getLast();
        Interactions test = global.test();
        List<Part> parts = Part.of(global);
        parts.forEach(part -> measuring.add(frozen(test, part, last)));
        parts.forEach(part -> measuring.add(online(test, part, last)));
        Interactions later = global.fewShot().rows();
        for (int shot = 0; shot < SplitScores.SHOTS.length; shot++) {
            int k = shot;
            plain("cold", "k" + SplitScores.SHOTS[k], later, s -> last.get(s).fewShot()[k]);
        }
        plain("new-items", "all", global.newItems().test(), s -> last.get(s).newItems());
        Segments.of(global.past(), test, groups).forEach(segment -> segment(test, segment, last));
        asked(global.asked(), last);
        rolling();
        rollingCold();
        rollingNewItems();
        List<Measurement> measured =
                tasks.run(measuring).stream().flatMap(List::stream).toList();
        return new Findings(sizes, measured, reliability(test, last), timings());
    }

    private void score(Tasks tasks) {
        List<Task<SplitScores>> scoring = new ArrayList<>();
        for (SplitScores.Cut cut : cuts) {
            boolean last = cut == cuts.getLast();
            for (Scorer scorer : scorers) {
                scoring.add(Task.of(
                        scorer,
                        scorer.name() + " at " + cut.trainPercent() + "%",
                        () -> SplitScores.of(scorer, cut, last)));
            }
        }
        List<SplitScores> all = tasks.run(scoring);
        for (int c = 0; c < cuts.size(); c++) {
            scores.add(all.subList(c * scorers.size(), (c + 1) * scorers.size()));
        }
    }

    private Task<List<Measurement>> frozen(Interactions test, Part part, List<SplitScores> last) {
        int[] kept = part.rows(test);
        Interactions rows = test.select(kept);
        sizes.add(Report.PartSize.of("frozen", part.name, rows));
        return new Task<>("measure frozen " + part.name, () -> {
            Figures figures = new Figures();
            for (int s = 0; s < scorers.size(); s++) {
                figures.addScores(scorers.get(s), rows, pick(last.get(s).frozen(), kept));
                figures.addRanking(scorers.get(s), last.get(s).ranking(), part.users);
            }
            List<Measurement> measured =
                    new ArrayList<>(figures.measure("frozen", part.name, resampling(rows), settings));
            Leanings leanings = new Leanings(cuts.getLast().past(), rows);
            for (int s = 0; s < scorers.size(); s++) {
                double[] picked = pick(last.get(s).frozen(), kept);
                measured.addAll(
                        leanings.measure("frozen", part.name, scorers.get(s).name(), picked));
            }
            return measured;
        });
    }

    private Task<List<Measurement>> online(Interactions test, Part part, List<SplitScores> last) {
        int[] kept = part.rows(test);
        Interactions rows = test.select(kept);
        sizes.add(Report.PartSize.of("online", part.name, rows));
        return new Task<>("measure online " + part.name, () -> {
            Figures figures = new Figures();
            for (int s = 0; s < scorers.size(); s++) {
                if (last.get(s).online() != null) {
                    figures.addScores(scorers.get(s), rows, pick(last.get(s).online(), kept));
                }
            }
            return figures.measure("online", part.name, resampling(rows), settings);
        });
    }

    @FunctionalInterface
    private interface ScoresOf {
        double[] scorer(int number);
    }

    /** The frozen scores of some rows, of a few scorers. */
    private void segment(Interactions test, Segments.Segment segment, List<SplitScores> last) {
        Interactions rows = test.select(segment.rows());
        sizes.add(Report.PartSize.of("segments", segment.name(), rows));
        measuring.add(new Task<>("measure segments " + segment.name(), () -> {
            Figures figures = new Figures();
            for (int s = 0; s < scorers.size(); s++) {
                if (Segments.shows(scorers.get(s))) {
                    figures.addScores(scorers.get(s), rows, pick(last.get(s).frozen(), segment.rows()));
                }
            }
            return figures.measure("segments", segment.name(), resampling(rows));
        }));
    }

    private void plain(String protocol, String part, Interactions rows, ScoresOf scoresOf) {
        sizes.add(Report.PartSize.of(protocol, part, rows));
        measuring.add(new Task<>("measure " + protocol + " " + part, () -> {
            Figures figures = new Figures();
            for (int s = 0; s < scorers.size(); s++) {
                if (scorers.get(s).standIn().isPresent()) {
                    figures.addScores(scorers.get(s), rows, scoresOf.scorer(s));
                }
            }
            return figures.measure(protocol, part, resampling(rows));
        }));
    }

    /** All scorers on the rows that each was asked about itself; nothing where none are. */
    private void asked(SplitScores.Asked asked, List<SplitScores> last) {
        if (asked == null) {
            return;
        }
        for (int shot = 0; shot < SplitScores.SHOTS.length; shot++) {
            int k = shot;
            asked(
                    "cold-asked",
                    "k" + SplitScores.SHOTS[k],
                    asked.fewShot().rows(),
                    s -> last.get(s).asked().fewShot()[k],
                    ScorerNames.ITEM_MEAN);
        }
        asked(
                "new-items-asked",
                "all",
                asked.newItems(),
                s -> last.get(s).asked().newItems(),
                ScorerNames.CONTENT);
    }

    private void asked(String protocol, String part, Interactions rows, ScoresOf scoresOf, String rival) {
        sizes.add(Report.PartSize.of(protocol, part, rows));
        measuring.add(new Task<>("measure " + protocol + " " + part, () -> {
            Figures figures = new Figures();
            for (int s = 0; s < scorers.size(); s++) {
                figures.addScores(scorers.get(s), rows, scoresOf.scorer(s));
            }
            return figures.measure(protocol, part, resampling(rows), settings.against(rival));
        }));
    }

    /** Each part of the frozen protocol over all cuts. */
    private void rolling() {
        List<List<Part>> parts = cuts.stream().map(Part::of).toList();
        for (int part = 0; part < parts.getLast().size(); part++) {
            PooledCuts pool = new PooledCuts("rolling", parts.getLast().get(part).name, scorers, settings);
            for (int c = 0; c < cuts.size(); c++) {
                Interactions test = cuts.get(c).test();
                Part of = parts.get(c).get(part);
                int[] kept = of.rows(test);
                List<SplitScores> scored = scores.get(c);
                pool.add(new PooledCuts.Piece(
                        test.select(kept),
                        s -> pick(scored.get(s).pooled().frozen(), kept),
                        s -> scored.get(s).pooled().ranking().ndcg().only(of.users)));
            }
            pool(pool);
        }
    }

    /** New users after each number of events, over all cuts. */
    private void rollingCold() {
        List<Interactions> rows = cuts.stream().map(cut -> cut.fewShot().rows()).toList();
        for (int shot = 0; shot < SplitScores.SHOTS.length; shot++) {
            int k = shot;
            PooledCuts pool = new PooledCuts(
                    "rolling-cold", "k" + SplitScores.SHOTS[k], scorers, settings.against(ScorerNames.ITEM_MEAN));
            for (int c = 0; c < cuts.size(); c++) {
                List<SplitScores> scored = scores.get(c);
                pool.add(new PooledCuts.Piece(rows.get(c), s -> scored.get(s).fewShot()[k], null));
            }
            pool(pool);
        }
    }

    /** New items over all cuts. */
    private void rollingNewItems() {
        PooledCuts pool = new PooledCuts("rolling-new-items", "all", scorers, settings.against(ScorerNames.CONTENT));
        for (int c = 0; c < cuts.size(); c++) {
            List<SplitScores> scored = scores.get(c);
            pool.add(new PooledCuts.Piece(
                    cuts.get(c).newItems().test(), s -> scored.get(s).newItems(), null));
        }
        pool(pool);
    }

    private void pool(PooledCuts pool) {
        sizes.add(pool.size());
        measuring.add(pool.measuring());
    }

    private List<Report.Reliability> reliability(Interactions test, List<SplitScores> last) {
        List<Report.Reliability> curves = new ArrayList<>();
        for (int s = 0; s < scorers.size(); s++) {
            if (scorers.get(s).scale() == Scorer.Scale.LOG_ODDS) {
                String name = scorers.get(s).name();
                curves.add(new Report.Reliability(
                        "frozen",
                        name,
                        Calibration.ofLogOdds(test, last.get(s).frozen()).bins()));
                if (last.get(s).online() != null) {
                    curves.add(new Report.Reliability(
                            "online",
                            name,
                            Calibration.ofLogOdds(test, last.get(s).online()).bins()));
                }
            }
        }
        return curves;
    }

    private List<Report.Timing> timings() {
        List<Report.Timing> timings = new ArrayList<>();
        for (int s = 0; s < scorers.size(); s++) {
            double fit = 0;
            double score = 0;
            for (List<SplitScores> cut : scores) {
                fit += cut.get(s).timing().fitSeconds();
                score += cut.get(s).timing().scoreSeconds();
            }
            timings.add(new Report.Timing(scorers.get(s).name(), fit, score));
        }
        return timings;
    }

    private UserResampling resampling(Interactions rows) {
        return UserResampling.of(rows, settings.resamples(), settings.seed());
    }

    private static double[] pick(double[] scores, int[] rows) {
        return Arrays.stream(rows).mapToDouble(r -> scores[r]).toArray();
    }
}
