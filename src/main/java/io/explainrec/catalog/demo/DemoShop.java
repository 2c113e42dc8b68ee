package io.explainrec.catalog.demo;

import io.explainrec.catalog.imports.ImportSource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A whole shop as values: the same seed and reference time give the same shop, on every machine.
 *
 * @param events in the order of time
 * @param truth what was planted; the recommender never sees it
 */
public record DemoShop(
        List<DemoItem> films, List<DemoItem> books, List<DemoUser> users, List<DemoEvent> events, DemoTruth truth) {
    public static final String NAMESPACE = "demo";
    public static final String FILMS = "films";
    public static final String BOOKS = "books";
    static final List<String> DOMAINS = List.of(FILMS, BOOKS);

    /** Any moment does, as long as it stays, so that whoever evaluates the shop evaluates the same. */
    private static final Instant END = Instant.parse("2026-01-01T00:00:00Z");

    /** The domains of the usual shop, by name, to be read without a database. */
    public static Map<String, ImportSource> sources() {
        DemoShop shop = DemoGenerator.generate(DemoService.SEED, END);
        return shop.asSources();
    }

    /** The shop's domains, by name, to be imported or evaluated. */
    public Map<String, ImportSource> asSources() {
        return DOMAINS.stream().collect(Collectors.toMap(name -> name, name -> new DemoSource(this, name)));
    }

    /**
     * An item. Its quality and popularity are the generator's own and are told nobody.
     *
     * @param text empty for some, on purpose
     * @param pictured some have no picture, on purpose
     */
    record DemoItem(
            String domain,
            String id,
            String title,
            String text,
            String genre,
            String mood,
            String setting,
            boolean pictured) {
        /** Whether the item has this value in any attribute. */
        boolean has(String value) {
            return genre.equals(value) || mood.equals(value);
        }
    }

    record DemoUser(String id, String ageBand, String gender, String occupation, String region) {}

    /**
     * An event.
     *
     * @param rating null in the domain of flags
     * @param reason null where nothing was said
     */
    record DemoEvent(String user, DemoItem item, boolean liked, Float rating, Instant at, String reason) {}
}
