package io.explainrec.portal;

import static io.restassured.RestAssured.given;

import io.explainrec.platform.identity.Accounts;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Somebody who signed in, asking for pages as a browser does, without following redirects. */
record PortalSession(String cookie) {
    private static final String SESSION = "explainrec-session";
    private static final String CSRF = "csrf-token";

    static PortalSession of(Accounts accounts, String name) {
        return new PortalSession(given().redirects()
                .follow(false)
                .formParam("j_username", name)
                .formParam("j_password", password(accounts, name))
                .post("/sign-in/check")
                .cookie(SESSION));
    }

    /** A new password of the account. */
    static String password(Accounts accounts, String name) {
        try {
            return Files.readString(Path.of(accounts.reset(name))).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Response get(String path) {
        return page().get(path);
    }

    /** Sends a form that a page of this path showed. */
    Response post(String shownOn, String path, Map<String, String> fields) {
        Response shown = get(shownOn);
        return page().urlEncodingEnabled(true)
                .cookie(CSRF, shown.cookie(CSRF))
                .formParams(fields)
                .formParam(CSRF, token(shown))
                .post(path);
    }

    /** A form with files, with the token of the page that shows it. */
    RequestSpecification multipart(String shownOn) {
        Response shown = get(shownOn);
        return page().cookie(CSRF, shown.cookie(CSRF)).multiPart(CSRF, token(shown));
    }

    private static String token(Response shown) {
        return shown.htmlPath().getString("**.find { it.@name == 'csrf-token' }.@value");
    }

    RequestSpecification page() {
        return given().urlEncodingEnabled(false)
                .redirects()
                .follow(false)
                .cookie(SESSION, cookie)
                .header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
    }
}
