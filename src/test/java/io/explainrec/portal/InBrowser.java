package io.explainrec.portal;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import io.explainrec.Portal;
import io.explainrec.catalog.demo.DemoService;
import io.explainrec.catalog.imports.ImportJobs;
import io.explainrec.embedding.EmbeddingService;
import io.explainrec.evaluation.EvaluationService;
import io.explainrec.recommend.EvidenceStateLoader;
import io.explainrec.recommend.RecommendService;
import io.explainrec.recommend.RecommendationRequest;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A shop with the demo's data, and Debian's Chromium in front of it. */
abstract class InBrowser {
    private static final int MOST_TABS = 150;
    private static boolean loaded;

    /** Address of a recommendation for one of the demo's users. */
    static String record;

    /** Address of a report of an evaluation. */
    static String evaluation;

    /** Addresses of every kind of page about knowledge. */
    static List<String> known;

    @TestHTTPResource
    String url;

    @Inject
    DemoService demo;

    @Inject
    EmbeddingService embeddings;

    @Inject
    EvidenceStateLoader states;

    @Inject
    ImportJobs jobs;

    @Inject
    RecommendService recommendations;

    @Inject
    EvaluationService evaluations;

    @Inject
    SampleKnowledge knowledge;

    @Inject
    DataSource database;

    Browser browser;
    private Playwright playwright;

    @BeforeEach
    void open() {
        if (!loaded) {
            demo.load(DemoService.SEED);
            embeddings.catchUp(count -> {});
            states.refresh();
            var request = new RecommendationRequest("demo", "user-003", "films", 8, null, null, null, true);
            record = "try/" + recommendations.recommend(request).id();
            evaluation = "evaluations/"
                    + evaluations.add(SampleReport.json(), "sample").id();
            known = knowledge.build();
            loaded = true;
        }
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of("/usr/bin/chromium"))
                        .setArgs(List.of(
                                "--headless",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
    }

    @AfterEach
    void close() {
        browser.close();
        playwright.close();
    }

    /** A page that this account is signed in to, at Home. */
    Page signedIn(BrowserContext context, String name) {
        Page page = context.newPage();
        page.navigate(url);
        page.getByLabel("Name").fill(name);
        page.getByLabel("Password").fill(Portal.newPassword(name));
        button(page, "Sign in").click();
        return page;
    }

    /** One address of every kind of page that opens with the demo's data. */
    List<String> everyPage() {
        List<String> others = List.of(
                "",
                "try",
                "try/newcomer?domain=films&q=lighthouse",
                "try/newcomer?domain=films&like=film-001&like=film-002&age=25-34",
                "try/newcomer?domain=films&like=no-such-film",
                record,
                "catalogue?domain=books",
                "catalogue?domain=films&q=nothinghasthisword",
                "catalogue/films/item?id=film-001",
                "catalogue/films/item?id=film-064",
                "users?namespace=demo",
                "users/user?namespace=demo&id=user-003",
                "imports",
                "imports/" + jobs.list(1).getFirst().id(),
                "evaluations",
                evaluation,
                "no-such-page");
        return Stream.concat(others.stream(), known.stream()).toList();
    }

    static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    static Locator heading(Page page, String name) {
        return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(name));
    }

    static Locator navigation(Page page, String name) {
        return page.getByLabel("Pages", new Page.GetByLabelOptions().setExact(true))
                .getByRole(
                        AriaRole.LINK,
                        new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    /** Presses Tab until this is focused, as somebody without a mouse does. */
    static Locator tabTo(Page page, Locator target) {
        for (int i = 0; i < MOST_TABS; i++) {
            page.keyboard().press("Tab");
            if ((Boolean) target.first().evaluate("element => element === document.activeElement")) {
                return target.first();
            }
        }
        return Assertions.fail("the keyboard does not get to " + target + " at " + page.url());
    }

    /** How wide the page is, in CSS pixels. */
    static int width(Page page) {
        return (Integer) page.evaluate("document.documentElement.scrollWidth");
    }
}
