package io.explainrec.ml.ablation;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.InteractionsBuilder;
import io.explainrec.ml.evidence.LearnedTables.ItemName;
import io.explainrec.ml.evidence.Person;
import io.explainrec.ml.evidence.fit.DataSet;
import io.explainrec.ml.evidence.fit.DataSet.ItemFacts;
import io.explainrec.ml.instruct.InstructionBuilder;
import io.explainrec.ml.instruct.InstructionRow;
import io.explainrec.ml.instruct.StatedReasons;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeldOutTest {
    /** Of one user: 18 films, and in the last tenth the film and the book that are both called 1. */
    private static DataSet twoDomains() {
        InteractionsBuilder builder = new InteractionsBuilder();
        for (int k = 2; k < 20; k++) {
            builder.add("u", "films", Integer.toString(k), k % 2 == 0, Float.NaN, Instant.ofEpochSecond(k));
        }
        builder.add("u", "films", "1", true, Float.NaN, Instant.ofEpochSecond(20));
        builder.add("u", "books", "1", false, Float.NaN, Instant.ofEpochSecond(21));
        Interactions all = builder.build();
        List<ItemFacts> items = IntStream.range(0, all.items())
                .mapToObj(i -> new ItemName(all.itemDomain(i), all.itemName(i)))
                .map(name -> new ItemFacts(name, name.domain() + " " + name.id(), Map.of(), ""))
                .toList();
        return new DataSet(all, items, List.of(Person.UNKNOWN), Map.of(), null);
    }

    @Test
    void itemsOfOneNameInTwoDomainsAreTwo() {
        HeldOut heldOut = HeldOut.of(twoDomains(), new StatedReasons(), InstructionBuilder.Options.DEFAULT, 10);
        assertThat(heldOut.rows().size()).as("a user is asked about one domain").isEqualTo(1);
        InstructionRow.Candidate asked = heldOut.asked(0).candidate();
        assertThat(asked.title()).isEqualTo("films 1");
        assertThat(asked.liked()).isTrue().isEqualTo(heldOut.rows().liked(0));
    }

    @Test
    void whatIsKeptIsNamedByTheRowsThatItIsOf() {
        Interactions all = twoDomains().interactions();
        Path trial = Path.of("full-0");
        Path some = Trials.kept(trial, "readings", all.select(new int[] {0, 1}));
        assertThat(some.toString()).matches("full-0.readings-[0-9a-f]{12}\\.json");
        assertThat(some)
                .isEqualTo(Trials.kept(trial, "readings", all.select(new int[] {0, 1})))
                .as("as many others")
                .isNotEqualTo(Trials.kept(trial, "readings", all.select(new int[] {0, 2})));
    }
}
