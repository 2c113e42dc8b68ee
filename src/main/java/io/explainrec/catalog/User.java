package io.explainrec.catalog;

import io.explainrec.platform.problem.Faults;
import java.util.UUID;

/** A customer of the shop. Demographics are null where they are not known. */
public record User(
        UUID id, String namespace, String externalId, String ageBand, String gender, String occupation, String region) {
    /** The namespace of users that the shop itself names. */
    public static final String DEFAULT_NAMESPACE = "shop";

    private static final int LONGEST = 100;

    /**
     * What a caller may say of a user; {@code id} and {@code namespace} are for bulk, where no address names them. Blank demographics are
     * not known, and spaces around others say nothing: of one group there are no two.
     */
    public record Input(String id, String namespace, String ageBand, String gender, String occupation, String region) {
        public Input {
            ageBand = known(ageBand);
            gender = known(gender);
            occupation = known(occupation);
            region = known(region);
        }

        private static String known(String said) {
            return said == null || said.isBlank() ? null : said.strip();
        }

        void check(Faults faults) {
            faults.text("ageBand", ageBand, LONGEST)
                    .text("gender", gender, LONGEST)
                    .text("occupation", occupation, LONGEST)
                    .text("region", region, LONGEST);
        }
    }

    static User of(UserEntity entity) {
        return new User(
                entity.id,
                entity.namespace,
                entity.externalId,
                entity.ageBand,
                entity.gender,
                entity.occupation,
                entity.region);
    }
}
