package io.explainrec.cli.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.cli.command.CommandException;
import org.junit.jupiter.api.Test;

class ImportCommandTest {
    @Test
    void aDomainIsNamedAfterItsDataSet() {
        assertThat(ImportCommand.domainNamed("ml-100k")).isEqualTo("ml-100k");
        assertThat(ImportCommand.domainNamed("_My Export")).isEqualTo("my-export");
    }

    @Test
    void aNameThatGivesNoneIsNamedWithTheOptionThatDoes() {
        for (String name : new String[] {"データ", "_", "a".repeat(64)}) {
            assertThatThrownBy(() -> ImportCommand.domainNamed(name))
                    .isInstanceOf(CommandException.class)
                    .hasMessageContaining("'" + name + "'")
                    .hasMessageContaining("--domain");
        }
    }
}
