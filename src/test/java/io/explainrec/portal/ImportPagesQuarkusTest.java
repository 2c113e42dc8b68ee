package io.explainrec.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.platform.postgres.PostgresTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** Bringing a data set in by a form. */
@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class ImportPagesQuarkusTest {
    @Test
    void anAdminUploadsAnArchiveAndIsShownItsImport() throws IOException {
        Response sent = upload(PortalSession.of("admin"), "page-upload", archive());
        assertThat(sent.statusCode()).isEqualTo(303);
        assertThat(PortalSession.of("reviewer")
                        .get(sent.header("Location").replaceFirst("^https?://[^/]+", ""))
                        .asString())
                .contains("page-upload", "shop.zip", "It goes on");
    }

    @Test
    void whatIsNoArchiveIsSaidOnAPage() {
        Response sent = upload(PortalSession.of("admin"), "page-text", "text".getBytes(StandardCharsets.UTF_8));
        assertThat(sent.statusCode()).isEqualTo(400);
        assertThat(sent.asString())
                .contains(
                        "What came in",
                        "<code>archive</code> is no zip file",
                        "value=\"page-text\"",
                        "<option selected>csv")
                .doesNotContain("<code>body</code>");
    }

    @Test
    void whatIsWrongWithTheFormIsSaidBesideIt() throws IOException {
        Response sent = upload(PortalSession.of("admin"), "Not A Name", archive());
        assertThat(sent.statusCode()).isEqualTo(400);
        assertThat(sent.asString()).contains("<code>domain</code>", "value=\"Not A Name\"");
    }

    @Test
    void aFormWithoutAnythingIsAnsweredByItself() {
        Response sent = PortalSession.of("admin")
                .multipart("/imports")
                .multiPart("namespace", "")
                .post("/imports");
        assertThat(sent.statusCode()).isEqualTo(400);
        assertThat(sent.asString()).contains("<code>archive</code> is missing").doesNotContain("NOT_FOUND");
    }

    @Test
    void othersAreToldWhyTheyCannot() throws IOException {
        PortalSession viewer = PortalSession.of("viewer");
        assertThat(viewer.get("/imports").asString()).contains("Only an admin may import", "signed in as viewer");
        assertThat(upload(viewer, "page-viewer", archive()).statusCode()).isEqualTo(403);
    }

    private static Response upload(PortalSession session, String domain, byte[] archive) {
        return session.multipart("/imports")
                .multiPart("archive", "shop.zip", archive, "application/zip")
                .multiPart("format", "csv")
                .multiPart("domain", domain)
                .multiPart("namespace", "")
                .post("/imports");
    }

    private static byte[] archive() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("items.csv"));
            zip.write("id,title\na,Lamp\n".getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
