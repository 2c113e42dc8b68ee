package io.explainrec.ml.adapt;

import java.util.Map;

/**
 * Where an adaptation comes from: {@code adaptation.json} beside its numbers.
 *
 * @param version of this file
 * @param steps inner steps of the head
 * @param adapterSha256 of the adapter's files that it was learned over
 * @param source of the data
 * @param dataSha256 of the data's files, by part
 * @param trainUsers it was learned from
 * @param validUsers it was chosen by, and its figures are of
 * @param epochs times each user was seen at most
 * @param seed of users and order
 * @param token how the user's token was learned; null where none was
 * @param reached of the validation users with and without adaptation, by name
 */
public record AdaptationCard(
        int version,
        int steps,
        String adapterSha256,
        String source,
        Map<String, String> dataSha256,
        int trainUsers,
        int validUsers,
        int epochs,
        long seed,
        Token token,
        Map<String, Double> reached) {
    public static final int VERSION = 2;

    /**
     * Of a user's token, over the same users.
     *
     * @param steps inner steps
     * @param epochs times each user was seen at most
     */
    public record Token(int steps, int epochs) {}
}
