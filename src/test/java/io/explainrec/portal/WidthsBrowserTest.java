package io.explainrec.portal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every page on a phone, at 200 % zoom and on a desk, light and dark, held against axe's rules. */
@QuarkusTest
@Tag("browser")
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class WidthsBrowserTest extends InBrowser {
    private static final String FAULTS = """
            async () => (await axe.run()).violations.flatMap(v => v.nodes.map(n => v.id + ': ' + n.html.slice(0, 150)))
            """;

    /** 640 is a desk of 1280 at 200 %. */
    @ParameterizedTest
    @CsvSource({"375, DARK", "640, LIGHT", "1280, LIGHT", "1280, DARK"})
    void everyPageFitsAndIsAccessible(int width, ColorScheme colours) throws IOException {
        String axe;
        try (var script = getClass().getResourceAsStream("/axe.min.js")) {
            axe = new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
        var options =
                new Browser.NewContextOptions().setViewportSize(width, 800).setColorScheme(colours);
        try (BrowserContext context = browser.newContext(options)) {
            Page page = signedIn(context, "admin");
            List<String> complaints = new ArrayList<>();
            page.onConsoleMessage(message -> {
                if (message.text().contains("Content Security Policy")) {
                    complaints.add(page.url() + " " + message.text());
                }
            });
            for (String path : everyPage()) {
                page.navigate(url + path);
                page.locator("details:not([open]) > summary >> visible=true").all().stream()
                        .limit(2)
                        .forEach(com.microsoft.playwright.Locator::click);
                picture(page, path, width, colours);
                Assertions.assertThat(width(page)).as(path).isLessThanOrEqualTo(width);
                assertThat(button(page, "Sign out")).isVisible();
                page.evaluate(axe);
                ((List<?>) page.evaluate(FAULTS)).forEach(fault -> complaints.add(path + " " + fault));
            }
            Assertions.assertThat(complaints).isEmpty();
        }
    }

    @Test
    void onPaperTheChartsAreOpenAndNothingIsToPress() {
        try (BrowserContext context = browser.newContext()) {
            Page page = signedIn(context, "admin");
            page.navigate(url + record);
            page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
            assertThat(page.locator("svg").last()).isVisible();
            assertThat(button(page, "Recommend")).isHidden();
            assertThat(page.getByRole(AriaRole.NAVIGATION)).isHidden();
            picture(page, "paper", 800, ColorScheme.LIGHT);

            page.navigate(url + evaluation);
            assertThat(page.locator("svg").last()).isVisible();
            assertThat(page.getByText("Bins of").first()).isHidden();
            assertThat(page.getByText("All measurements as CSV")).isHidden();
            picture(page, "paper-evaluation", 800, ColorScheme.LIGHT);
        }
    }

    /** To look at: every page at every width, in {@code target/pages}. */
    private static void picture(Page page, String path, int width, ColorScheme colours) {
        if (Boolean.getBoolean("explainrec.pictures")) {
            String name = path.replaceAll("[^a-z0-9]+", "-") + "-" + width + "-" + colours + ".png";
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Path.of("target/pages", name))
                    .setFullPage(true));
        }
    }
}
