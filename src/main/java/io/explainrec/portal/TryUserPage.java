package io.explainrec.portal;

import io.explainrec.catalog.Domain;
import io.explainrec.catalog.DomainService;
import io.explainrec.catalog.InteractionService;
import io.explainrec.catalog.Item;
import io.explainrec.catalog.ItemService;
import io.explainrec.catalog.User;
import io.explainrec.platform.problem.RequestException;
import io.explainrec.recommend.DecidedItem;
import io.explainrec.recommend.RecommendService;
import io.explainrec.recommend.Recommendation;
import io.explainrec.recommend.RecommendationAnswer;
import io.explainrec.recommend.RecommendationRequest;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jboss.resteasy.reactive.RestQuery;

/** What would this person get, and why? The answer is recorded like any other. */
@Path("/try")
@RolesAllowed({"admin", "approver", "reviewer"})
@Produces(MediaType.TEXT_HTML)
@Blocking
public class TryUserPage {
    private static final int COUNT = 8;

    private final DomainService domains;
    private final ItemService items;
    private final InteractionService interactions;
    private final RecommendService recommendations;

    TryUserPage(
            DomainService domains,
            ItemService items,
            InteractionService interactions,
            RecommendService recommendations) {
        this.interactions = interactions;
        this.domains = domains;
        this.items = items;
        this.recommendations = recommendations;
    }

    /** What was asked. */
    public record Form(String domain, String namespace, String user, String mode) {}

    /** One recommended item. */
    public record Card(int rank, Shown item, String reason, String probability, List<Waterfall> heads) {}

    @CheckedTemplate(basePath = "portal", defaultName = CheckedTemplate.ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance tryUser(
                List<Domain> domains, Form form, String problem, RecommendationAnswer answer, List<Card> cards);
    }

    @GET
    public TemplateInstance tryUser(
            @RestQuery String domain,
            @RestQuery String namespace,
            @RestQuery String user,
            @RestQuery @DefaultValue("profiled") String mode) {
        List<Domain> all = domains.list();
        String chosen = domain == null && !all.isEmpty() ? all.getLast().name() : domain;
        if (user == null) {
            return Templates.tryUser(all, preset(chosen, mode), unknown(all, domain), null, List.of());
        }
        Form form = new Form(chosen, namespace == null ? User.DEFAULT_NAMESPACE : namespace, user, mode);
        try {
            var request = new RecommendationRequest(form.namespace(), user, chosen, COUNT, null, null, mode, true);
            Recommendation recommendation = recommendations.recommend(request);
            RecommendationAnswer answer = RecommendationAnswer.of(recommendation, COUNT, true);
            return Templates.tryUser(all, form, null, answer, cards(recommendation, answer));
        } catch (RequestException e) {
            return Templates.tryUser(all, form, e.getMessage(), null, List.of());
        }
    }

    /** Somebody who exists: whoever had the newest event in the domain. */
    private Form preset(String domain, String mode) {
        return interactions
                .newestUser(domain)
                .map(user -> new Form(domain, user.namespace(), user.externalId(), mode))
                .orElse(new Form(domain, User.DEFAULT_NAMESPACE, "", mode));
    }

    private static String unknown(List<Domain> all, String domain) {
        List<String> names = all.stream().map(Domain::name).toList();
        return domain == null || names.contains(domain)
                ? null
                : "There is no domain '" + domain + "'; the domains are " + names + ".";
    }

    private List<Card> cards(Recommendation recommendation, RecommendationAnswer answer) {
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
                            String.format(Locale.ROOT, "%.0f %%", 100 * ranked.score()),
                            List.of(
                                    Waterfall.of("Order: why it stands in this place", ranked.order()),
                                    Waterfall.of("Probability: why it may be liked", ranked.like())));
                })
                .toList();
    }
}
