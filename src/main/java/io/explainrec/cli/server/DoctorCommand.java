package io.explainrec.cli.server;

import io.explainrec.platform.assets.Asset;
import io.explainrec.platform.assets.Assets;
import io.explainrec.platform.installation.Installation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Says what is missing, and the fix. */
@Command(name = "doctor", description = "Says what is missing and how to mend it.", mixinStandardHelpOptions = true)
public class DoctorCommand implements Callable<Integer> {
    private record Finding(boolean fine, String what, String fix) {}

    @Override
    public Integer call() {
        Installation installation = Installation.configured();
        List<Finding> findings = new ArrayList<>();
        String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        findings.add(new Finding(
                platform.equals("Linux amd64"),
                "platform " + platform,
                "the embedded PostgreSQL and PyTorch are built for Linux on x86-64 with glibc"));
        findings.add(new Finding(
                Runtime.version().feature() >= 21, "Java " + Runtime.version(), "install a JDK 21 or newer"));
        Path existing = Files.exists(installation.root())
                ? installation.root()
                : installation.root().getParent();
        findings.add(new Finding(
                Files.isWritable(existing),
                "folder " + installation.root(),
                "make it writable, or name another by --var"));
        Assets assets = Assets.of(installation);
        for (Asset asset : Assets.manifest()) {
            findings.add(new Finding(
                    assets.isSound(asset),
                    "asset " + asset.name() + " " + asset.version(),
                    "./explainrec assets fetch"));
        }
        findings.add(new Finding(
                RunningServer.of(installation).isPresent(),
                "server "
                        + RunningServer.of(installation)
                                .map(s -> "on port " + s.port())
                                .orElse("not running"),
                "./explainrec up"));
        findings.forEach(finding -> System.out.println((finding.fine() ? "ok       " : "missing  ")
                + finding.what()
                + (finding.fine() ? "" : ": " + finding.fix())));
        return findings.stream().limit(findings.size() - 1L).allMatch(Finding::fine) ? 0 : 1;
    }
}
