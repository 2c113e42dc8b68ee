package io.explainrec.portal;

import io.explainrec.audit.ServedRecommendations;
import io.explainrec.catalog.Interaction;
import io.explainrec.catalog.InteractionService;
import io.explainrec.catalog.Page;
import io.explainrec.catalog.User;
import io.explainrec.catalog.UserService;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.RestQuery;

/** What do we hold of this person? */
@Path("/users")
@RolesAllowed({"admin", "approver", "reviewer"})
@Produces(MediaType.TEXT_HTML)
@Blocking
public class UserPages {
    private static final int MOST_USERS = 50;
    private static final int EVENTS = 25;
    private static final int LAST_SERVED = 10;

    private final UserService users;
    private final InteractionService interactions;
    private final ServedRecommendations served;

    UserPages(UserService users, InteractionService interactions, ServedRecommendations served) {
        this.users = users;
        this.interactions = interactions;
        this.served = served;
    }

    /** What was typed to find a person. */
    public record Form(String namespace, String q) {}

    /** How much there is of the person. */
    public record Held(long events, ServedRecommendations.Count recommendations) {
        public long records() {
            return recommendations.served() + recommendations.tried();
        }
    }

    @CheckedTemplate(basePath = "portal", defaultName = CheckedTemplate.ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance users(Form form, List<User> users, boolean more);

        static native TemplateInstance user(
                User user, Held held, Page<Interaction> history, List<ServedRecommendations.Served> served);
    }

    @GET
    public TemplateInstance users(
            @RestQuery @DefaultValue("") String namespace, @RestQuery @DefaultValue("") String q) {
        List<User> found = users.search(namespace.strip(), q.strip(), MOST_USERS + 1);
        return Templates.users(
                new Form(namespace, q), found.stream().limit(MOST_USERS).toList(), found.size() > MOST_USERS);
    }

    @GET
    @Path("user")
    public TemplateInstance user(
            @RestQuery @DefaultValue(User.DEFAULT_NAMESPACE) String namespace,
            @RestQuery @DefaultValue("") String id,
            @RestQuery String after) {
        User user = users.get(namespace, id);
        return Templates.user(
                user,
                new Held(interactions.count(user.id()), served.count(user.id())),
                interactions.history(user.id(), after, EVENTS),
                served.last(user.id(), LAST_SERVED));
    }

    /** The whole history, one row for each reason, and one for an event without any. */
    @GET
    @Path("history.csv")
    @Produces(CsvFile.MEDIA_TYPE)
    public Response history(
            @RestQuery @DefaultValue(User.DEFAULT_NAMESPACE) String namespace, @RestQuery @DefaultValue("") String id) {
        User user = users.get(namespace, id);
        return new CsvFile(
                        "history",
                        List.of("time", "domain", "item", "title", "liked", "rating", "reason", "provenance", "author"),
                        CsvFile.all(after -> interactions.history(user.id(), after, Page.MOST))
                                .flatMap(UserPages::rows))
                .download();
    }

    private static Stream<List<?>> rows(Interaction event) {
        return event.reasons().isEmpty()
                ? Stream.of(row(event, null, null, null))
                : event.reasons().stream().map(r -> row(event, r.text(), r.provenance(), r.author()));
    }

    private static List<?> row(Interaction event, String reason, Interaction.Provenance provenance, String author) {
        return Arrays.asList(
                event.occurredAt(),
                event.domain(),
                event.item(),
                event.title(),
                event.liked(),
                event.rating(),
                reason,
                provenance,
                author);
    }
}
