package io.explainrec.portal;

import io.explainrec.catalog.Item;
import io.explainrec.catalog.ItemService;
import io.explainrec.recommend.DecidedItem;
import io.explainrec.recommend.Recommendation;
import io.explainrec.recommend.RecommendationAnswer;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/** Makes cards of what was recommended. */
@Singleton
class Cards {
    private final ItemService items;

    Cards(ItemService items) {
        this.items = items;
    }

    /** In the order shown. */
    List<Card> of(Recommendation recommendation, RecommendationAnswer answer) {
        List<DecidedItem> shown = recommendation.shown();
        Map<UUID, Item> found =
                items.byIds(shown.stream().map(DecidedItem::itemId).toList());
        return IntStream.range(0, shown.size())
                .mapToObj(i -> {
                    RecommendationAnswer.Ranked ranked = answer.items().get(i);
                    return new Card(
                            ranked.rank(),
                            Shown.of(found.get(shown.get(i).itemId())),
                            ranked.reason(),
                            ranked.score() == null ? null : String.format(Locale.ROOT, "%.0f %%", 100 * ranked.score()),
                            heads(shown.get(i)));
                })
                .toList();
    }

    private static List<Waterfall> heads(DecidedItem item) {
        return item.like() == null
                ? List.of()
                : List.of(
                        Waterfall.of("Order: why it stands in this place", item.order()),
                        Waterfall.of("Probability: why it may be liked", item.like()));
    }
}
