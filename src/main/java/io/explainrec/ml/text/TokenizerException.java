package io.explainrec.ml.text;

/** A tokenizer's description is broken, or asks for something that is not supported; the message says what. */
public class TokenizerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TokenizerException(String message) {
        super(message);
    }
}
