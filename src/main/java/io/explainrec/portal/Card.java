package io.explainrec.portal;

import java.util.List;

/**
 * One recommended item, with both heads' decisions.
 *
 * @param probability null where the person was erased since; then there are no heads either
 */
public record Card(int rank, Shown item, String reason, String probability, List<Waterfall> heads) {}
