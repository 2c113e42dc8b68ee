package io.explainrec.knowledge;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;

/** Under what an entry says something of a value; stored as JSON. */
public sealed interface Condition {
    /**
     * A demographic cell; all null for everybody. A field is null unless those before it are given.
     *
     * @param age band, as the shop names it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Group(String age, String gender, String occupation) implements Condition {
        public static final Group EVERYBODY = new Group(null, null, null);

        @JsonIgnore
        public boolean isEverybody() {
            return age == null;
        }
    }

    /** Those who favour a value in another domain. */
    record Favours(String domain, String attribute, String value) implements Condition {}

    /**
     * A month of the year, in UTC.
     *
     * @param month 1 to 12
     * @param once whether it was looked at in one year alone, which may be what made the difference
     */
    record Month(
            int month,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean once) implements Condition {}

    /** The last months, this many; half of them at least, where the year before has the same. */
    record Lately(int months) implements Condition {}

    /** Opinions in a month and in the one so many months behind it, by the calendar. */
    record Soon(int within) implements Condition {}

    /** The condition that entries of a kind store as this JSON. */
    static Condition read(KnowledgeKind kind, String json) {
        try {
            return ConditionJson.MAPPER.readValue(json, type(kind));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("'" + json + "' is no condition of the kind " + kind.label(), e);
        }
    }

    /** What opinions under it are compared with, in words. */
    default String otherwise() {
        return switch (this) {
            case Group group -> "among others";
            case Favours favours -> "among others";
            case Month month -> "in other months";
            case Lately lately -> "in the same months a year before";
            case Soon soon -> "six months later or more";
        };
    }

    /** As it is stored. */
    default String json() {
        try {
            return ConditionJson.MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<? extends Condition> type(KnowledgeKind kind) {
        return switch (kind) {
            case GROUP -> Group.class;
            case ASSOCIATION -> Favours.class;
            case SEASON -> Month.class;
            case TREND -> Lately.class;
            case RECENCY -> Soon.class;
        };
    }
}
