package io.explainrec.platform.assets;

/** An asset is missing or broken; the message names the file and the ways to mend it. */
public class AssetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public AssetException(String message) {
        super(message);
    }

    public AssetException(String message, Throwable cause) {
        super(message, cause);
    }
}
