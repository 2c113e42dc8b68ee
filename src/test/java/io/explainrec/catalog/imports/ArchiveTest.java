package io.explainrec.catalog.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {
    private static final long ENOUGH = 1_000_000;

    @TempDir
    Path folder;

    @Test
    void entersTheOneTopFolder() throws IOException {
        Path zip = ZipFiles.of(folder, Map.of("ml/u.data", "x", "ml/u.item", "y", "__MACOSX/ml/._u.data", "junk"));
        Archive.unpack(zip, folder.resolve("out"), ENOUGH);
        assertThat(folder.resolve("out/u.data")).hasContent("x");
        assertThat(folder.resolve("out/ml")).doesNotExist();
    }

    @Test
    void staysInAnArchiveWithoutATopFolder() throws IOException {
        Path zip = ZipFiles.of(folder, Map.of("items.csv", "id,title"));
        Archive.unpack(zip, folder.resolve("out"), ENOUGH);
        assertThat(folder.resolve("out/items.csv")).hasContent("id,title");
    }

    @Test
    void readsNamesThatOtherProgramsWroteInOtherCharsets() throws IOException {
        Path zip = folder.resolve("windows.zip");
        try (var out = new ZipOutputStream(Files.newOutputStream(zip), StandardCharsets.ISO_8859_1)) {
            out.putNextEntry(new ZipEntry("Gr\u00f6\u00dfe/items.csv"));
            out.write("id,title".getBytes(StandardCharsets.UTF_8));
        }
        Archive.unpack(zip, folder.resolve("out"), ENOUGH);
        assertThat(folder.resolve("out/items.csv")).hasContent("id,title");
    }

    @Test
    void saysSoWhereAFileStandsInTheWayOfAFolder() throws IOException {
        Path zip = ZipFiles.of(folder, Map.of("a", "x", "a/items.csv", "id,title"));
        assertThatThrownBy(() -> Archive.unpack(zip, folder.resolve("out"), ENOUGH))
                .isInstanceOf(ImportException.class)
                .hasMessageContaining("the zip file");
    }

    @Test
    void refusesABombWithoutWritingMoreThanItsLimit() throws IOException {
        Path zip = ZipFiles.of(folder, Map.of("items.csv", "0".repeat(2_000_000)));
        assertThat(zip).satisfies(file -> assertThat(Files.size(file)).isLessThan(10_000));
        assertThatThrownBy(() -> Archive.unpack(zip, folder.resolve("out"), ENOUGH))
                .isInstanceOf(ImportException.class)
                .hasMessageContaining("more than 1000000 bytes");
        assertThat(Files.size(folder.resolve("out/items.csv"))).isLessThanOrEqualTo(ENOUGH);
    }

    @Test
    void refusesNamesThatPointOutside() throws IOException {
        for (String name : new String[] {"../evil", "/etc/evil", "a/../../evil", ".."}) {
            Path zip = ZipFiles.of(folder, Map.of(name, "x"));
            assertThatThrownBy(() -> Archive.unpack(zip, folder.resolve("in/out"), ENOUGH))
                    .as(name)
                    .isInstanceOf(ImportException.class)
                    .hasMessageContaining("outside");
        }
        assertThat(folder.resolve("in/evil")).doesNotExist();
        assertThat(folder.resolve("evil")).doesNotExist();
    }

    @Test
    void refusesWhatIsNoArchiveOrEmptyOrBroken() throws IOException {
        Path text = Files.writeString(folder.resolve("text.zip"), "PK this is no zip file");
        Path empty = ZipFiles.of(folder, Map.of());
        for (Path zip : new Path[] {text, empty}) {
            assertThatThrownBy(() -> Archive.unpack(zip, folder.resolve("out"), ENOUGH))
                    .isInstanceOf(ImportException.class)
                    .hasMessageContaining("zip file");
        }
        byte[] whole = Files.readAllBytes(ZipFiles.of(folder, Map.of("items.csv", "id,title\n".repeat(500))));
        Path cut = Files.write(folder.resolve("cut.zip"), Arrays.copyOf(whole, whole.length / 3));
        assertThatThrownBy(() -> Archive.unpack(cut, folder.resolve("out"), ENOUGH))
                .isInstanceOf(ImportException.class);
    }
}
