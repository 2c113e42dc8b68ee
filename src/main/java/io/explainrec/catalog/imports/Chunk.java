package io.explainrec.catalog.imports;

import java.util.List;

/**
 * Rows that come in together, in one transaction with the position behind them.
 *
 * @param catalogue items and users; none where there are events
 * @param events none where there are items or users
 * @param refused rows that the source itself refuses
 * @param position behind these rows
 * @param done how much of {@link ImportSource#size()} was read
 */
record Chunk(
        List<Row> catalogue, List<Row.OfInteraction> events, List<Row.Refused> refused, Position position, long done) {}
