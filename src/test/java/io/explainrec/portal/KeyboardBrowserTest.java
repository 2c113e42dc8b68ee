package io.explainrec.portal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.explainrec.Api;
import io.explainrec.Portal;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.explainrec.platform.postgres.Statements;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every page, by the keyboard alone, with scripts and without. */
@QuarkusTest
@Tag("browser")
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class KeyboardBrowserTest extends InBrowser {
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAdminNeedsNoMouse(boolean scripts) {
        Api.put("/users/forgotten?namespace=keyboard", "{\"region\": \"north\"}")
                .statusCode(200);
        try (BrowserContext context =
                browser.newContext(new Browser.NewContextOptions().setJavaScriptEnabled(scripts))) {
            Page page = context.newPage();
            signIn(page);
            searchTheCatalogue(page);
            tryAUser(page);
            tryANewcomer(page);
            readWhatIsKnown(page);
            erase(page);
            enter(page, navigation(page, "Imports"));
            enter(page, page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("demo-films")));
            assertThat(heading(page, "What was refused of demo-films?")).isVisible();
            readAnEvaluation(page);
            enter(page, button(page, "Sign out"));
            assertThat(heading(page, "Sign in to ExplainRec")).isVisible();
        }
    }

    private void signIn(Page page) {
        page.navigate(url);
        // What is typed before the page has its focus goes nowhere.
        assertThat(page.getByLabel("Name")).isFocused();
        page.keyboard().type("admin");
        page.keyboard().press("Tab");
        assertThat(page.getByLabel("Password")).isFocused();
        page.keyboard().type(Portal.newPassword("admin"));
        page.keyboard().press("Enter");
        assertThat(heading(page, "Is all well?")).isVisible();
        page.keyboard().press("Tab");
        assertThat(page.getByText("Skip to the content")).isFocused();
        page.keyboard().press("Enter");
        assertThat(page).hasURL(url + "#main");
    }

    private static void searchTheCatalogue(Page page) {
        enter(page, navigation(page, "Catalogue"));
        tabTo(page, page.getByLabel("Domain"));
        page.keyboard().type("Films");
        tabTo(page, page.getByRole(AriaRole.SEARCHBOX));
        page.keyboard().type("lighthouse");
        page.keyboard().press("Enter");
        assertThat(page.locator("td a[href*='/item']").first()).containsText("Lighthouse");
        enter(page, page.locator("td a[href*='/item']"));
        assertThat(heading(page, "Nearest in meaning")).isVisible();
    }

    private static void tryAUser(Page page) {
        enter(page, navigation(page, "Try a user"));
        enter(page, button(page, "Recommend")); // somebody who exists is preset
        assertThat(page.getByRole(AriaRole.ARTICLE))
                .hasCount(8, new LocatorAssertions.HasCountOptions().setTimeout(20_000));
        enter(page, page.locator("summary").first());
        assertThat(page.getByRole(AriaRole.IMG).and(page.locator("svg")).first())
                .isVisible();
    }

    private static void tryANewcomer(Page page) {
        enter(page, navigation(page, "Try a user"));
        enter(page, page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("A newcomer")));
        tabTo(page, page.getByLabel("Domain"));
        page.keyboard().type("Films");
        tabTo(page, page.getByRole(AriaRole.SEARCHBOX));
        page.keyboard().type("lighthouse");
        page.keyboard().press("Enter");
        enter(page, page.locator("button[name=add]"));
        assertThat(page.getByLabel("Liked item 1")).hasValue(Pattern.compile("film-.*"));
        enter(page, button(page, "Recommend"));
        assertThat(page.getByText("Nothing was recorded"))
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(20_000));
        assertThat(page.getByRole(AriaRole.ARTICLE)).hasCount(8);
    }

    private void readWhatIsKnown(Page page) {
        enter(page, navigation(page, "Knowledge"));
        tabTo(page, page.getByLabel("Findings by meaning"));
        page.keyboard().type("what young people like");
        page.keyboard().press("Enter");
        enter(page, page.locator("#found td a"));
        assertThat(heading(page, "What is known of")).isVisible();
        assertThat(page.getByRole(AriaRole.IMG).and(page.locator("svg"))).isVisible();
        enter(page, navigation(page, "Knowledge"));
        enter(page, button(page, "Compare"));
        assertThat(heading(page, "What changed from one snapshot to the other?"))
                .isVisible();
        enter(page, navigation(page, "Knowledge"));
        enter(page, button(page, "Build a snapshot"));
        assertThat(page.getByText("it waits its turn")).isVisible();
        new Statements(database).execute("DELETE FROM kb_snapshot WHERE status = 'queued'");
    }

    private static void erase(Page page) {
        enter(page, navigation(page, "Users"));
        tabTo(page, page.getByLabel("Namespace"));
        page.keyboard().type("keyboard");
        page.keyboard().press("Enter");
        enter(page, page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("forgotten")));
        assertThat(heading(page, "What do we hold of forgotten?")).isVisible();
        tabTo(page, page.getByLabel("Type the id, forgotten, to confirm"));
        page.keyboard().type("forgotten");
        enter(page, button(page, "Erase for good"));
        assertThat(heading(page, "What was erased?")).isVisible();
    }

    private static void readAnEvaluation(Page page) {
        enter(page, navigation(page, "Evaluations"));
        assertThat(page.getByLabel("The report.json of an evaluation")).isEnabled();
        enter(page, page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("sample")));
        assertThat(heading(page, "sample: how good is it, against what?")).isVisible();
        enter(page, page.getByText("UAUC as a table").first());
        assertThat(page.getByRole(AriaRole.TABLE).first()).containsText("item-mean");
    }

    private static void enter(Page page, com.microsoft.playwright.Locator target) {
        tabTo(page, target).press("Enter");
    }
}
