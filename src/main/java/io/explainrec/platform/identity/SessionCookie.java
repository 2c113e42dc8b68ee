package io.explainrec.platform.identity;

import jakarta.ws.rs.core.NewCookie;

/** Carries a session's token: out of reach of scripts, not sent from other sites, gone when the browser closes. */
public final class SessionCookie {
    public static final String NAME = "explainrec-session";

    private SessionCookie() {}

    /** @param secure whether the browser talks TLS, and must send the cookie in no other way */
    public static NewCookie of(String token, boolean secure) {
        return cookie(token, secure).build();
    }

    /** Takes the cookie out of the browser. */
    public static NewCookie gone(boolean secure) {
        return cookie("", secure).maxAge(0).build();
    }

    private static NewCookie.Builder cookie(String value, boolean secure) {
        return new NewCookie.Builder(NAME)
                .value(value)
                .path("/")
                .httpOnly(true)
                .secure(secure)
                .sameSite(NewCookie.SameSite.STRICT);
    }
}
