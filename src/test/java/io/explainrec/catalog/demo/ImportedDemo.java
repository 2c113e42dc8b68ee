package io.explainrec.catalog.demo;

import io.explainrec.catalog.imports.ImportService;
import io.explainrec.catalog.imports.ImportTarget;
import java.time.Instant;

/** A demo shop beside the one that the program brings, with domains and people of its own. */
public final class ImportedDemo {
    private ImportedDemo() {}

    /**
     * Brings it; what it is made of.
     *
     * @param namespace of its people; its domains are {@code namespace-films} and {@code namespace-books}
     */
    public static DemoShop into(ImportService imports, String namespace, long seed, int people) {
        DemoShop shop = DemoGenerator.generate(seed, Instant.parse("2026-01-01T00:00:00Z"), people);
        shop.asSources()
                .forEach((name, source) ->
                        imports.run(source, new ImportTarget(namespace + "-" + name, namespace), done -> {}));
        return shop;
    }
}
