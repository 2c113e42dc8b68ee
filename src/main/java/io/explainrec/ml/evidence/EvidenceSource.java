package io.explainrec.ml.evidence;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Where a piece of evidence comes from. The name in JSON and in weights files is the lower-case form with hyphens. */
public enum EvidenceSource {
    /** How much this user likes in general: shrunken logit of the share of likes. */
    USER_BIAS,
    /** How much this item is liked in general: shrunken logit of the share of likes. */
    ITEM_BIAS,
    /** How much this item was liked lately: logarithm of the decayed count of likes. */
    RECENT_POPULARITY,
    /** How much people of the user's group like this item: shrunken logit of their share less the item's. */
    GROUP,
    /** Items that are liked by the same people as those in the user's history. */
    NEIGHBOURS,
    /** Cosine between the item's vector, in the space that the layer was fitted in, and the user's taste. */
    CONTENT,
    /** The language model's logit. */
    LLM,
    /** How much more this user grades than others do the same items: shrunken mean residual of grades. */
    USER_LEVEL,
    /** The same of the last verdicts alone, against the user's level. */
    MOOD,
    /** How much more people of the user's age, gender and occupation grade. */
    GROUP_LEVEL,
    /** How highly the item is graded above its domain's mean, net of who graded it. */
    ITEM_LEVEL,
    /** The same, drawn to what the item's attributes and description lead one to expect. */
    EXPECTED_LEVEL,
    /** What people alike in age, gender and occupation thought of the item and of those graded like it. */
    ALIKE,
    /** What people alike take up more than others do: logarithm of the ratio of their shares of likes. */
    ALIKE_POPULARITY,
    /** Latent factors of the user's history, and of people of the user's age, gender and occupation, against the item's. */
    FACTORS,
    /** What the user thought of items that are graded alike. */
    GRADED_ALIKE,
    /** What the user thought of items that share attributes with it. */
    ATTRIBUTES,
    /** How much what the user liked predicts a like of the item, all co-likes weighed against each other. */
    CO_LIKED,
    /** How much was said of the item lately, for it or against: logarithm of the decayed count of verdicts. */
    RECENT_ATTENTION,
    /** Recent popularity of an item that came up lately: times the decayed age of its first verdict. */
    NOVELTY,
    /** What people of the user's age, gender and occupation like more than others, of the item's attribute values. */
    DEMOGRAPHIC_KNOWLEDGE,
    /** What people who favour the same in other domains like more than others, of the item's attribute values. */
    CROSS_DOMAIN_KNOWLEDGE,
    /** What is liked more in this month and in the last months than otherwise, of the item's attribute values. */
    TEMPORAL_KNOWLEDGE,
    /** In a domain that nothing is known of: how much more the user is expected to grade there than in others. */
    CARRIED_LEVEL,
    /** How many like the item, of all time: logarithm of the count. */
    POPULARITY,
    /** How little is known of the item: 1 where nobody judged it, falling with the root of how many did. No fit hears it, see {@link DecisionLayer#exploring}. */
    EXPLORATION;

    /** What comes from a snapshot of the knowledge base. */
    public static final Set<EvidenceSource> KNOWLEDGE =
            Set.of(DEMOGRAPHIC_KNOWLEDGE, CROSS_DOMAIN_KNOWLEDGE, TEMPORAL_KNOWLEDGE);

    public static final int COUNT = values().length;

    /** All that {@link UserEvidence} gives; the others come from encoders and models. */
    static final List<EvidenceSource> OF_INTERACTIONS = Stream.of(values())
            .filter(source -> source != CONTENT && source != LLM)
            .toList();

    /** As it is written in JSON. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The source of a name in JSON.
     *
     * @throws IllegalArgumentException where there is none
     */
    public static EvidenceSource of(String id) {
        return Stream.of(values())
                .filter(source -> source.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no source of evidence '" + id
                        + "'; expected one of "
                        + Stream.of(values()).map(EvidenceSource::id).toList()));
    }
}
