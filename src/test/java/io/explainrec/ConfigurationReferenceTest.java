package io.explainrec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} says what the sources say; {@code -Dexplainrec.write=true} writes it anew. */
class ConfigurationReferenceTest {
    private static final Path HOME = Path.of(System.getProperty("explainrec.home", "."));
    private static final Path DOCUMENT = HOME.resolve("docs/configuration.md");
    private static final String HEAD = """
            # Configuration
            Every option of ours, generated from the sources. Each can be set as an environment variable
            (`EXPLAINREC_RECOMMEND_CANDIDATES=50`) or as a system property in `EXPLAINREC_JAVA_OPTIONS`, which takes the place of the
            launcher's own `-Xmx2g`, so that the heap is to be said along
            (`EXPLAINREC_JAVA_OPTIONS="-Xmx2g -Dexplainrec.recommend.candidates=50"`). Quarkus' own options work the same way,
            save the port (`up --port`) and the data source, which is the installation's own PostgreSQL.

            Where things lie: `EXPLAINREC_VAR` (the installation; `--var` outranks it), `EXPLAINREC_ASSETS` (assets to share between
            installations), `DJL_CACHE_DIR` (PyTorch unpacked, 445 MB; `djl` in `EXPLAINREC_VAR`, else in `var`), `EXPLAINREC_JAVA_HOME`
            (the JDK). What computes: `EXPLAINREC_DEVICE` ([docs/gpu.md](gpu.md)). The key of a [teacher](training.md#the-data):
            `EXPLAINREC_TEACHER_KEY`.
            """;
    private static final Pattern MAPPING = Pattern.compile("@ConfigMapping\\(prefix = \"([^\"]+)\"\\)");
    private static final Pattern OPTION = Pattern.compile(
            "/\\*\\*(?<doc>(?:(?!\\*/).)*)\\*/\\s+@WithDefault\\(\"(?<default>[^\"]*)\"\\)\\s+(?:@\\w+(?:\\([^)]*\\))?\\s+)*"
                    + "(?<type>\\w+) (?<name>\\w+)\\(\\);",
            Pattern.DOTALL);

    @Test
    void theReferenceIsFresh() throws IOException {
        String expected = HEAD + String.join("", sections());
        if (Boolean.getBoolean("explainrec.write")) {
            Files.writeString(DOCUMENT, expected);
        }
        assertThat(DOCUMENT).hasContent(expected);
    }

    @Test
    void theExamplesAreOptionsOfOurs() throws IOException {
        String options = String.join("", sections());
        Matcher variable = Pattern.compile("`EXPLAINREC_(\\w+)=\\w+`").matcher(HEAD);
        Matcher property = Pattern.compile("-D(explainrec\\.[\\w.-]+)=").matcher(HEAD);
        assertThat(variable.find()).isTrue();
        assertThat(property.find()).isTrue();
        assertThat(options.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT))
                .contains("| `EXPLAINREC_" + variable.group(1) + "` |");
        assertThat(options).contains("| `" + property.group(1) + "` |");
    }

    private static List<String> sections() throws IOException {
        try (Stream<Path> sources = Files.walk(HOME.resolve("src/main/java"))) {
            return sources.filter(file -> file.toString().endsWith("Config.java"))
                    .sorted()
                    .map(ConfigurationReferenceTest::section)
                    .filter(section -> !section.isEmpty())
                    .toList();
        }
    }

    private static String section(Path source) {
        try {
            String text = Files.readString(source);
            Matcher mapping = MAPPING.matcher(text);
            if (!mapping.find()) {
                return "";
            }
            String prefix = mapping.group(1);
            StringBuilder section = new StringBuilder("\n## " + prefix + "\n| option | default | |\n|---|---|---|\n");
            Matcher option = OPTION.matcher(text.substring(mapping.end()));
            while (option.find()) {
                section.append("| `%s.%s` | `%s` | %s |\n"
                        .formatted(
                                prefix,
                                option.group("name")
                                        .replaceAll("([A-Z])", "-$1")
                                        .toLowerCase(Locale.ROOT),
                                option.group("default"),
                                option.group("doc")
                                        .replaceAll("\\s*\\n\\s*\\*\\s*", " ")
                                        .strip()));
            }
            return section.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
