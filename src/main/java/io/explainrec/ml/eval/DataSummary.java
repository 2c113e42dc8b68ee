package io.explainrec.ml.eval;

import io.explainrec.ml.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * What a data set is.
 *
 * @param users who have a row
 * @param items that have a row
 * @param untimed rows without a time
 * @param rated whether every row has a rating
 * @param fingerprint SHA-256 of the rows in their order, each with its user, domain where there are several, item, verdict, rating and second
 */
public record DataSummary(int rows, int users, int items, int likes, int untimed, boolean rated, String fingerprint) {
    /** Of these rows. */
    public static DataSummary of(Interactions data) {
        return new DataSummary(
                data.size(),
                Interactions.rows(data.usersPresent()).length,
                Interactions.rows(data.itemsPresent()).length,
                data.likes(),
                data.untimed(),
                data.rated(),
                fingerprint(data));
    }

    private static String fingerprint(Interactions data) {
        boolean several = data.domains().size() > 1;
        MessageDigest digest = Sha256.digest();
        for (int r = 0; r < data.size(); r++) {
            String domain = several ? data.itemDomain(data.item(r)) + "\t" : "";
            String row = data.userName(data.user(r)) + "\t" + domain + data.itemName(data.item(r)) + "\t"
                    + data.liked(r) + "\t" + data.rating(r) + "\t" + data.second(r) + "\n";
            digest.update(row.getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
