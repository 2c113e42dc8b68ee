package io.explainrec.portal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.explainrec.catalog.demo.DemoService;
import io.explainrec.embedding.EmbeddingService;
import io.explainrec.platform.identity.Accounts;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.explainrec.recommend.EvidenceStateLoader;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The pages as a person uses them, in Debian's Chromium; also takes the pictures in {@code docs/img}. */
@QuarkusTest
@Tag("browser")
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class PortalBrowserTest {
    private static final Path PICTURES = Path.of(System.getProperty("explainrec.home", "."), "docs/img");

    @TestHTTPResource
    String url;

    @Inject
    Accounts accounts;

    @Inject
    DemoService demo;

    @Inject
    EmbeddingService embeddings;

    @Inject
    EvidenceStateLoader states;

    private Playwright playwright;
    private Browser browser;

    @BeforeEach
    void open() {
        demo.load(DemoService.SEED);
        embeddings.catchUp(count -> {});
        states.refresh();
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

    @Test
    void aReviewerFindsOutWhyAnItemWasRecommended() throws IOException {
        try (BrowserContext context = browser.newContext(new Browser.NewContextOptions().setViewportSize(1200, 900))) {
            Page page = context.newPage();
            page.navigate(url);
            picture(page, "sign-in");
            signIn(page, "reviewer");
            assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Is all well?")))
                    .isVisible();
            picture(page, "home");

            link(page, "Try a user");
            page.getByLabel("User", new Page.GetByLabelOptions().setExact(true)).fill("user-001");
            page.getByLabel("Domain").selectOption("films");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Recommend"))
                    .click();
            assertThat(page.getByRole(AriaRole.ARTICLE))
                    .hasCount(8, new LocatorAssertions.HasCountOptions().setTimeout(20_000));
            page.getByText("Why in this place").first().click();
            assertThat(page.getByRole(
                                    AriaRole.IMG,
                                    new Page.GetByRoleOptions()
                                            .setName(
                                                    "Order: why it stands in this place: contributions from base to logit"))
                            .first())
                    .isVisible();
            picture(page, "try-a-user");

            link(page, "Catalogue");
            page.getByRole(AriaRole.SEARCHBOX).fill("lighthouse");
            page.keyboard().press("Enter");
            page.locator("td a").first().click();
            assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Nearest in meaning")))
                    .isVisible();
            picture(page, "item");
            link(page, "Imports");
            assertThat(page.getByText("demo-films")).isVisible();
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign out"))
                    .click();
            assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Sign in to ExplainRec")))
                    .isVisible();
        }
    }

    @Test
    void worksOnAPhoneInTheDark() throws IOException {
        var phone = new Browser.NewContextOptions().setViewportSize(375, 800).setColorScheme(ColorScheme.DARK);
        try (BrowserContext context = browser.newContext(phone)) {
            Page page = context.newPage();
            page.navigate(url);
            signIn(page, "admin");
            for (String path :
                    List.of("", "try?domain=films&namespace=demo&user=user-003", "catalogue?domain=books", "imports")) {
                page.navigate(url + path);
                int width = (Integer) page.evaluate("document.documentElement.scrollWidth");
                Assertions.assertThat(width).as(path).isLessThanOrEqualTo(375);
            }
            page.navigate(url + "try?domain=films&namespace=demo&user=user-003");
            picture(page, "phone");
        }
    }

    @Test
    void readsWithoutJavaScriptAndByKeyboardAlone() throws IOException {
        try (BrowserContext context = browser.newContext(new Browser.NewContextOptions().setJavaScriptEnabled(false))) {
            Page page = context.newPage();
            page.navigate(url);
            page.keyboard().type("viewer");
            page.keyboard().press("Tab");
            page.keyboard().type(password("viewer"));
            page.keyboard().press("Enter");
            assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Is all well?")))
                    .isVisible();
            page.keyboard().press("Tab");
            page.keyboard().press("Enter"); // the skip link
            link(page, "Catalogue");
            assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Next page")))
                    .isVisible();
        }
    }

    private void signIn(Page page, String name) throws IOException {
        page.getByLabel("Name").fill(name);
        page.getByLabel("Password").fill(password(name));
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
    }

    private String password(String name) throws IOException {
        return Files.readString(Path.of(accounts.reset(name))).strip();
    }

    private static void link(Page page, String name) {
        page.getByLabel("Pages")
                .getByRole(
                        AriaRole.LINK,
                        new Locator.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }

    /** Pictures are taken anew only where asked, so that a test run leaves the checkout as it was. */
    private static void picture(Page page, String name) {
        if (Boolean.getBoolean("explainrec.pictures")) {
            page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
        }
    }
}
