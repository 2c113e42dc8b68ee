package io.explainrec.ml.text;

import io.explainrec.ml.text.Tokenizer.SpecialTokens;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a user's history and a candidate look like to the language model: Alpaca's template (Taori et al. 2023) as TALLRec
 * uses it (arXiv 2305.00447), with the reasons of attributed preferences (arXiv 2511.14770). Everything before the candidate
 * is the same for all candidates of a user, so that its ids are a shared prefix.
 *
 * <p>Segments are tokenised one by one and their ids put together, so that prefix and suffix give the same ids apart and
 * together. Text from catalogues and people is tokenised with special tokens as plain text and its white space folded.
 */
public final class InstructionFormat {
    /** Part of a model's identity: scores of different versions do not compare. */
    public static final String VERSION = "2";

    private static final String INSTRUCTION = """
            Below is an instruction that describes a task, paired with an input that provides further context. \
            Write a response that appropriately completes the request.

            ### Instruction:
            Given what the user liked and disliked, and why, say whether the user will like the candidate %s. \
            Answer Yes or No.

            ### Input:
            """;

    private static final String CANDIDATE = "---\nCandidate: ";

    private static final String NOTHING = "- nothing yet\n";

    private static final String KNOWN = "Known:\n";
    /** Of a prefix, what is known beside the history takes at most one token in so many. */
    private static final int KNOWN_SHARE = 4;

    /** Characters of an event's title and reason in the prompt. */
    private static final int LONGEST_TITLE = 100;

    private static final int LONGEST_REASON = 160;

    /** Words that would let a reason give its verdict away. */
    private static final Pattern VERDICT = Pattern.compile(
            "(?iU)\\b(dis)?(lik(e|es|ed|ing|able)|lov(e|es|ed|ing)|enjoy(s|ed|ing|able)?|hat(e|es|ed|ing)|yes|no|not|never|good|bad)\\b");

    private final Tokenizer tokenizer;
    private final Limits limits;

    /**
     * Room for a prompt.
     *
     * @param prefixTokens most tokens of a prefix; the oldest events are left out, whole, until it fits
     * @param suffixTokens most tokens of a suffix; a candidate's text is cut to fit, the slot for the answer is not
     */
    public record Limits(int prefixTokens, int suffixTokens) {
        /** 440 and 48. */
        public static final Limits DEFAULT = new Limits(440, 48);
    }

    /** What a candidate is asked for; its slot says which. */
    public enum Tag {
        /** Whether the user will like it. */
        PREFERENCE("preference"),
        /** How the user will rate it; the slot is read as a number. */
        RATING("rating"),
        /** Whether the user will like it, from a history of other domains. */
        CROSS_DOMAIN("cross-domain");

        private final String slot;

        Tag(String name) {
            slot = "\nTask: " + name + "\n\n### Response:\n";
        }
    }

    /** A shared prefix: its ids, and its text for the record. */
    public record Prefix(int[] ids, String text) {}

    /**
     * A suffix in which an item's vector stands by its place, so that no text can stand in for it.
     *
     * @param place of the token that the vector replaces
     */
    public record WithItem(int[] ids, int place) {}

    /** Ids of the two answers. */
    public record Answers(int yes, int no) {}

    /**
     * @throws IllegalArgumentException where the limits leave no room for a candidate or for a history, with the least that does
     */
    public InstructionFormat(Tokenizer tokenizer, Limits limits) {
        this.tokenizer = tokenizer;
        this.limits = limits;
        int slot = Arrays.stream(Tag.values())
                .mapToInt(tag -> ids(tag.slot).length)
                .max()
                .orElseThrow();
        if (limits.suffixTokens() <= slot) {
            throw new IllegalArgumentException("a suffix of " + limits.suffixTokens()
                    + " tokens has no room for a candidate: the slot alone takes " + slot
                    + "; give suffixTokens of at least " + (slot + 1));
        }
        int empty = alone("item").length + ids(heading(true)).length + ids(heading(false)).length;
        int least = empty + 2 * ids(NOTHING).length;
        if (limits.prefixTokens() < least) {
            throw new IllegalArgumentException("a prefix of " + limits.prefixTokens()
                    + " tokens has no room for a history: instruction and headings take " + empty
                    + "; give prefixTokens of at least " + least);
        }
    }

    /**
     * The two tokens that answer.
     *
     * @throws TokenizerException where Yes or No is not one token, or both are the same
     */
    public Answers answers() {
        int[] yes = ids("Yes");
        int[] no = ids("No");
        if (yes.length != 1 || no.length != 1 || yes[0] == no[0]) {
            throw new TokenizerException("'Yes' and 'No' must be one token each and different, and are "
                    + IntStream.of(yes).boxed().toList() + " and "
                    + IntStream.of(no).boxed().toList());
        }
        return new Answers(yes[0], no[0]);
    }

    /** Instruction, what is known of the user's like, and history: what was liked, then what was disliked, newest last in each. */
    public Prefix prefix(Profile profile) {
        List<String> segments = new ArrayList<>(List.of(INSTRUCTION.formatted(folded(profile.itemKind()))));
        segments.addAll(known(profile));
        int room = limits.prefixTokens()
                - (int) begin().count()
                - segments.stream().mapToInt(segment -> ids(segment).length).sum()
                - ids(heading(true)).length
                - ids(heading(false)).length
                - ids(NOTHING).length;
        Deque<Profile.Event> kept = new ArrayDeque<>();
        for (Profile.Event event : profile.history().reversed()) {
            room -= ids(line(event)).length;
            if (room < 0) {
                break;
            }
            kept.addFirst(event);
        }
        for (boolean liked : new boolean[] {true, false}) {
            List<Profile.Event> events =
                    kept.stream().filter(event -> event.liked() == liked).toList();
            segments.add(heading(liked));
            segments.addAll(
                    events.isEmpty()
                            ? List.of(NOTHING)
                            : events.stream().map(InstructionFormat::line).toList());
        }
        return new Prefix(
                IntStream.concat(begin(), segments.stream().flatMapToInt(segment -> IntStream.of(ids(segment))))
                        .toArray(),
                String.join("", segments));
    }

    /** Statements are whole or left out. */
    private List<String> known(Profile profile) {
        List<String> lines = new ArrayList<>();
        int room = limits.prefixTokens() / KNOWN_SHARE - ids(KNOWN).length;
        for (String statement : profile.known()) {
            String line = "- " + folded(statement) + "\n";
            int tokens = ids(line).length;
            if (tokens <= room) {
                lines.add(line);
                room -= tokens;
            }
        }
        if (!lines.isEmpty()) {
            lines.addFirst(KNOWN);
        }
        return lines;
    }

    /** The candidate and the slot for the answer. */
    public int[] suffix(Candidate candidate) {
        return suffix(candidate, Tag.PREFERENCE);
    }

    /** The candidate and the slot for an answer of this kind. */
    public int[] suffix(Candidate candidate, Tag tag) {
        int[] slot = ids(tag.slot);
        return IntStream.concat(IntStream.of(told(candidate, limits.suffixTokens() - slot.length)), IntStream.of(slot))
                .toArray();
    }

    /**
     * The same with one more token behind the candidate's text, for a vector of the item.
     *
     * @param reason also read, less the words that give the verdict away; null for none
     */
    public WithItem suffixWithItem(Candidate candidate, String reason) {
        int[] slot = ids(Tag.PREFERENCE.slot);
        int[] body = told(candidate, limits.suffixTokens() - slot.length - 1);
        IntStream why = reason == null
                ? IntStream.empty()
                : IntStream.of(ids("\nReason: " + withoutVerdict(reasonText(reason))));
        // The id in the item's place is never looked at.
        IntStream told = IntStream.concat(IntStream.of(body), IntStream.concat(IntStream.of(slot[0]), why));
        return new WithItem(IntStream.concat(told, IntStream.of(slot)).toArray(), body.length);
    }

    /** The instruction without any history: what comes before {@link #suffix(Candidate, String)}. */
    public int[] alone(String itemKind) {
        return IntStream.concat(begin(), IntStream.of(ids(INSTRUCTION.formatted(folded(itemKind)))))
                .toArray();
    }

    /** What the tokenizer begins a sequence with, where it has one; only a prefix begins a sequence. */
    private IntStream begin() {
        return tokenizer.beginOfSequence().stream();
    }

    /** The candidate with its reason, less the words that give the verdict away, and the slot for the answer. */
    public int[] suffix(Candidate candidate, String reason) {
        int[] slot = ids(Tag.PREFERENCE.slot);
        return IntStream.concat(
                        IntStream.concat(
                                IntStream.of(told(candidate, limits.suffixTokens() - slot.length)),
                                IntStream.of(ids("\nReason: " + withoutVerdict(reasonText(reason))))),
                        IntStream.of(slot))
                .toArray();
    }

    /** What stands between the slot and a reason: the verdict, which a reason is written for. */
    public int[] reasonHeading(boolean liked) {
        return ids("\n### Reason for " + (liked ? "Yes" : "No") + ":\n");
    }

    /** A reason and the end of its line, by which the model learns to end. */
    public int[] reason(String text) {
        return IntStream.concat(IntStream.of(ids(reasonText(text))), IntStream.of(endOfReason()))
                .toArray();
    }

    /** What ends a reason. */
    public int[] endOfReason() {
        return ids("\n");
    }

    private static String reasonText(String reason) {
        return cut(folded(reason), LONGEST_REASON);
    }

    /** Whether a reason has words that would give its verdict away. */
    public static boolean statesVerdict(String reason) {
        return VERDICT.matcher(reason).find();
    }

    private static String withoutVerdict(String reason) {
        return folded(VERDICT.matcher(reason).replaceAll(""));
    }

    /** The candidate within so many tokens: title and attributes are cut for what is known of it, statements are whole or left out. */
    private int[] told(Candidate candidate, int room) {
        int[] statements = {};
        for (String statement :
                candidate.knowledge().stream().limit(Candidate.MOST_STATEMENTS).toList()) {
            int[] more = ids("\nKnown: " + folded(statement));
            if (statements.length + more.length <= room / 2) {
                statements = IntStream.concat(IntStream.of(statements), IntStream.of(more))
                        .toArray();
            }
        }
        return IntStream.concat(
                        IntStream.of(ids(body(candidate))).limit(room - statements.length), IntStream.of(statements))
                .toArray();
    }

    /** The token that every candidate's text begins with. */
    public int firstOfCandidate() {
        return ids(CANDIDATE)[0];
    }

    private static String body(Candidate candidate) {
        String attributes =
                candidate.attributes().stream().map(InstructionFormat::folded).collect(Collectors.joining(", "));
        return CANDIDATE + folded(candidate.title()) + (attributes.isEmpty() ? "" : " (" + attributes + ")");
    }

    private static String heading(boolean liked) {
        return liked ? "Liked:\n" : "Disliked:\n";
    }

    private static String line(Profile.Event event) {
        String reason = event.reason() == null ? "" : ": " + cut(folded(event.reason()), LONGEST_REASON);
        return "- " + cut(folded(event.title()), LONGEST_TITLE) + reason + "\n";
    }

    /** One long review must not push the rest of a history out. */
    private static String cut(String text, int longest) {
        return text.codePointCount(0, text.length()) <= longest
                ? text
                : text.substring(0, text.offsetByCodePoints(0, longest));
    }

    private static String folded(String text) {
        return text.strip().replaceAll("[\\p{IsWhite_Space}\\p{Cntrl}]+", " ");
    }

    private int[] ids(String segment) {
        return tokenizer.encode(segment, SpecialTokens.PLAIN);
    }
}
