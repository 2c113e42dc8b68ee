package io.explainrec.portal;

import io.explainrec.Portal;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Map;

/** Somebody who signed in, asking for pages as a browser does, without following redirects. */
record PortalSession(String cookie) {
    static PortalSession of(String account) {
        return new PortalSession(Portal.signIn(account));
    }

    Response get(String path) {
        return page().get(path);
    }

    /** Sends a form that a page of this path showed. */
    Response post(String shownOn, String path, Map<String, String> fields) {
        Response shown = get(shownOn);
        return page().urlEncodingEnabled(true)
                .cookie(Portal.FORM_COOKIE, shown.cookie(Portal.FORM_COOKIE))
                .formParams(fields)
                .formParam(Portal.FORM_COOKIE, token(shown))
                .post(path);
    }

    /** A form with files, with the token of the page that shows it. */
    RequestSpecification multipart(String shownOn) {
        Response shown = get(shownOn);
        return page().cookie(Portal.FORM_COOKIE, shown.cookie(Portal.FORM_COOKIE))
                .multiPart(Portal.FORM_COOKIE, token(shown));
    }

    private static String token(Response shown) {
        return shown.htmlPath().getString("**.find { it.@name == 'csrf-token' }.@value");
    }

    RequestSpecification page() {
        return Portal.as(cookie)
                .urlEncodingEnabled(false)
                .header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
    }
}
