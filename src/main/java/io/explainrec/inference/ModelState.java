package io.explainrec.inference;

/**
 * Whether a language model answers.
 *
 * @param message the same in plain words, fit to be shown to whoever asked; never empty
 * @param cause for operators, with the file or address that is at fault; null unless it failed
 */
public record ModelState(Phase phase, String message, String cause) {
    /** Where a model is in its life. */
    public enum Phase {
        /** It answers soon. */
        LOADING,
        /** It answers. */
        READY,
        /** It was switched off, on purpose. */
        OFF,
        /** It cannot answer until somebody mends it. */
        FAILED
    }

    static final ModelState LOADING = new ModelState(Phase.LOADING, "the language model is still loading", null);
    static final ModelState READY = new ModelState(Phase.READY, "the language model answers", null);
    static final ModelState OFF =
            new ModelState(Phase.OFF, "the language model is switched off (explainrec.inference.enabled=false)", null);

    static ModelState failed(Throwable cause) {
        return new ModelState(
                Phase.FAILED,
                "the language model cannot be loaded; /q/health and the log say why",
                String.valueOf(cause.getMessage()));
    }
}
