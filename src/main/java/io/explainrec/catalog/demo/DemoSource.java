package io.explainrec.catalog.demo;

import io.explainrec.catalog.Domain;
import io.explainrec.catalog.Item;
import io.explainrec.catalog.User;
import io.explainrec.catalog.imports.ImportSource;
import io.explainrec.catalog.imports.Row;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** One domain of the demo shop, on the same way in as other people's data. */
final class DemoSource implements ImportSource {
    private final DemoShop shop;
    private final String domain;

    DemoSource(DemoShop shop, String domain) {
        this.shop = shop;
        this.domain = domain;
    }

    @Override
    public String format() {
        return "demo";
    }

    @Override
    public String name() {
        return "demo-" + domain;
    }

    @Override
    public Domain.Input domain() {
        return domain.equals(DemoShop.FILMS)
                ? new Domain.Input("Films (generated demo data)", 3f, 1f, 5f)
                : new Domain.Input("Books (generated demo data)", null, null, null);
    }

    @Override
    public boolean bringsScale() {
        return true;
    }

    @Override
    public boolean generated() {
        return true;
    }

    @Override
    public long size() {
        return shop.events().size();
    }

    @Override
    public void read(Consumer<Row> rows, Consumer<Long> progress) {
        List<DemoShop.DemoItem> items = domain.equals(DemoShop.FILMS) ? shop.films() : shop.books();
        long line = 0;
        for (DemoShop.DemoItem item : items) {
            Map<String, List<String>> attributes = new TreeMap<>();
            attributes.put("genre", List.of(item.genre()));
            attributes.put("mood", List.of(item.mood()));
            attributes.put("setting", List.of(item.setting()));
            rows.accept(new Row.OfItem(
                    new Row.Origin("items", ++line, item.id()),
                    item.id(),
                    new Item.Input(null, item.title(), item.text(), attributes, null),
                    item.pictured() ? () -> DemoPoster.draw(item) : null));
        }
        line = 0;
        for (DemoShop.DemoUser user : shop.users()) {
            rows.accept(new Row.OfUser(
                    new Row.Origin("users", ++line, user.id()),
                    user.id(),
                    new User.Input(null, null, user.ageBand(), user.gender(), user.occupation(), user.region())));
        }
        line = 0;
        for (DemoShop.DemoEvent event : shop.events()) {
            line++;
            if (event.item().domain().equals(domain)) {
                rows.accept(new Row.OfInteraction(
                        new Row.Origin("events", line, event.user()),
                        event.user(),
                        event.item().id(),
                        event.rating() == null ? event.liked() : null,
                        event.rating(),
                        event.at(),
                        event.reason()));
                progress.accept(line);
            }
        }
    }
}
