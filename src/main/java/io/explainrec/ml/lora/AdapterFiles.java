package io.explainrec.ml.lora;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.explainrec.ml.llama.LlamaConfig;
import io.explainrec.ml.llama.Projection;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.weights.ModelFileException;
import io.explainrec.ml.weights.ModelJson;
import io.explainrec.ml.weights.SafetensorsFile;
import io.explainrec.ml.weights.SafetensorsWriter;
import io.explainrec.ml.weights.TensorReader;
import io.explainrec.ml.weights.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An adapter's folder as PEFT reads and writes it: {@code adapter_config.json} and {@code adapter_model.safetensors}. What changes the
 * computation and is not computed here (DoRA, biases, ranks by layer, trained embeddings) is refused by name.
 */
public final class AdapterFiles {
    static final String CONFIG = "adapter_config.json";
    public static final String WEIGHTS = "adapter_model.safetensors";
    /** Names of the files of an adapter. */
    public static final List<String> ALL = List.of(CONFIG, WEIGHTS);

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What would change the computation in ways that are not computed here. */
    private static final List<String> ABSENT = List.of(
            "modules_to_save",
            "layers_to_transform",
            "layers_pattern",
            "layer_replication",
            "exclude_modules",
            "target_parameters",
            "trainable_token_indices",
            "alora_invocation_tokens",
            "kasa_config",
            "velora_config",
            "monteclora_config");

    /** Initialisations that leave the adapter right over a changed base alone. */
    private static final List<String> CHANGES_BASE = List.of("pissa", "olora", "loftq", "corda", "lora_ga");

    private AdapterFiles() {}

    /**
     * Writes both files, each whole or not at all, the weights last.
     *
     * @param base what the base is called, for people and for PEFT
     */
    public static void write(LoraAdapter adapter, String base, Path folder) {
        LoraOptions options = adapter.options();
        ObjectNode config = JSON.createObjectNode()
                .put("peft_type", "LORA")
                .put("task_type", "CAUSAL_LM")
                .put("base_model_name_or_path", base)
                .put("r", options.rank())
                .put("lora_alpha", options.alpha())
                .put("lora_dropout", options.dropout())
                .put("bias", "none")
                .put("fan_in_fan_out", false)
                .put("inference_mode", true);
        var targets = config.putArray("target_modules");
        adapter.targets().forEach(target -> targets.add(target.target()));
        try {
            Files.createDirectories(folder);
            WholeFile.write(
                    folder.resolve(CONFIG),
                    JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(config));
        } catch (IOException e) {
            throw new ModelFileException(folder.resolve(CONFIG), "cannot be written: " + e, e);
        }
        SafetensorsWriter.write(folder.resolve(WEIGHTS), adapter.parameters(), Map.of("format", "pt"));
    }

    /**
     * Reads an adapter of a base of this shape.
     *
     * @throws ModelFileException where a file is missing or broken, where the adapter asks for something that is not computed, or
     *     where its matrices do not fit the base
     */
    public static LoraAdapter read(Path folder, LlamaConfig base) {
        LoraOptions options = options(ModelJson.read(folder.resolve(CONFIG)));
        NDManager manager = Torch.manager();
        try (SafetensorsFile file = SafetensorsFile.open(folder.resolve(WEIGHTS))) {
            TensorReader reader = new TensorReader(file, manager);
            LoraAdapter adapter = LoraAdapter.of(
                    manager,
                    base,
                    options,
                    (layer, projection) -> new LoraAdapter.Pair(
                            reader.read(
                                    LoraAdapter.name(layer, projection, "lora_A"), options.rank(), projection.in(base)),
                            reader.read(
                                    LoraAdapter.name(layer, projection, "lora_B"),
                                    projection.out(base),
                                    options.rank())));
            reader.refuseUnread(name -> false);
            return adapter;
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    private static LoraOptions options(ModelJson config) {
        config.requireText("peft_type", "LORA");
        for (String flag :
                List.of("use_dora", "use_rslora", "use_qalora", "use_bdlora", "lora_bias", "fan_in_fan_out")) {
            config.requireFlag(flag, false);
        }
        if (!"none".equals(config.text("bias", "none"))) {
            throw config.unsupported("bias", "none");
        }
        ABSENT.forEach(config::requireAbsent);
        for (String perLayer : List.of("rank_pattern", "alpha_pattern")) {
            if (!config.value(perLayer).isEmpty()) {
                throw config.unsupported(perLayer, "none");
            }
        }
        String start = config.value("init_lora_weights").asText();
        if (CHANGES_BASE.stream().anyMatch(start::startsWith)) {
            throw config.unsupported("init_lora_weights", "one that leaves the base as it is");
        }
        try {
            return new LoraOptions(
                    config.whole("r"),
                    config.number("lora_alpha", Double.NaN),
                    config.number("lora_dropout", 0),
                    targets(config));
        } catch (IllegalArgumentException e) {
            throw new ModelFileException(config.file(), e.getMessage(), e);
        }
    }

    private static Set<Projection> targets(ModelJson config) {
        Set<Projection> targets = EnumSet.noneOf(Projection.class);
        for (JsonNode name : config.array("target_modules")) {
            targets.add(Arrays.stream(Projection.values())
                    .filter(projection -> projection.target().equals(name.textValue()))
                    .findFirst()
                    .orElseThrow(() -> config.unsupported(
                            "target_modules",
                            "a list of "
                                    + Arrays.stream(Projection.values())
                                            .map(Projection::target)
                                            .toList())));
        }
        return targets;
    }
}
