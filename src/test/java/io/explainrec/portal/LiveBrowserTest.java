package io.explainrec.portal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.explainrec.Api;
import io.explainrec.catalog.Domain;
import io.explainrec.catalog.imports.ImportService;
import io.explainrec.catalog.imports.ImportSource;
import io.explainrec.catalog.imports.ImportTarget;
import io.explainrec.catalog.imports.Row;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.explainrec.platform.postgres.Statements;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What scripts add: lists that follow what is typed, pages that grow, imports that renew themselves, local times. */
@QuarkusTest
@Tag("browser")
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class LiveBrowserTest extends InBrowser {
    @Inject
    ImportService imports;

    @Test
    void theCatalogueFollowsWhatIsTypedAndGrows() {
        try (BrowserContext context = browser.newContext()) {
            Page page = signedIn(context, "viewer");
            page.navigate(url + "catalogue?domain=films");
            Locator rows = page.locator("#rows tr");
            assertThat(rows).hasCount(30);
            button(page, "Search").evaluate("button => { button.dataset.same = 'page' }");
            page.getByText("Show more").click();
            assertThat(rows).hasCount(60);
            page.getByRole(AriaRole.SEARCHBOX).pressSequentially("lighthouse");
            assertThat(page).hasURL(Pattern.compile("q=lighthouse"));
            assertThat(rows.first()).containsText("Lighthouse");
            assertThat(page.getByText("Download as CSV")).hasAttribute("href", Pattern.compile("q=lighthouse"));
            assertThat(page.locator("button[data-same=page]")).hasCount(1);
            page.reload();
            assertThat(page.getByRole(AriaRole.SEARCHBOX)).hasValue("lighthouse");
            page.goBack();
            assertThat(rows).hasCount(30);
        }
    }

    @Test
    void whoWasSignedOutMeanwhileGetsToTheSignInWhole() {
        try (BrowserContext context = browser.newContext()) {
            Page page = signedIn(context, "viewer");
            page.navigate(url + "catalogue?domain=films");
            context.clearCookies();
            page.getByRole(AriaRole.SEARCHBOX).pressSequentially("x");
            assertThat(heading(page, "Sign in to ExplainRec")).isVisible();
            assertThat(page.getByRole(AriaRole.NAVIGATION)).hasCount(0);
        }
    }

    @Test
    void aRunningImportRenewsItself() throws Exception {
        Slow source = new Slow();
        CompletableFuture<?> run = CompletableFuture.runAsync(
                () -> imports.run(source, new ImportTarget("slow-import", "slow"), done -> {}));
        try (BrowserContext context = browser.newContext()) {
            Page page = signedIn(context, "reviewer");
            source.begun.await();
            navigation(page, "Imports").click();
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("slow-source"))
                    .click();
            assertThat(page.getByText("It goes on.")).isVisible();
            source.end.countDown();
            assertThat(page.getByText("It ended")).isVisible();
        } finally {
            source.end.countDown();
            run.get();
        }
    }

    @Test
    void aSnapshotThatWaitsRenewsItself() {
        try (BrowserContext context = browser.newContext()) {
            Page page = signedIn(context, "admin");
            navigation(page, "Knowledge").click();
            button(page, "Build a snapshot").click();
            assertThat(page.getByText("it waits its turn")).isVisible();
            new Statements(database)
                    .execute("UPDATE kb_snapshot SET status = 'failed', message = 'as a test' WHERE status = 'queued'");
            assertThat(page.getByText("building it failed: as a test")).isVisible();
        } finally {
            new Statements(database).execute("DELETE FROM kb_snapshot WHERE status IN ('queued', 'failed')");
        }
    }

    @Test
    void timesAreInTheViewersZoneAndHostileTextIsText() {
        Api.put("/domains/live", "{\"title\": \"Live\"}").statusCode(200);
        Api.put(
                        "/domains/live/items/evil",
                        "{\"title\": \"\\\"><img src=x onerror=alert(1)><script>alert(2)</script>\"}")
                .statusCode(200);
        Api.post(
                        "/interactions",
                        "{\"user\": \"late\", \"namespace\": \"live\", \"domain\": \"live\", \"item\": \"evil\","
                                + " \"liked\": false, \"occurredAt\": \"2026-01-01T23:30:00Z\"}")
                .statusCode(200);
        var tokyo = new Browser.NewContextOptions().setTimezoneId("Asia/Tokyo").setLocale("en-GB");
        try (BrowserContext context = browser.newContext(tokyo)) {
            Page page = signedIn(context, "reviewer");
            page.onDialog(dialog -> {
                throw new AssertionError("a script of an item's title ran");
            });
            page.navigate(url + "users/user?namespace=live&id=late");
            Locator time = page.locator("#rows time");
            assertThat(time).hasText("2 Jan 2026, 08:30");
            assertThat(time).hasAttribute("title", "2026-01-01T23:30:00Z");
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("\"><img src=x onerror=alert(1)>"))
                    .click();
            assertThat(heading(page, "\"><img src=x onerror=alert(1)><script>alert(2)</script>"))
                    .isVisible();
        }
    }

    /** A source that ends when it is told to. */
    private static final class Slow implements ImportSource {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch end = new CountDownLatch(1);

        @Override
        public String format() {
            return "csv";
        }

        @Override
        public String name() {
            return "slow-source";
        }

        @Override
        public Domain.Input domain() {
            return new Domain.Input("Slow", null, null, null);
        }

        @Override
        public long size() {
            return 100;
        }

        @Override
        public void read(Consumer<Row> rows, Consumer<Long> progress) {
            begun.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
