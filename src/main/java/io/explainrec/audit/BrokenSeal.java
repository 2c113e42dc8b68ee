package io.explainrec.audit;

/** Sealed bytes do not open with this key under this id: another key, another id, or changed bytes; GCM cannot tell which. */
class BrokenSeal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokenSeal(Throwable cause) {
        super("the seal does not open: another key, another id, or changed bytes", cause);
    }
}
