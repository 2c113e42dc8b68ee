package io.explainrec.ml.train;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.explainrec.ml.attribution.PromptStyle;
import io.explainrec.ml.instruct.Manifest;
import io.explainrec.ml.instruct.SequenceEncoder;
import io.explainrec.ml.instruct.TextFiles.TextManifest;
import io.explainrec.ml.text.InstructionFormat;
import io.explainrec.ml.weights.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a trained model is and where it comes from: {@code model.json} beside its adapter.
 *
 * @param version of this file
 * @param format how its prompts are written
 * @param base what the adapter lies over
 * @param data the preferences that it learned from, as their manifest says; null where it learned from texts
 * @param text the texts that it learned from; null where there were none
 * @param before the run whose adapter this one began with; null where it began anew
 * @param options what it was trained with
 * @param made by what
 * @param fusion what items' vectors in its prompts come from; null where it reads texts alone
 * @param reached figures on the validation part, by name; empty while the run goes on
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelCard(
        int version,
        Format format,
        Base base,
        Manifest data,
        TextManifest text,
        Before before,
        TrainingOptions options,
        Made made,
        Fusion fusion,
        Map<String, Double> reached) {
    static final int VERSION = 1;
    public static final String FILE = "model.json";

    /** As Creative Commons abbreviates it, or in words. */
    private static final Pattern NON_COMMERCIAL = Pattern.compile(
            "(?<![a-z])nc(?![a-z])|non[-_ ]?commercial|\\b(no|not)\\b[^.,;]{0,40}\\bcommercial"
                    + "|\\b(research|academic)\\b[a-z -]{0,20}\\bonly|\\bonly\\b[a-z -]{0,20}\\b(research|academic)\\b",
            Pattern.CASE_INSENSITIVE);

    /**
     * @throws IllegalArgumentException where it learned from nothing, or from both
     */
    public ModelCard {
        if ((data == null) == (text == null)) {
            throw new IllegalArgumentException(
                    "a card has data " + data + " and text " + text + "; expected one of them");
        }
    }

    /**
     * A run that came before.
     *
     * @param sha256 of the adapter that it came to, in hexadecimal
     */
    public record Before(ModelCard card, String sha256) {}

    /**
     * The instruction format.
     *
     * @param reasons whether histories are written with their reasons
     * @param history most events of a history
     */
    public record Format(String version, int prefixTokens, int suffixTokens, boolean reasons, int history) {
        public InstructionFormat.Limits limits() {
            return new InstructionFormat.Limits(prefixTokens, suffixTokens);
        }
    }

    /**
     * The base model.
     *
     * @param name an asset's name, or a path
     * @param sha256 of the files that its answers depend on, see {@link io.explainrec.ml.weights.ModelHash#ofModel}
     */
    public record Base(String name, String sha256) {}

    /**
     * The fusion that items' vectors come from; with another one its numbers mean nothing.
     *
     * @param name of the space that the vectors lie in
     * @param encoders versions of the encoders, by modality
     * @param weights SHA-256 of the fusion's weights
     * @param vectors SHA-256 of the fused vectors that were learned from
     * @param width their length
     */
    public record Fusion(String name, Map<String, String> encoders, String weights, String vectors, int width) {}

    /** By which program, on which machine. */
    public record Made(String program, String java, String engine, String system, int processors) {}

    /** How its prompts are written. */
    public PromptStyle style() {
        return new PromptStyle(
                format.history,
                format.reasons,
                options.knowledge(),
                options.findings() && data != null && data.tellsFindings());
    }

    /** What is read of a row of instruction data, so that its prompts are as {@link #style} writes them. */
    public SequenceEncoder.Reads reads() {
        PromptStyle style = style();
        return new SequenceEncoder.Reads(style.reasons(), style.knowledge(), style.findings());
    }

    /** The name of what it learned from. */
    public String source() {
        return data == null ? text.source() : data.source();
    }

    /** Of what it learned from; null where it is not stated. */
    public String licence() {
        return data == null ? text.licence() : data.licence();
    }

    /** All stages, this one's the last. */
    public List<ModelCard> stages() {
        return Stream.concat(before == null ? Stream.empty() : before.card.stages().stream(), Stream.of(this))
                .toList();
    }

    /** Data of any stage whose licence is known to forbid commercial use, with the licence. */
    public List<String> nonCommercial() {
        return stages().stream()
                .filter(stage -> stage.licence() != null
                        && NON_COMMERCIAL.matcher(stage.licence()).find())
                .map(stage -> stage.source() + " (" + stage.licence() + ")")
                .toList();
    }

    private String adapterBefore() {
        return before == null ? null : before.sha256;
    }

    ModelCard with(Map<String, Double> figures) {
        return new ModelCard(version, format, base, data, text, before, options, made, fusion, figures);
    }

    /** In what another run differs from this one; empty where both would come to the same. */
    List<String> apart(ModelCard other) {
        Map<String, Function<ModelCard, Object>> parts = new LinkedHashMap<>();
        parts.put("format", ModelCard::format);
        parts.put("base", card -> card.base.sha256);
        parts.put("data", ModelCard::data);
        parts.put("texts", ModelCard::text);
        parts.put("the run before", ModelCard::adapterBefore);
        parts.put("options", ModelCard::options);
        parts.put("fusion", ModelCard::fusion);
        return parts.entrySet().stream()
                .filter(part -> !Objects.equals(
                        part.getValue().apply(this), part.getValue().apply(other)))
                .map(Map.Entry::getKey)
                .toList();
    }

    void write(Path file) {
        try {
            WholeFile.write(
                    file, TrainingJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads a card from its folder. */
    public static ModelCard read(Path folder) {
        Path file = folder.resolve(FILE);
        ModelCard card;
        try {
            card = TrainingJson.card(file);
        } catch (JsonProcessingException e) {
            throw new TrainingException(file + " cannot be read: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new TrainingException(file + " cannot be read: " + e.getMessage(), e);
        }
        if (card.version != VERSION) {
            throw new TrainingException(
                    file + " has version " + card.version + "; this program reads version " + VERSION);
        }
        return card;
    }
}
