package io.explainrec.portal;

import io.explainrec.inference.LanguageModel;
import io.explainrec.inference.ModelState;
import io.explainrec.recommend.EvidenceStateLoader;
import io.explainrec.recommend.RecommendService;
import io.explainrec.registry.LiveModel;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;

/** Is all well, and what waits for me? */
@Path("/")
@Authenticated
@Produces(MediaType.TEXT_HTML)
@Blocking
public class HomePage {
    private final Counts counts;
    private final LanguageModel model;
    private final RecommendService recommendations;
    private final EvidenceStateLoader states;
    private final Waiting waiting;

    HomePage(
            Counts counts,
            LanguageModel model,
            RecommendService recommendations,
            EvidenceStateLoader states,
            Waiting waiting) {
        this.counts = counts;
        this.model = model;
        this.recommendations = recommendations;
        this.states = states;
        this.waiting = waiting;
    }

    @CheckedTemplate(basePath = "portal", defaultName = CheckedTemplate.ELEMENT_NAME)
    static class Templates {
        static native TemplateInstance home(
                Counts.Now counts, String model, LiveModel live, Instant asOf, List<Waiting.Matter> matters);
    }

    @GET
    public TemplateInstance home() {
        return Templates.home(
                counts.now(),
                model.state().phase() == ModelState.Phase.READY
                        ? null
                        : model.state().message(),
                recommendations.live(),
                states.state().asOf(),
                waiting.all());
    }
}
