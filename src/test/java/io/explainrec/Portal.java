package io.explainrec;

import static io.restassured.RestAssured.given;

import io.explainrec.platform.identity.Accounts;
import io.quarkus.arc.Arc;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The portal as a browser uses it: with cookies and forms' tokens, and without following redirects. */
public final class Portal {
    /** Name of the cookie and of the form's field that carry a form's token. */
    public static final String FORM_COOKIE = "csrf-token";

    public static final String SESSION = "explainrec-session";

    private Portal() {}

    /** A request of someone who signed in. */
    public static RequestSpecification as(String session) {
        return given().redirects().follow(false).cookie(SESSION, session);
    }

    /** Signs the account in, with a new password. */
    public static String signIn(String account) {
        return signIn(account, newPassword(account)).cookie(SESSION);
    }

    public static Response signIn(String name, String password) {
        return form(given().redirects().follow(false))
                .formParam("j_username", name)
                .formParam("j_password", password)
                .post("/sign-in/check");
    }

    /** Adds the token that the sign-in page hands out. */
    public static RequestSpecification form(RequestSpecification request) {
        String token = given().get("/sign-in").cookie(FORM_COOKIE);
        return request.cookie(FORM_COOKIE, token).formParam(FORM_COOKIE, token);
    }

    public static String newPassword(String account) {
        try {
            Accounts accounts = Arc.container().instance(Accounts.class).get();
            return Files.readString(Path.of(accounts.reset(account))).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
