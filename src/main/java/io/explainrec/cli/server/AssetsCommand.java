package io.explainrec.cli.server;

import io.explainrec.platform.assets.Asset;
import io.explainrec.platform.assets.Assets;
import io.explainrec.platform.installation.Installation;
import picocli.CommandLine.Command;

/** The files that are too big for the repository. */
@Command(name = "assets", description = "Fetches and checks models and PostgreSQL.", mixinStandardHelpOptions = true)
public class AssetsCommand {
    @Command(name = "fetch", description = "Fetches what is missing.", mixinStandardHelpOptions = true)
    void fetch() {
        assets().fetchAll(System.out::println);
    }

    @Command(name = "list", description = "Lists names, licences and purposes.", mixinStandardHelpOptions = true)
    int list() {
        boolean sound = true;
        for (Asset asset : Assets.manifest()) {
            boolean here = assets().isSound(asset);
            sound &= here;
            System.out.printf(
                    "%-18s %-8s %-11s %-8s %s%n",
                    asset.name(), asset.version(), asset.licence(), here ? "ready" : "missing", asset.purpose());
        }
        return sound ? 0 : 1;
    }

    private static Assets assets() {
        return Assets.of(Installation.configured());
    }
}
