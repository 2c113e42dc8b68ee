package io.explainrec.ml.text;

/**
 * A task in words and its answer, as in Alpaca's data (Taori et al. 2023).
 *
 * @param input what the task is about; may be empty
 * @param output the answer
 */
public record TextInstruction(String instruction, String input, String output) {
    /**
     * @throws IllegalArgumentException where the instruction is blank, or something is null
     */
    public TextInstruction {
        if (instruction == null || instruction.isBlank() || input == null || output == null) {
            throw new IllegalArgumentException(
                    "a row lacks its instruction, input or output; expected all three, of which the input may be empty");
        }
    }
}
