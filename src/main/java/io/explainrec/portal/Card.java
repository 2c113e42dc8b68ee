package io.explainrec.portal;

import java.util.List;

/** One recommended item, with both heads' decisions. */
public record Card(int rank, Shown item, String reason, String probability, List<Waterfall> heads) {}
