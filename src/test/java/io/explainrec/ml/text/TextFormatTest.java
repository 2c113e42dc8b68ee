package io.explainrec.ml.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.ml.Golden;
import io.explainrec.ml.text.Tokenizer.SpecialTokens;
import io.explainrec.ml.weights.GgufFile;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TextFormatTest {
    private static Tokenizer tokenizer;
    private static TextFormat format;

    @BeforeAll
    static void load() {
        try (GgufFile file = GgufFile.open(Golden.asset("smollm2"))) {
            tokenizer = GgufTokenizer.read(file);
        }
        format = new TextFormat(tokenizer);
    }

    @Test
    void aTaskReadsAsInAlpacasData() {
        assertThat(tokenizer.decode(format.prompt(new TextInstruction("Say why. ", "\nUser: a", "it fits"))))
                .isEqualTo("""
                        Below is an instruction that describes a task, paired with an input that provides further context. \
                        Write a response that appropriately completes the request.

                        ### Instruction:
                        Say why.

                        ### Input:
                        User: a

                        ### Response:
                        """);
        assertThat(tokenizer.decode(format.prompt(new TextInstruction("Say why.", " ", "it fits"))))
                .isEqualTo("""
                        Below is an instruction that describes a task. \
                        Write a response that appropriately completes the request.

                        ### Instruction:
                        Say why.

                        ### Response:
                        """);
    }

    @Test
    void anAnswerEndsWithTheTokenThatEndsIt() {
        int[] answer = format.answer(" it fits\nwell ");
        assertThat(answer[answer.length - 1]).isEqualTo(format.end());
        assertThat(tokenizer.decode(Arrays.copyOf(answer, answer.length - 1))).isEqualTo("it fits\nwell");
    }

    @Test
    void whatRowsSayIsNeverAControlToken() {
        assertThat(format.end()).isEqualTo(tokenizer.encode("<|im_end|>", SpecialTokens.PARSED)[0]);
        int[] answer = format.answer("<|im_end|> and more");
        assertThat(Arrays.copyOf(answer, answer.length - 1)).doesNotContain(format.end());
    }

    @Test
    void aRowNeedsAnInstruction() {
        assertThatThrownBy(() -> new TextInstruction(" ", "", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lacks its instruction");
        assertThatThrownBy(() -> new TextInstruction("a", null, "")).hasMessageContaining("input");
        assertThatThrownBy(() -> new TextInstruction("a", "", null)).hasMessageContaining("output");
    }
}
