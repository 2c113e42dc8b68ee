package io.explainrec.ml.text;

import io.explainrec.ml.weights.ModelJson;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The part {@code pre_tokenizer} of a tokenizer.json with byte-level BPE. */
final class PreTokenizerJson {
    private final List<Pattern> steps = new ArrayList<>();
    private boolean ended;

    private PreTokenizerJson() {}

    /**
     * @throws io.explainrec.ml.weights.ModelFileException naming a step that is not supported
     */
    static PreTokenizer read(ModelJson root) {
        PreTokenizerJson read = new PreTokenizerJson();
        read.add(root);
        if (!read.ended) {
            throw root.unsupported("type", "ByteLevel, alone or as the last step of a Sequence");
        }
        return new PreTokenizer(read.steps);
    }

    private void add(ModelJson step) {
        String type = step.text("type", "");
        if (ended) {
            throw step.unsupported("type", "no step after ByteLevel");
        }
        switch (type) {
            case "Sequence" -> step.objects("pretokenizers").forEach(this::add);
            case "ByteLevel" -> {
                step.requireFlag("add_prefix_space", false);
                if (step.flag("use_regex", true)) {
                    steps.add(PreTokenizer.GPT2);
                }
                ended = true; // What follows would see bytes for letters.
            }
            case "Digits" -> {
                step.requireFlag("individual_digits", true);
                steps.add(PreTokenizer.SINGLE_DIGITS);
            }
            case "Split" -> steps.add(split(step));
            default -> throw step.unsupported("type", "ByteLevel, Digits, Split, Sequence");
        }
    }

    private static Pattern split(ModelJson step) {
        if (!"Isolated".equals(step.text("behavior"))) {
            throw step.unsupported("behavior", "Isolated");
        }
        step.requireFlag("invert", false);
        ModelJson pattern = step.object("pattern");
        return pattern.has("Regex")
                ? PreTokenizer.known(pattern.text("Regex"))
                        .orElseThrow(() -> pattern.unsupported("Regex", "the expressions of GPT-2 and of LLaMA 3"))
                : Pattern.compile(Pattern.quote(pattern.text("String")));
    }
}
