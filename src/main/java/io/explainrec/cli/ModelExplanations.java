package io.explainrec.cli;

import io.explainrec.ml.eval.text.ExplainedRow;
import io.explainrec.ml.llama.Generation;
import io.explainrec.ml.llama.Generator;
import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.text.Tokenizer.SpecialTokens;
import io.explainrec.platform.Sha256;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.IntStream;

/** A chat model that is asked, without being taught, why a user takes an item. It computes on the thread that opened it. */
final class ZeroShotExplanations implements AutoCloseable {
    /** Most tokens of an answer. */
    static final int TOKENS = 64;

    private static final String END = "<|im_end|>";
    private static final String SYSTEM =
            "<|im_start|>system\nYou are a helpful AI assistant named SmolLM, trained by Hugging Face" + END
                    + "\n<|im_start|>user\n";
    private static final String ANSWER = END + "\n<|im_start|>assistant\n";

    private final String model;
    private final Llama llama;

    /**
     * @param model a GGUF file, or a folder with weights and tokenizer
     */
    ZeroShotExplanations(Path model) {
        this.model = model.getFileName().toString();
        Torch.inferenceThread(Runtime.getRuntime().availableProcessors());
        llama = Llama.open(model);
        if (encode(END, SpecialTokens.PARSED).length != 1) {
            llama.close();
            throw new CommandException(model + " has no chat token " + END
                    + "; give a model that has, or --without-models and its texts as --predictions");
        }
    }

    /**
     * The text for a row, of the journal if it is there.
     *
     * @param opening what the sentence is asked to begin with
     */
    String text(ExplainedRow row, String opening, TextJournal journal) {
        String question = "User: " + row.userSummary() + "\nItem: " + row.title() + ". " + row.itemSummary()
                + "\nIn one sentence that starts with \"" + opening + " because\", explain why.";
        String asked = Sha256.hex(model + "\n" + TOKENS + "\n" + question);
        String known = journal.get(asked);
        if (known != null) {
            return known;
        }
        int[] prompt = encode(SYSTEM, SpecialTokens.PARSED);
        // What rows say is never read as a control token.
        prompt = joined(prompt, encode(question, SpecialTokens.PLAIN));
        prompt = joined(prompt, encode(ANSWER, SpecialTokens.PARSED));
        int stop = encode(END, SpecialTokens.PARSED)[0];
        int[] ids = new Generator(llama).generate(prompt, Generation.greedy(TOKENS, Set.of(stop)), () -> false);
        String text = llama.tokenizer().decode(ids).strip().replaceAll("\\s+", " ");
        journal.put(asked, row, text);
        return text;
    }

    private int[] encode(String text, SpecialTokens special) {
        return llama.tokenizer().encode(text, special);
    }

    private static int[] joined(int[] one, int[] other) {
        return IntStream.concat(IntStream.of(one), IntStream.of(other)).toArray();
    }

    @Override
    public void close() {
        llama.close();
    }
}
