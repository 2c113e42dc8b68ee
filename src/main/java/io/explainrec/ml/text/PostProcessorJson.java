package io.explainrec.ml.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.explainrec.ml.weights.ModelJson;
import java.util.OptionalInt;

/** The part {@code post_processor} of a tokenizer.json, as far as it says what a sequence begins with. */
final class PostProcessorJson {
    private PostProcessorJson() {}

    /**
     * The id of the token that comes before a single sequence; none where the file puts none there.
     *
     * @throws io.explainrec.ml.weights.ModelFileException naming what is not supported
     */
    static OptionalInt beginOfSequence(ModelJson root) {
        return root.has("post_processor") ? read(root.object("post_processor")) : OptionalInt.empty();
    }

    private static OptionalInt read(ModelJson step) {
        return switch (step.text("type", "")) {
            case "ByteLevel" -> OptionalInt.empty(); // trims offsets alone
            case "BertProcessing", "RobertaProcessing" -> classification(step);
            case "TemplateProcessing" -> template(step);
            case "Sequence" -> sequence(step);
            default ->
                throw step.unsupported(
                        "type", "ByteLevel, BertProcessing, RobertaProcessing, TemplateProcessing, Sequence");
        };
    }

    private static OptionalInt sequence(ModelJson step) {
        OptionalInt begin = OptionalInt.empty();
        for (ModelJson part : step.objects("processors")) {
            OptionalInt found = read(part);
            if (begin.isPresent() && found.isPresent()) {
                throw step.unsupported("processors", "one that puts a token before the sequence");
            }
            begin = found.isPresent() ? found : begin;
        }
        return begin;
    }

    private static OptionalInt classification(ModelJson step) {
        JsonNode id = step.array("cls").path(1);
        if (!id.canConvertToInt() || !id.isIntegralNumber()) {
            throw step.unsupported("cls", "a token and its id");
        }
        return OptionalInt.of(id.intValue());
    }

    private static OptionalInt template(ModelJson step) {
        OptionalInt begin = OptionalInt.empty();
        for (ModelJson piece : step.objects("single")) {
            if (piece.has("Sequence")) {
                return begin; // what comes behind ends a sequence, which is nothing to be continued
            }
            String name = piece.object("SpecialToken").text("id");
            ModelJson token = step.object("special_tokens").object(name);
            JsonNode ids = token.array("ids");
            if (begin.isPresent()
                    || ids.size() != 1
                    || !ids.path(0).isIntegralNumber()
                    || !ids.path(0).canConvertToInt()) {
                throw step.unsupported("single", "at most one token before the sequence, with one id");
            }
            begin = OptionalInt.of(ids.path(0).intValue());
        }
        throw step.unsupported("single", "a template with the sequence");
    }
}
