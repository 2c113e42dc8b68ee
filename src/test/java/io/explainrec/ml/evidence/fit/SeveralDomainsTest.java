package io.explainrec.ml.evidence.fit;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.ml.adapt.Support;
import io.explainrec.ml.attribution.PromptStyle;
import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.InteractionsBuilder;
import io.explainrec.ml.evidence.Recency;
import io.explainrec.ml.evidence.fit.Parts.Part;
import io.explainrec.ml.text.Candidate;
import io.explainrec.ml.text.Profile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked and counted of people who know two domains. */
class SeveralDomainsTest {
    private static final int FILMS = 6;
    private static final DataSet SHOP = shop();

    private final List<Asked> asked = new ArrayList<>();
    private LanguageScores scores;

    private record Asked(String kind, List<String> titles, List<Support.Said> said) {}

    /** Each of twenty people likes every second film and hates the rest, then speaks of books so. */
    private static DataSet shop() {
        InteractionsBuilder builder = new InteractionsBuilder();
        for (int u = 0; u < 20; u++) {
            for (int k = 0; k < 2 * FILMS; k++) {
                String domain = k < FILMS ? "films" : "books";
                builder.add(
                        "u" + u, domain, domain + k, (u + k) % 2 == 0, Float.NaN, Instant.ofEpochSecond(1000L * k + u));
            }
        }
        return PlainData.of(builder.build());
    }

    @BeforeEach
    void open() {
        scores = new LanguageScores(
                SHOP,
                new LanguageScores.Model() {
                    @Override
                    public float[] score(Profile profile, List<Candidate> candidates) {
                        throw new AssertionError("a model that adapts is asked with what was said");
                    }

                    @Override
                    public float[] score(Profile profile, List<Candidate> candidates, Supplier<Support> support) {
                        List<String> titles =
                                candidates.stream().map(Candidate::title).toList();
                        asked.add(new Asked(
                                profile.itemKind(), titles, support.get().said()));
                        float[] logits = new float[titles.size()];
                        for (int k = 0; k < logits.length; k++) {
                            logits[k] = titles.get(k).startsWith("books") ? 10 + k : k;
                        }
                        return logits;
                    }
                },
                new PromptStyle(10, false, true, false));
    }

    private static Replay replay(Interactions past) {
        return new Replay(SHOP, past, new LearnedFit(SHOP, 0).fit(past, Recency.STATED, List.of()));
    }

    @Test
    void eachDomainIsAskedAboutByItself() {
        Interactions all = SHOP.interactions();
        Replay replay = replay(all);
        assertThat(scores.centred(replay, 0, new int[] {0, FILMS, 1, FILMS + 1}))
                .as("against those of the same domain")
                .containsExactly(-0.5, -0.5, 0.5, 0.5);
        assertThat(asked).extracting(Asked::kind).containsExactly("films", "books");
        assertThat(asked.getFirst().said())
                .as("the last of this domain, before all others' last were books")
                .hasSize(FILMS)
                .allSatisfy(said -> assertThat(said.candidate().title()).startsWith("films"));
    }

    @Test
    void nobodyIsToldTheirOwnVerdictAsWhatOthersSaid() {
        Interactions all = SHOP.interactions();
        Replay replay = replay(all);
        scores.logits(replay, 0, new int[] {FILMS});
        assertThat(asked.getFirst().said())
                .allSatisfy(said ->
                        assertThat(said.candidate().knowledge().getFirst()).endsWith("of 19)"));
        asked.clear();
        Replay before = replay(all.slice(0, 0));
        before.support(all, 0);
        scores.logits(before, all.user(0), new int[] {0});
        assertThat(asked.getFirst().said().getFirst().candidate().knowledge())
                .as("nobody spoke yet, and what supports alone is not counted")
                .isEmpty();
    }

    @Test
    void aSampleIsOfOneDomainForEachPerson() {
        Interactions all = SHOP.interactions();
        List<LanguageFit.Asked> sample = LanguageFit.sample(replay(all), all, 1);
        assertThat(sample)
                .isNotEmpty()
                .allSatisfy(of -> assertThat(IntStream.of(of.question().items())
                                .mapToObj(all::itemDomain)
                                .distinct())
                        .hasSize(1));
    }

    /** In the third quarter films are over, so that whoever stands in the last one knew films, or films and some books. */
    @Test
    void whoKnewOneDomainAloneIsDescribedByItOnce() {
        Interactions all = SHOP.interactions();
        int cut = all.size() / 2;
        Interactions past = all.slice(0, cut);
        assertThat(past.domains().size()).isEqualTo(2);
        List<Row> rows = new Slice(0, replay(past), new Part(past, all.slice(cut, all.size())), 0).frozen();
        assertThat(rows).extracting(Row::known).doesNotContain(Row.Known.ELSEWHERE);
    }

    @Test
    void aPersonIsOneWhereGainsAreCounted() {
        Interactions all = SHOP.interactions();
        int cut = all.size() * 3 / 4;
        Interactions past = all.slice(0, cut);
        List<Row> rows = new Slice(0, replay(past), new Part(past, all.slice(cut, all.size())), 0).frozen();
        assertThat(rows.stream().filter(Row::asItIs)).hasSize(all.size() - cut);
        assertThat(rows.stream().filter(row -> row.weight() == 1))
                .as("those who are seen by their films alone weigh as much")
                .hasSizeGreaterThan(all.size() - cut);
    }
}
