package io.explainrec.portal;

import io.explainrec.catalog.Domain;
import io.explainrec.catalog.DomainService;
import io.explainrec.catalog.InteractionService;
import io.explainrec.catalog.User;
import io.explainrec.platform.problem.InvalidInput;
import io.explainrec.platform.problem.NotFound;
import io.explainrec.platform.problem.RequestException;
import io.explainrec.recommend.Personal;
import io.explainrec.recommend.RecommendService;
import io.explainrec.recommend.Recommendation;
import io.explainrec.recommend.RecommendationAnswer;
import io.explainrec.recommend.RecommendationRecorder;
import io.explainrec.recommend.RecommendationRequest;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestQuery;

/**
 * What would this person get, and why? The answer is recorded as one that was tried, since the person is not served, and shown from
 * its record: under the same address it can be opened again.
 */
@Path("/try")
@RolesAllowed({"admin", "approver", "reviewer"})
@Produces(MediaType.TEXT_HTML)
@Blocking
public class TryUserPage {
    private static final int COUNT = 8;

    private final DomainService domains;
    private final Cards cards;
    private final InteractionService interactions;
    private final RecommendService recommendations;
    private final RecommendationRecorder recorder;

    TryUserPage(
            DomainService domains,
            Cards cards,
            InteractionService interactions,
            RecommendService recommendations,
            RecommendationRecorder recorder) {
        this.recorder = recorder;
        this.interactions = interactions;
        this.domains = domains;
        this.cards = cards;
        this.recommendations = recommendations;
    }

    /** What was asked. */
    public record Form(String domain, String namespace, String user, String mode) {}

    /**
     * A record that was opened.
     *
     * @param person null where it names nobody: made without a profile, or the person was erased since
     * @param facts what it was decided from, besides the person's history
     */
    public record Opened(Instant at, Personal person, RecommendationAnswer answer, List<RecordFacts.Fact> facts) {}

    @CheckedTemplate(basePath = "portal", defaultName = CheckedTemplate.ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance tryUser(
                List<Domain> domains, Form form, String problem, Opened opened, List<Card> cards);
    }

    /** The form, filled in as far as was asked. */
    @GET
    public TemplateInstance form(
            @RestQuery String domain,
            @RestQuery String namespace,
            @RestQuery String user,
            @RestQuery @DefaultValue("profiled") String mode) {
        List<Domain> all = domains.list();
        String chosen = domain == null && !all.isEmpty() ? all.getLast().name() : domain;
        Form form = user == null ? preset(chosen, mode) : new Form(chosen, namespaceOf(namespace), user, mode);
        return Templates.tryUser(all, form, unknown(all, domain), null, List.of());
    }

    /** Recommends, and leads to the record; where there is no answer, to the form with the cause. */
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response recommend(
            @RestForm String domain,
            @RestForm String namespace,
            @RestForm String user,
            @RestForm String mode,
            @Context SecurityContext visitor) {
        Form form = new Form(domain, namespaceOf(namespace), user == null ? "" : user, mode);
        try {
            var request =
                    new RecommendationRequest(form.namespace(), form.user(), domain, COUNT, null, null, mode, true);
            UUID id = recommendations
                    .tryOut(request, visitor.getUserPrincipal().getName())
                    .id();
            return Response.seeOther(URI.create("/try/" + id)).build();
        } catch (RequestException e) {
            return Response.status(e.status())
                    .entity(Templates.tryUser(domains.list(), form, e.getMessage(), null, List.of()))
                    .build();
        }
    }

    /** Leads to the record of an id that somebody typed, as it stands in an answer, an export or a log of the shop's own. */
    @GET
    @Path("record")
    public Response find(@RestQuery String id) {
        try {
            return Response.seeOther(URI.create("/try/" + UUID.fromString(id == null ? "" : id.strip())))
                    .build();
        } catch (IllegalArgumentException e) {
            throw new InvalidInput("id", "is '" + id + "'; expected the id of a recommendation");
        }
    }

    /** A recommendation as it was recorded. */
    @GET
    @Path("{id}")
    public TemplateInstance record(UUID id) {
        Recommendation recommendation =
                recorder.find(id).orElseThrow(() -> new NotFound("There is no recommendation " + id + "."));
        Personal person = recommendation.personal();
        String mode = RecommendationAnswer.mode(recommendation.mode());
        Form form = person == null
                ? new Form(recommendation.domain(), User.DEFAULT_NAMESPACE, "", mode)
                : new Form(recommendation.domain(), person.namespace(), person.user(), mode);
        RecommendationAnswer answer = RecommendationAnswer.of(recommendation, true);
        return Templates.tryUser(
                domains.list(),
                form,
                null,
                new Opened(recommendation.createdAt(), person, answer, RecordFacts.of(recommendation)),
                cards.of(recommendation, answer));
    }

    private static String namespaceOf(String namespace) {
        return namespace == null ? User.DEFAULT_NAMESPACE : namespace;
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
}
