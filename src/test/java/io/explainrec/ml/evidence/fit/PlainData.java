package io.explainrec.ml.evidence.fit;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.evidence.LearnedTables.ItemName;
import io.explainrec.ml.evidence.Person;
import java.util.Collections;
import java.util.Map;
import java.util.stream.IntStream;

/** A data set of which nothing is known but its interactions. */
final class PlainData {
    private PlainData() {}

    static DataSet of(Interactions rows) {
        return new DataSet(
                rows,
                IntStream.range(0, rows.items())
                        .mapToObj(i -> new DataSet.ItemFacts(
                                new ItemName(rows.itemDomain(i), rows.itemName(i)), rows.itemName(i), Map.of(), null))
                        .toList(),
                Collections.nCopies(rows.users(), Person.UNKNOWN),
                Map.of(),
                null);
    }
}
