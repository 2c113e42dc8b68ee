package io.explainrec.catalog.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of TALLRec's instruction data (Bao et al. 2023): what a user liked and disliked, and whether they like a target.
 * It is all as the line has it, titles that stand twice among them.
 *
 * @param number of the line in its file, from 1
 * @param user whose line it is; null in the published files, which do not say
 * @param kind of the works, as the line calls the target: {@code movie} or {@code book}
 * @param liked in the line's order
 * @param disliked in the line's order
 * @param label whether the target is liked
 */
public record TallrecLine(
        long number, String user, String kind, List<Work> liked, List<Work> disliked, Work target, boolean label) {
    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();
    private static final Pattern INPUT =
            Pattern.compile("\\s*User Preference:([^\\r\\n]*)\\r?\\nUser Unpreference:([^\\r\\n]*)\\r?\\n"
                    + "Whether the user will like the target (\\p{Alpha}+) ([^\\r\\n]+)\\?\\s*");
    private static final String BETWEEN = "\", \"";
    private static final String BY = "\" written by";

    /**
     * A film, or a book.
     *
     * @param author null for a film
     */
    public record Work(String title, String author) {
        private static Work of(String title, String author) {
            if (title.isBlank()) {
                throw new IllegalArgumentException("has a title without characters in its input");
            }
            return new Work(title.strip(), author == null || author.isBlank() ? null : author.strip());
        }
    }

    /** Keeps its own copies of the lists. */
    public TallrecLine {
        liked = List.copyOf(liked);
        disliked = List.copyOf(disliked);
    }

    /**
     * Reads a line: a JSON object with {@code input} and {@code output}, and {@code user} where somebody added it. Titles stand in
     * double quotes and may hold commas and quotes, save the ones in {@code ", "} side by side, which divide a list.
     *
     * @param number of the line in its file, from 1
     * @throws IllegalArgumentException saying what is wrong with the line and what was expected
     */
    public static TallrecLine parse(long number, String line) {
        JsonNode json;
        try {
            json = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("is no JSON object: " + e.getOriginalMessage(), e);
        }
        String output = text(json, "output").strip();
        boolean label =
                switch (output) {
                    case "Yes.", "Yes" -> true;
                    case "No.", "No" -> false;
                    default ->
                        throw new IllegalArgumentException(
                                "has the output '" + output.substring(0, Math.min(output.length(), 50))
                                        + "'; expected \"Yes.\" or \"No.\"");
                };
        Matcher input = INPUT.matcher(text(json, "input"));
        if (!input.matches()) {
            throw new IllegalArgumentException(
                    "has another input than \"User Preference: ...\", \"User Unpreference: ...\""
                            + " and \"Whether the user will like the target movie ...?\", a line each");
        }
        return new TallrecLine(
                number,
                user(json.path("user")),
                input.group(3),
                works(input.group(1)),
                works(input.group(2)),
                target(input.group(4)),
                label);
    }

    private static String user(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        String user = value.asText().strip();
        if (!(value.isTextual() || value.isIntegralNumber()) || user.isEmpty()) {
            throw new IllegalArgumentException(
                    "has a user that is neither a text nor a whole number; expected one, or none");
        }
        return user;
    }

    private static String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException(
                    "has no text '" + field + "'; expected a JSON object with input and output");
        }
        return value.textValue();
    }

    /** A film {@code "Title"}, or a book, in quotes once more: {@code ""Title" written by Author"}. */
    private static Work target(String written) {
        String inner = unquoted(written.strip());
        return inner.startsWith("\"") && inner.contains(BY) ? book(inner) : Work.of(inner, null);
    }

    private static List<Work> works(String list) {
        String written = list.strip();
        if (written.isEmpty()) {
            return List.of();
        }
        if (!written.contains(BY)) {
            return List.of(unquoted(written).split(Pattern.quote(BETWEEN), -1)).stream()
                    .map(title -> Work.of(title, null))
                    .toList();
        }
        // An author ends where the next title begins; a title may hold what looks like that, an author does not.
        List<Work> books = new ArrayList<>();
        int begin = 0;
        while (begin < written.length()) {
            int by = written.indexOf(BY, begin);
            int next = by < 0 || written.indexOf(BY, by + BY.length()) < 0
                    ? -1
                    : written.indexOf(", \"", by + BY.length());
            books.add(book(written.substring(begin, next < 0 ? written.length() : next)));
            begin = next < 0 ? written.length() : next + 2;
        }
        return books;
    }

    private static Work book(String written) {
        int by = written.indexOf(BY);
        if (by < 1 || written.charAt(0) != '"') {
            throw new IllegalArgumentException("has a book without \"Title\" written by Author in its input");
        }
        return Work.of(written.substring(1, by), written.substring(by + BY.length()));
    }

    private static String unquoted(String written) {
        if (written.length() < 2 || written.charAt(0) != '"' || written.charAt(written.length() - 1) != '"') {
            throw new IllegalArgumentException("has a title that does not stand in double quotes in its input");
        }
        return written.substring(1, written.length() - 1);
    }
}
