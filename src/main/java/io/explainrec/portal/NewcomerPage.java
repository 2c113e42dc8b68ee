package io.explainrec.portal;

import io.explainrec.catalog.Domain;
import io.explainrec.catalog.DomainService;
import io.explainrec.catalog.Item;
import io.explainrec.catalog.ItemService;
import io.explainrec.platform.problem.NotFound;
import io.explainrec.platform.problem.RequestException;
import io.explainrec.recommend.Newcomer;
import io.explainrec.recommend.RecommendService;
import io.explainrec.recommend.Recommendation;
import io.explainrec.recommend.RecommendationAnswer;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jboss.resteasy.reactive.RestQuery;

/**
 * What would somebody new get who likes these items, and why? All that was asked is in the address, which so brings the answer of
 * now again; nothing is recorded, since nobody is served.
 */
@Path("/try")
@RolesAllowed({"admin", "approver", "reviewer"})
@Produces(MediaType.TEXT_HTML)
@Blocking
public class NewcomerPage {
    private static final int COUNT = 8;
    private static final int MOST_FOUND = 10;

    private final DomainService domains;
    private final ItemService items;
    private final RecommendService recommendations;
    private final Cards cards;

    NewcomerPage(DomainService domains, ItemService items, RecommendService recommendations, Cards cards) {
        this.domains = domains;
        this.items = items;
        this.recommendations = recommendations;
        this.cards = cards;
    }

    /**
     * What was asked.
     *
     * @param likes as many as fit; those not filled in are empty
     * @param q words of items that are looked for
     */
    public record Form(String domain, List<Like> likes, String age, String gender, String q) {
        private List<String> ids() {
            return likes.stream().map(Like::id).filter(id -> !id.isEmpty()).toList();
        }
    }

    /**
     * A liked item.
     *
     * @param title null where there is no such item
     */
    public record Like(String id, String title) {}

    /** An answer, for somebody who is not known. */
    public record Answered(RecommendationAnswer answer, List<Card> cards) {}

    @CheckedTemplate(basePath = "portal", defaultName = CheckedTemplate.ELEMENT_NAME)
    static class Templates {
        /** {@code found} is null where nothing is looked for, and {@code answered} where nothing was asked for. */
        static native TemplateInstance newcomer(
                List<Domain> domains, Form form, List<Shown> found, String problem, Answered answered);
    }

    /**
     * The form as it was filled in, with the items that were looked for or with the answer.
     *
     * @param add the item that was picked among those found
     * @param show present where the answer was asked for although something is still looked for
     */
    @GET
    @Path("newcomer")
    public Response newcomer(
            @RestQuery String domain,
            @RestQuery List<String> like,
            @RestQuery String age,
            @RestQuery String gender,
            @RestQuery String q,
            @RestQuery String add,
            @RestQuery String show) {
        List<Domain> all = domains.list();
        String chosen = domain == null && !all.isEmpty() ? all.getLast().name() : domain;
        Form form = new Form(chosen, likes(chosen, like, add), age, gender, PageValues.orNull(q));
        boolean looksFor = form.q() != null && show == null;
        try {
            List<Shown> found = looksFor ? found(form) : null;
            Answered answered = looksFor || form.ids().isEmpty() && show == null ? null : answered(form);
            return Response.ok(Templates.newcomer(all, form, found, null, answered))
                    .build();
        } catch (RequestException e) {
            return Response.status(e.status())
                    .entity(Templates.newcomer(all, form, null, e.getMessage(), null))
                    .build();
        }
    }

    private List<Like> likes(String domain, List<String> typed, String added) {
        List<String> ids = new ArrayList<>(typed);
        ids.add(added);
        List<Like> likes = new ArrayList<>(ids.stream()
                .map(PageValues::orNull)
                .filter(Objects::nonNull)
                .distinct()
                .limit(Newcomer.MOST_LIKES + 1) // one more than fits, so that it is refused rather than forgotten
                .map(id -> new Like(id, title(domain, id)))
                .toList());
        while (likes.size() < Newcomer.MOST_LIKES) {
            likes.add(new Like("", null));
        }
        return likes;
    }

    private String title(String domain, String id) {
        try {
            return items.get(domain, id).title();
        } catch (NotFound e) {
            return null;
        }
    }

    private List<Shown> found(Form form) {
        List<Item> found =
                items.list(form.domain(), form.q(), null, null, MOST_FOUND).items();
        return found.stream().map(Shown::of).toList();
    }

    private Answered answered(Form form) {
        Newcomer newcomer = new Newcomer(form.domain(), form.ids(), form.age(), form.gender());
        Recommendation recommendation = recommendations.decide(newcomer, COUNT);
        RecommendationAnswer answer = RecommendationAnswer.of(recommendation, true);
        return new Answered(answer, cards.of(recommendation, answer));
    }
}
