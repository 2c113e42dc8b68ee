package io.explainrec.recommend.layer;

import io.explainrec.catalog.ItemAttributes;
import io.explainrec.ml.evidence.Knowledge;
import io.explainrec.ml.evidence.LearnedTables.ItemName;
import io.explainrec.platform.postgres.Statements;
import io.explainrec.platform.problem.Conflict;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import javax.sql.DataSource;

/** Ids of the catalogue's items by the names that a decision layer knows them by. */
@ApplicationScoped
public class ShopItems {
    private final Statements statements;

    ShopItems(DataSource database) {
        statements = new Statements(database);
    }

    /** All of them, retired ones too. */
    public Map<ItemName, UUID> ids() {
        String sql = "SELECT d.name, i.external_id, i.id FROM item i JOIN domain d ON d.id = i.domain_id";
        Map<ItemName, UUID> ids = new HashMap<>();
        statements
                .query(
                        sql,
                        row -> Map.entry(
                                new ItemName(row.getString(1), row.getString(2)), row.getObject(3, UUID.class)))
                .forEach(item -> ids.put(item.getKey(), item.getValue()));
        return ids;
    }

    /** All of them with their words, retired ones too. */
    public List<Knowledge.Described> described() {
        String sql = "SELECT i.id, d.name, i.attributes::text FROM item i JOIN domain d ON d.id = i.domain_id";
        return statements.query(
                sql,
                row -> new Knowledge.Described(
                        row.getObject(1, UUID.class), row.getString(2), ItemAttributes.read(row.getString(3))));
    }

    /**
     * Refuses a layer of another shop.
     *
     * @param items of the layer
     * @throws Conflict where one of their domains is not here, or fewer than half of the items are
     */
    void require(String version, List<ItemName> items) {
        Set<ItemName> here = ids().keySet();
        Set<String> domains = new HashSet<>();
        here.forEach(item -> domains.add(item.domain()));
        Set<String> missing = new TreeSet<>();
        items.forEach(item -> missing.add(item.domain()));
        missing.removeAll(domains);
        long known = items.stream().filter(here::contains).count();
        if (!missing.isEmpty() || 2 * known < items.size()) {
            throw new Conflict("The decision layer " + version + " is of another shop: " + known + " of its "
                    + items.size() + " items are known here"
                    + (missing.isEmpty() ? "" : ", and its domains " + missing + " have no items here")
                    + "; expected at least half, and every domain. Import the shop's items first, or fit on this shop"
                    + " with './explainrec model fit'.");
        }
    }
}
