package io.explainrec.ml.text;

import io.explainrec.ml.weights.ModelJson;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * How a tokenizer.json with BPE and byte fallback marks spaces: by the normalizer, as LLaMA's first files do, or by the
 * pre-tokenizer Metaspace, as later ones do.
 *
 * @param normalizer of stretches
 * @param stripped whether decoding takes one space from the start
 */
record SentencePieceJson(UnaryOperator<String> normalizer, SpaceMarks marks, boolean stripped) {
    private static final String MARK = String.valueOf(SpaceMarks.MARK);

    /**
     * @throws io.explainrec.ml.weights.ModelFileException naming a step that is not supported
     */
    static SentencePieceJson read(ModelJson root) {
        boolean stripped = stripped(root.object("decoder"));
        if (root.has("normalizer")) {
            root.requireAbsent("pre_tokenizer");
            return new SentencePieceJson(normalizer(root.object("normalizer")), SpaceMarks.NONE, stripped);
        }
        return new SentencePieceJson(UnaryOperator.identity(), metaspace(root.object("pre_tokenizer")), stripped);
    }

    private static UnaryOperator<String> normalizer(ModelJson normalizer) {
        List<ModelJson> steps = "Sequence".equals(normalizer.text("type", ""))
                ? normalizer.objects("normalizers")
                : List.of(normalizer);
        boolean prepends = steps.size() == 2;
        if (steps.isEmpty() || steps.size() > 2) {
            throw normalizer.unsupported("normalizers", "Prepend and Replace, or Replace");
        }
        if (prepends) {
            steps.getFirst().requireText("type", "Prepend");
            steps.getFirst().requireText("prepend", MARK);
        }
        requireReplace(steps.getLast(), " ", MARK);
        return prepends ? SpaceMarks::prepended : text -> text.replace(' ', SpaceMarks.MARK);
    }

    private static SpaceMarks metaspace(ModelJson step) {
        step.requireText("type", "Metaspace");
        step.requireText("replacement", MARK);
        String scheme = step.text("prepend_scheme", "always");
        if (!step.flag("add_prefix_space", true) && !"never".equals(scheme)) {
            throw step.unsupported("add_prefix_space", "true, or the prepend_scheme never");
        }
        SpaceMarks.Lead lead =
                switch (scheme) {
                    case "always" -> SpaceMarks.Lead.EVERY_STRETCH;
                    case "first" -> SpaceMarks.Lead.FIRST_STRETCH;
                    case "never" -> SpaceMarks.Lead.NO_STRETCH;
                    default -> throw step.unsupported("prepend_scheme", "always, first, never");
                };
        return new SpaceMarks(lead, false, step.flag("split", true));
    }

    /** Replace, ByteFallback, Fuse, and Strip where a space is to be taken off. */
    private static boolean stripped(ModelJson decoder) {
        decoder.requireText("type", "Sequence");
        List<ModelJson> steps = decoder.objects("decoders");
        if (steps.size() < 3 || steps.size() > 4) {
            throw decoder.unsupported("decoders", "Replace, ByteFallback, Fuse, and Strip or nothing more");
        }
        requireReplace(steps.get(0), MARK, " ");
        steps.get(1).requireText("type", "ByteFallback");
        steps.get(2).requireText("type", "Fuse");
        if (steps.size() == 3) {
            return false;
        }
        ModelJson strip = steps.get(3);
        strip.requireText("type", "Strip");
        strip.requireText("content", " ");
        if (strip.whole("start", 0) != 1) {
            throw strip.unsupported("start", "1");
        }
        if (strip.whole("stop", 0) != 0) {
            throw strip.unsupported("stop", "0");
        }
        return true;
    }

    private static void requireReplace(ModelJson step, String pattern, String content) {
        step.requireText("type", "Replace");
        step.object("pattern").requireText("String", pattern);
        step.requireText("content", content);
    }
}
