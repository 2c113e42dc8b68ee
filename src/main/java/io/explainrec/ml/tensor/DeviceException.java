package io.explainrec.ml.tensor;

/** The device that was asked for is none, or the engine has none such; the message says what to set. */
public final class DeviceException extends RuntimeException {
    private static final long serialVersionUID = 1;

    DeviceException(String message) {
        super(message);
    }
}
