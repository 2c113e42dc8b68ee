package io.explainrec.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.Api;
import io.explainrec.embedding.EmbeddingService;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.explainrec.recommend.EvidenceStateLoader;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Snapshots are listed, read, searched, compared and activated, in whatever state they are. */
@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class KnowledgePagesQuarkusTest {
    private static final String HOSTILE = "<script>alert(1)</script>";
    private static final String WAR = "Among people who are aged 18-24, war films are liked 12 points more often.";

    @Inject
    DataSource database;

    @Inject
    EmbeddingService encoder;

    @Inject
    EvidenceStateLoader states;

    private MadeKnowledge made;
    private PortalSession admin;
    private PortalSession viewer;

    @BeforeEach
    void empty() {
        made = new MadeKnowledge(database, encoder);
        admin = PortalSession.of("admin");
        viewer = PortalSession.of("viewer");
    }

    @AfterEach
    void forget() {
        made.clear();
    }

    @Test
    void whereThereIsNoSnapshotItSaysHowToGetOne() {
        assertThat(viewer.get("/knowledge").asString())
                .contains("Nothing yet: no snapshot was built", "./explainrec knowledge build")
                .contains("Only an admin may build or activate a snapshot; you are signed in as viewer")
                .doesNotContain("Search the active snapshot", "Build a snapshot</button>", "NOT_FOUND");
        Response asked = admin.post("/knowledge", "/knowledge", Map.of());
        assertThat(asked.statusCode()).isEqualTo(303);
        assertThat(viewer.get(path(asked)).asString())
                .contains("it waits its turn", "Asked for by admin", "hx-trigger=\"every 2s\"")
                .doesNotContain("Download as CSV");
        assertThat(viewer.get("/knowledge").asString())
                .contains("No snapshot is active", "None is ready yet", "⏳ queued", "hx-trigger=\"every 2s\"");
    }

    @Test
    void whatRunsOrFailedSaysSo() {
        UUID running = made.snapshot("running", null);
        UUID failed = made.snapshot("failed", "The encoder does not answer " + HOSTILE);
        assertThat(viewer.get("/knowledge/" + running).asString()).contains("it is being built");
        assertThat(viewer.get("/knowledge/" + failed).asString())
                .contains("building it failed: The encoder does not answer &lt;script&gt;", "build another")
                .doesNotContain(HOSTILE, "hx-trigger");
        assertThat(viewer.get("/knowledge").asString())
                .contains("⏳ running", "⚠ failed", "The encoder does not answer");
        Response csv = viewer.get("/knowledge/" + running + "/entries.csv");
        assertThat(csv.statusCode()).isEqualTo(409);
        assertThat(csv.asString()).contains("is running", "<h1");
        assertThat(admin.post("/knowledge", "/knowledge/activate", Map.of("snapshot", failed.toString()))
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void anAdminActivatesOneAndGoesBackToTheOneBefore() {
        UUID first = made.snapshot("ready", null);
        UUID second = made.snapshot("ready", null);
        assertThat(admin.get("/knowledge").asString())
                .contains("No snapshot is active", "Activate one below", "value=\"" + first + "\"")
                .doesNotContain("Go back to the one before");
        activate(first.toString());
        activate(second.toString());
        assertThat(admin.get("/knowledge").asString())
                .contains(
                        "/knowledge/" + second + "\">snapshot of", "0 findings among 0 entries", "It says nothing yet")
                .contains("Go back to the one before", "★ active");
        activate("previous");
        assertThat(admin.get("/knowledge/" + first).asString()).contains("It is the active one", "activated by admin");

        assertThat(viewer.post("/catalogue", "/knowledge/activate", Map.of("snapshot", second.toString()))
                        .statusCode())
                .isEqualTo(403);
        assertThat(viewer.post("/catalogue", "/knowledge", Map.of()).statusCode())
                .isEqualTo(403);
    }

    @Test
    void whatMayCountSomebodyWhoWasErasedIsNotOffered() {
        UUID before = made.snapshot("ready", null);
        UUID other = made.snapshot("ready", null);
        activate(before.toString());
        Api.put("/users/counted?namespace=known", "{}").statusCode(200);
        Api.delete("/users/counted?namespace=known").statusCode(200);
        UUID after = made.snapshot("ready", null);
        activate(after.toString());
        assertThat(admin.get("/knowledge").asString())
                .contains("may count somebody who was erased<", "does not serve again")
                .doesNotContain("Go back to the one before", "id=\"activate-" + before, "id=\"activate-" + other);
    }

    @Test
    void anEmptySnapshotSaysWhy() {
        UUID empty = made.snapshot("ready", null);
        assertThat(viewer.get("/knowledge/" + empty).asString())
                .contains("It says nothing: too few people", "Of fewer than 20 nothing is said");
        made.everybody(empty, "war", "50% of opinions are likes.");
        assertThat(viewer.get("/knowledge/" + empty).asString()).contains("Nothing counts as found", "all=true");
        assertThat(viewer.get("/knowledge/" + empty + "?kind=season&all=true").asString())
                .contains("It says nothing of this kind");
    }

    @Test
    void entriesAreFilteredPagedAndTakenAway() {
        UUID snapshot = made.snapshot("ready", null);
        made.group(snapshot, "war", WAR, true);
        made.season(snapshot, "=" + HOSTILE, "In December, " + HOSTILE);
        IntStream.range(0, 60).forEach(i -> made.group(snapshot, "g" + i, "Not sure: genre " + i, false));
        String page = "/knowledge/" + snapshot;

        assertThat(viewer.get(page).asString())
                .contains(WAR, "In December, &lt;script&gt;", "[+7, +17]", "&lt; 0.001")
                .doesNotContain(HOSTILE, "Not sure", "Show more", "NOT_FOUND");
        assertThat(viewer.get(page + "?kind=season").asString())
                .contains("In December")
                .doesNotContain(WAR);
        String all = viewer.get(page + "?all=true").asString();
        assertThat(all).as("what was found comes first").contains("Show more", "In December", "Not sure: genre 5");
        String next = all.replaceAll("(?s).*id=\"show-more\" href=\"([^\"]*)\".*", "$1")
                .replace("&amp;", "&");
        assertThat(viewer.get(next).asString())
                .contains("Not sure: genre")
                .doesNotContain("Show more", WAR, "In December");

        Response csv = viewer.get(page + "/entries.csv?kind=&all=true");
        assertThat(csv.contentType()).startsWith("text/csv");
        assertThat(csv.asString().lines()).hasSize(63);
        assertThat(csv.asString())
                .startsWith("kind,domain,attribute,value,given,statement,support,rate,reference,lift,difference,")
                .contains("group,known-films,genre,war,\"{\"\"age\"\":\"\"18-24\"\"}\",\"" + WAR
                        + "\",135,0.63,0.5,1.26,0.12,")
                .contains(",'=" + HOSTILE + ",");
        assertThat(viewer.get(page + "/entries.csv?kind=season").asString().lines())
                .hasSize(2);
    }

    @Test
    void anEntrySaysWhatEachFigureMeans() {
        UUID snapshot = made.snapshot("ready", null);
        made.group(snapshot, "war", WAR, true);
        made.group(snapshot, "drama", "Not sure: drama", false);
        made.everybody(snapshot, "war", "50% of opinions are likes.");
        String list = viewer.get("/knowledge/" + snapshot + "?all=true").asString();

        assertThat(viewer.get(link(list, WAR)).asString())
                .contains("What is known of known-films of genre “war”?", WAR, "It counts as found")
                .contains(
                        "The difference is +12 points of a hundred; its 95% interval, [+7, +17], lies above 0.", "<svg")
                .contains("about 135 people", "63.0%", "1.26 times", "at or below 5.0%", "above 3 points")
                .contains(
                        "2025-01-01",
                        "2026-06-30",
                        "it rests on them",
                        "/catalogue?domain=known-films&attribute=genre%3Dwar")
                .doesNotContain("NOT_FOUND", "NaN");
        assertThat(viewer.get(link(list, "Not sure: drama")).asString())
                .contains("It does not count as found", "holds 0: it may be no difference at all");
        assertThat(viewer.get(link(list, "50% of opinions are likes.")).asString())
                .contains("compares with nobody", "not used")
                .doesNotContain("<svg", "Lift");
    }

    /** A shop's past that was imported is told by its own time, as decisions go by it. */
    @Test
    void anEntryIsOutdatedByTheNewestInteraction() {
        UUID snapshot = made.snapshot("ready", null);
        made.group(snapshot, "war", WAR, true);
        String list = viewer.get("/knowledge/" + snapshot + "?all=true").asString();
        LocalDate newest = LocalDate.ofInstant(states.state().asOf(), ZoneOffset.UTC);
        assertThat(viewer.get(link(list, WAR)).asString().contains("Its time has passed"))
                .isEqualTo(!newest.isBefore(LocalDate.parse("2026-06-30")));
    }

    @Test
    void theActiveSnapshotIsSearchedByMeaningAndByValue() {
        UUID snapshot = made.snapshot("ready", null);
        made.group(snapshot, "war", WAR, true);
        made.group(snapshot, "romance", "Among people who are aged 18-24, love stories are liked more often.", true);
        made.group(snapshot, "drama", "Not sure: drama", false);
        activate(snapshot.toString());

        String found = viewer.get("/knowledge?text=battle%20and%20soldiers").asString();
        assertThat(found)
                .contains("2 found", "Nearest in meaning first", "Nearness")
                .doesNotContain("Not sure");
        assertThat(found.indexOf("war films")).isLessThan(found.indexOf("love stories"));
        assertThat(viewer.get("/knowledge?domain=known-films&attribute=&value=drama")
                        .asString())
                .contains("1 found", "Not sure: drama", "What counts as found first");
        assertThat(viewer.get("/knowledge?value=none").asString()).contains("Nothing is said of this");
        Response both = viewer.get("/knowledge?text=war&value=war");
        assertThat(both.statusCode()).isEqualTo(400);
        assertThat(both.asString()).contains("search by meaning, or for a value");
    }

    @Test
    void anItemsPageHasWhatWasFoundOfItsValues() {
        UUID snapshot = made.snapshot("ready", null);
        made.group(snapshot, "war", WAR, true);
        made.group(snapshot, "romance", "Love stories are liked more often.", true);
        activate(snapshot.toString());
        Api.put("/domains/known-films", "{\"title\": \"Known\"}").statusCode(200);
        Api.put("/domains/known-films/items/w", "{\"title\": \"Trench\", \"attributes\": {\"genre\": [\"war\"]}}")
                .statusCode(200);
        assertThat(viewer.get("/catalogue/known-films/item?id=w").asString())
                .contains("Who likes its kind", WAR)
                .doesNotContain("Love stories");
        made.clear();
        assertThat(viewer.get("/catalogue/known-films/item?id=w").asString()).doesNotContain("Who likes its kind");
    }

    @Test
    void twoSnapshotsAreCompared() {
        UUID before = made.snapshot("ready", null);
        UUID after = made.snapshot("ready", null);
        made.group(before, "war", WAR, true);
        made.group(after, "war", "Among people who are aged 18-24, war films are liked 14 points more often.", true);
        made.season(before, "ghosts", "In December, ghosts are liked more often.");
        made.group(after, "comedy", "Comedies are liked more often.", true);
        made.group(before, "thriller", "Thrillers are liked more often.", true);
        made.group(after, "thriller", "Not sure: thrillers are liked more often.", false);
        made.group(before, "western", "Not sure: westerns", false);
        made.group(after, "western", "Not sure: westerns, still", false);
        String query = "before=" + before + "&after=" + after;

        assertThat(viewer.get("/knowledge").asString()).contains("Compare two", "action=\"/knowledge/diff\"");
        assertThat(viewer.get("/knowledge/diff?" + query).asString())
                .contains("1 new, 2 gone, 1 said otherwise", WAR, "14 points", "ghosts are liked", "Comedies")
                .as("what is still said of what is no finding any more")
                .contains("Not sure: thrillers are liked more often.")
                .doesNotContain("westerns");
        assertThat(viewer.get("/knowledge/diff/changes.csv?" + query).asString().lines())
                .hasSize(5)
                .startsWith("what,kind,domain,attribute,value,given,before,after");
        assertThat(viewer.get("/knowledge/diff?before=" + before + "&after=" + before)
                        .asString())
                .contains("Nothing: both have the same findings");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /knowledge/not-an-id                                                          | 404 | <h1
            /knowledge/{unknown}                                                          | 404 | There is no snapshot
            /knowledge/{unknown}/entries.csv                                              | 404 | There is no snapshot
            /knowledge/{ready}?kind=opinion                                               | 400 | recency
            /knowledge/{ready}?after=-1                                                   | 400 | a number of entries
            /knowledge/{ready}?after=x                                                    | 400 | whole number
            /knowledge/{ready}/entry                                                      | 400 | kind
            /knowledge/{ready}/entry?kind=group&domain=d&attribute=a&value=v&given=no     | 400 | no condition of the kind group
            /knowledge/{ready}/entry?kind=group&domain=d&attribute=a&value=v&given=null   | 400 | no condition of the kind group
            /knowledge/{ready}/entry?kind=group&domain=d&attribute=a&value=v&given=%7B%7D | 404 | says nothing of this
            /knowledge/{ready}/entry?kind=group&domain=%00&attribute=a&value=v&given=%7B%7D | 400 | control character
            /knowledge/{ready}/entry?kind=group&domain=d&attribute=a&value=v&given=%7B%22age%22:%22%5Cu0000%22%7D | 400 | <h1
            /knowledge/{unknown}/entry?kind=group&domain=d&attribute=a&value=v&given=%7B%7D | 404 | There is no snapshot
            /knowledge/diff                                                               | 400 | before
            /knowledge/diff?before=x&after={ready}                                        | 400 | expected an id
            /knowledge/diff?before={ready}&after={unknown}                                | 404 | There is no snapshot
            /knowledge/diff?before={ready}&after={queued}                                 | 409 | is queued
            /knowledge/diff/changes.csv?before={ready}                                    | 400 | after
            /knowledge?text=%00                                                           | 400 | control character
            """)
    void isRefusedOnAPageWithAReason(String path, int status, String reason) {
        UUID ready = made.snapshot("ready", null);
        UUID queued = made.snapshot("queued", null);
        Response page = viewer.get(path.replace("{ready}", ready.toString())
                .replace("{queued}", queued.toString())
                .replace("{unknown}", UUID.randomUUID().toString()));
        assertThat(page.statusCode()).as(page.asString()).isEqualTo(status);
        assertThat(page.contentType()).startsWith("text/html");
        assertThat(page.asString()).contains(reason);
    }

    @Test
    void activatingNothingOrWhatIsNotThereIsRefused() {
        for (String snapshot :
                new String[] {"", "x", "previous", UUID.randomUUID().toString()}) {
            Response page = admin.post("/knowledge", "/knowledge/activate", Map.of("snapshot", snapshot));
            assertThat(page.statusCode()).as(snapshot).isIn(400, 404);
            assertThat(page.contentType()).as(snapshot).startsWith("text/html");
        }
    }

    private void activate(String snapshot) {
        assertThat(admin.post("/knowledge", "/knowledge/activate", Map.of("snapshot", snapshot))
                        .statusCode())
                .isEqualTo(303);
    }

    private static String path(Response redirect) {
        return redirect.header("Location").replaceFirst("^https?://[^/]+", "");
    }

    /** Where the link with this text leads. */
    private static String link(String page, String text) {
        return page.replaceAll("(?s).*<a href=\"([^\"]*)\">" + java.util.regex.Pattern.quote(text) + "</a>.*", "$1")
                .replace("&amp;", "&");
    }
}
