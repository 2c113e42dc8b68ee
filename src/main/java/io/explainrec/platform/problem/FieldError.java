package io.explainrec.platform.problem;

/** What is wrong with one field of the input: where, and what was expected. */
public record FieldError(String field, String message) {}
