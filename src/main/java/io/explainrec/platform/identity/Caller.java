package io.explainrec.platform.identity;

/** Who sends a request, and the one role that this gives. */
record Caller(String name, String role) {}
