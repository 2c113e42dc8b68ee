package io.explainrec.cli.evaluate;

import io.explainrec.cli.command.CommandException;
import io.explainrec.cli.model.TrainedModels;
import io.explainrec.ml.llama.Linears;
import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.lora.AdapterFiles;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.text.TextFormat;
import io.explainrec.ml.text.TextInstruction;
import io.explainrec.ml.text.Tokenizer.SpecialTokens;
import io.explainrec.ml.train.TrainedModel;
import io.explainrec.ml.weights.ModelHash;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** A language model that is asked in words. It computes on the thread that opened it. */
final class TextModel implements AutoCloseable {
    private static final String END = "<|im_end|>";
    private static final String SYSTEM =
            "<|im_start|>system\nYou are a helpful AI assistant named SmolLM, trained by Hugging Face" + END
                    + "\n<|im_start|>user\n";
    private static final String ANSWER = END + "\n<|im_start|>assistant\n";

    /** How a task is put. */
    enum Asked {
        /** As a chat's turn, which is what a model as published knows. */
        CHAT,
        /** As in Alpaca's data, which is what training on texts teaches. */
        ALPACA;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final AutoCloseable opened;
    private final Llama llama;
    private final Linears linears;
    private final Asked as;
    private final TextFormat format;
    private final int end;
    private final String identity;

    /**
     * @param model a GGUF file, a folder with weights and tokenizer, or one that {@code train} wrote, a run's too
     * @param as null for Alpaca's way where {@code train} wrote it, and a chat's otherwise
     */
    TextModel(Path model, Asked as) {
        Torch.inferenceThread(Runtime.getRuntime().availableProcessors());
        Optional<Path> written = TrainedModel.in(model);
        if (written.isPresent()) {
            TrainedModel adapted = TrainedModel.open(written.get(), TrainedModels::base);
            opened = adapted;
            llama = adapted.llama();
            linears = adapted.linears();
            identity = ModelHash.of(written.get().resolve(AdapterFiles.WEIGHTS)) + " over "
                    + adapted.card().base().sha256();
        } else {
            llama = Llama.open(model);
            opened = llama;
            linears = llama.linears();
            identity = ModelHash.ofModel(model);
        }
        Asked put = written.isPresent() ? Asked.ALPACA : Asked.CHAT;
        this.as = as == null ? put : as;
        format = new TextFormat(llama.tokenizer());
        int[] ends = parsed(END);
        end = this.as == Asked.CHAT ? ends[0] : format.end();
        if (this.as == Asked.CHAT && ends.length != 1) {
            close();
            throw new CommandException(model + " has no chat token " + END
                    + "; ask it as Alpaca does with --asked alpaca, or leave it out with --without-models");
        }
    }

    /** What its answers depend on beside the task. */
    String identity() {
        return identity + ", asked as " + as;
    }

    Llama llama() {
        return llama;
    }

    Linears linears() {
        return linears;
    }

    /** The token that ends an answer. */
    int end() {
        return end;
    }

    /** All before the answer; what rows say is never read as a control token. */
    int[] prompt(TextInstruction task) {
        if (as == Asked.ALPACA) {
            return format.prompt(task);
        }
        int[] question = llama.tokenizer().encode(task.input() + "\n" + task.instruction(), SpecialTokens.PLAIN);
        return IntStream.concat(
                        IntStream.concat(IntStream.of(parsed(SYSTEM)), IntStream.of(question)),
                        IntStream.of(parsed(ANSWER)))
                .toArray();
    }

    private int[] parsed(String text) {
        return llama.tokenizer().encode(text, SpecialTokens.PARSED);
    }

    @Override
    public void close() {
        try {
            opened.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e); // neither of the two declares one
        }
    }
}
