package io.explainrec.registry.added;

import io.explainrec.ml.llama.LlamaConfig;
import io.explainrec.ml.llama.LlamaFiles;
import io.explainrec.ml.text.InstructionFormat;
import io.explainrec.ml.text.TokenizerException;
import io.explainrec.ml.weights.ModelFileException;
import java.nio.file.Path;

/** Whether this program can compute with a model: everything but the numbers of its tensors is read. */
final class ModelCheck {
    private ModelCheck() {}

    /**
     * The model's shape in words.
     *
     * @throws ModelFileException where a file is broken or asks for something that is not computed
     * @throws AddedModelException where its tokenizer cannot answer, or its context is too short for a prompt
     */
    static String shape(Path model) {
        try (LlamaFiles files = LlamaFiles.open(model)) {
            files.check();
            InstructionFormat.Limits limits = InstructionFormat.Limits.DEFAULT;
            new InstructionFormat(files.tokenizer(), limits).answers();
            LlamaConfig config = files.config();
            int prompt = limits.prefixTokens() + limits.suffixTokens();
            if (config.context() < prompt) {
                throw new AddedModelException(model + " has a context of " + config.context()
                        + " tokens; expected at least " + prompt + ", which a prompt takes");
            }
            return "LLaMA, %d layers, %d wide, %d heads (%d of keys), %d tokens, context %d"
                    .formatted(
                            config.layers(),
                            config.embed(),
                            config.heads(),
                            config.keyValueHeads(),
                            config.vocabulary(),
                            config.context());
        } catch (TokenizerException | IllegalArgumentException e) {
            throw new AddedModelException(model + " cannot answer Yes or No: " + e.getMessage(), e);
        }
    }
}
