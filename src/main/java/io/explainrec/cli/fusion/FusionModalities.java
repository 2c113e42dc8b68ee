package io.explainrec.cli.fusion;

import java.util.Locale;

/** What is fused. */
enum FusionModalities {
    TEXT,
    IMAGES,
    BOTH;

    boolean texts() {
        return this != IMAGES;
    }

    boolean pictures() {
        return this != TEXT;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
