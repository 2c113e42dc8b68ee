package io.explainrec.cli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.cli.command.CommandException;
import io.explainrec.ml.evidence.LearnedTables.ItemName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureFolderTest {
    private static final ItemName FILM = new ItemName("films", "1");
    private static final ItemName BOOK = new ItemName("books", "1");

    @TempDir
    private Path folder;

    @Test
    void itemsOfOneNameInTwoDomainsHaveFoldersOfTheirOwn() throws IOException {
        Files.write(folder.resolve("1.jpg"), new byte[] {1});
        PictureFolder pictures = new PictureFolder(folder);
        assertThat(pictures.content(FILM)).containsExactly(1);
        assertThatCode(() -> pictures.refuseShared(List.of(FILM, new ItemName("books", "2"))))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> pictures.refuseShared(List.of(FILM, BOOK)))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("'films' and 'books' both have an item '1'")
                .hasMessageContaining("books/1.jpg");
        Files.write(Files.createDirectory(folder.resolve("books")).resolve("1.png"), new byte[] {2});
        assertThatCode(() -> pictures.refuseShared(List.of(FILM, BOOK))).doesNotThrowAnyException();
        assertThat(pictures.content(FILM)).containsExactly(1);
        assertThat(pictures.content(BOOK)).containsExactly(2);
        assertThat(pictures.content(new ItemName("books", "2"))).isNull();
    }
}
