package io.explainrec.portal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The pages as a person uses them; also takes the pictures in {@code docs/img}. */
@QuarkusTest
@Tag("browser")
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class PortalBrowserTest extends InBrowser {
    private static final Path PICTURES = Path.of(System.getProperty("explainrec.home", "."), "docs/img");

    @Test
    void aReviewerFindsOutWhyAnItemWasRecommended() {
        try (BrowserContext context = browser.newContext(new Browser.NewContextOptions().setViewportSize(1200, 900))) {
            Page page = signedIn(context, "reviewer");
            assertThat(heading(page, "Is all well?")).isVisible();
            picture(page, "home");

            navigation(page, "Try a user").click();
            page.getByLabel("User", new Page.GetByLabelOptions().setExact(true)).fill("user-001");
            page.getByLabel("Namespace").fill("demo");
            page.getByLabel("Domain").selectOption("films");
            button(page, "Recommend").click();
            assertThat(page.getByRole(AriaRole.ARTICLE))
                    .hasCount(8, new LocatorAssertions.HasCountOptions().setTimeout(20_000));
            page.getByText("Why in this place").first().click();
            assertThat(page.getByRole(
                                    AriaRole.IMG,
                                    new Page.GetByRoleOptions()
                                            .setName("Order: why it stands in this place: contributions"))
                            .first())
                    .isVisible();
            picture(page, "try-a-user");

            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("user-001"))
                    .click();
            assertThat(heading(page, "What do we hold of user-001?")).isVisible();
            assertThat(page.getByText("Export and erasure are for the role admin; yours is reviewer."))
                    .isVisible();
            assertThat(button(page, "Erase for good")).isDisabled();
            picture(page, "user");

            navigation(page, "Catalogue").click();
            page.getByRole(AriaRole.SEARCHBOX).fill("lighthouse");
            page.locator("td a[href*='/item']").first().click();
            assertThat(heading(page, "Nearest in meaning")).isVisible();
            picture(page, "item");
            navigation(page, "Imports").click();
            assertThat(page.getByText("demo-films")).isVisible();
            button(page, "Sign out").click();
            assertThat(heading(page, "Sign in to ExplainRec")).isVisible();
            picture(page, "sign-in");
        }
    }

    @Test
    void aViewerSeesWhatIsNotForIt() {
        try (BrowserContext context = browser.newContext()) {
            Page page = signedIn(context, "viewer");
            navigation(page, "Users 🔒 not for your role").click();
            assertThat(heading(page, "Your role may not do this")).isVisible();
            assertThat(page.getByText("Pages about a person are for the roles admin, approver and reviewer"))
                    .isVisible();
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Go back"))
                    .click();
            assertThat(heading(page, "Is all well?")).isVisible();
            navigation(page, "Try a user 🔒 not for your role").click();
            button(page, "Sign out").click();
            assertThat(heading(page, "Sign in to ExplainRec")).isVisible();
        }
    }

    @Test
    void thePictureOfAPhone() {
        var phone = new Browser.NewContextOptions().setViewportSize(375, 800).setColorScheme(ColorScheme.DARK);
        try (BrowserContext context = browser.newContext(phone)) {
            Page page = signedIn(context, "admin");
            page.navigate(url + record);
            assertThat(button(page, "Sign out")).isVisible();
            assertThat(page.locator("html[data-bs-theme=dark]")).hasCount(1);
            picture(page, "phone");
        }
    }

    /** Pictures are taken anew only where asked, so that a test run leaves the checkout as it was. */
    private static void picture(Page page, String name) {
        if (Boolean.getBoolean("explainrec.pictures")) {
            page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
        }
    }
}
