package io.explainrec.ml.llama;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.explainrec.ml.Golden;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.weights.GgufWriter;
import io.explainrec.ml.weights.SafetensorsFile;
import io.explainrec.ml.weights.SafetensorsWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The recorded model of two layers, written anew with something changed. */
final class TinyLlama {
    private static final Path FOLDER = Golden.folder("tiny-llama");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int HEAD_SIZE = 8;

    /** A tensor of float32, row-major. */
    record Tensor(float[] values, long... shape) {}

    private TinyLlama() {}

    static Map<String, Tensor> tensors() {
        Map<String, Tensor> tensors = new TreeMap<>();
        try (SafetensorsFile file = SafetensorsFile.open(FOLDER.resolve("model.safetensors"));
                NDManager manager = Torch.manager()) {
            for (String name : file.names()) {
                tensors.put(
                        name,
                        new Tensor(
                                file.load(name, manager).toFloatArray(),
                                file.shape(name).getShape()));
            }
        }
        return tensors;
    }

    /** As llama.cpp's converter writes it: other names, and the rows of queries and keys in interleaved order. */
    static GgufWriter gguf() throws IOException {
        GgufWriter writer = new GgufWriter()
                .put("general.architecture", "llama")
                .put("llama.block_count", 2L)
                .put("llama.context_length", 64L)
                .put("llama.embedding_length", 32L)
                .put("llama.feed_forward_length", 48L)
                .put("llama.attention.head_count", 4L)
                .put("llama.attention.head_count_kv", 2L)
                .put("llama.attention.layer_norm_rms_epsilon", 1e-5f)
                .put("llama.vocab_size", 96L)
                .put("llama.rope.dimension_count", 8L);
        tokenizer(writer);
        tensors().forEach((name, tensor) -> {
            boolean rotary = name.contains("q_proj") || name.contains("k_proj");
            writer.tensor(
                    GgufLlamaTensors.inside(name), rotary ? interleaved(tensor) : tensor.values(), tensor.shape());
        });
        return writer;
    }

    /** A folder with the model's files, after the changes. */
    static Path folder(Path folder, Consumer<ObjectNode> config, Consumer<Map<String, Tensor>> tensors)
            throws IOException {
        ObjectNode json =
                (ObjectNode) JSON.readTree(FOLDER.resolve("config.json").toFile());
        config.accept(json);
        Files.write(folder.resolve("config.json"), JSON.writeValueAsBytes(json));
        Files.write(folder.resolve("tokenizer.json"), Files.readAllBytes(FOLDER.resolve("tokenizer.json")));
        Map<String, Tensor> changed = tensors();
        tensors.accept(changed);
        Files.write(folder.resolve("model.safetensors"), safetensors(changed));
        return folder;
    }

    /** Puts the weights of a folder into two files, and their index beside them. */
    static void shard(Path folder) throws IOException {
        Path whole = folder.resolve("model.safetensors");
        ObjectNode places = JSON.createObjectNode();
        try (SafetensorsFile file = SafetensorsFile.open(whole);
                NDManager manager = Torch.manager()) {
            Map<String, Map<String, NDArray>> shards = new TreeMap<>();
            for (String name : file.names()) {
                String shard = "model-0000" + (1 + places.size() % 2) + "-of-00002.safetensors";
                places.put(name, shard);
                shards.computeIfAbsent(shard, s -> new TreeMap<>()).put(name, file.load(name, manager));
            }
            shards.forEach((shard, tensors) -> SafetensorsWriter.write(folder.resolve(shard), tensors, Map.of()));
        }
        Files.delete(whole);
        ObjectNode index = JSON.createObjectNode();
        index.set("weight_map", places);
        Files.write(folder.resolve("model.safetensors.index.json"), JSON.writeValueAsBytes(index));
    }

    private static void tokenizer(GgufWriter writer) throws IOException {
        JsonNode json = JSON.readTree(FOLDER.resolve("tokenizer.json").toFile());
        JsonNode vocabulary = json.at("/model/vocab");
        List<String> tokens = new ArrayList<>(Collections.nCopies(vocabulary.size(), ""));
        vocabulary.properties().forEach(token -> tokens.set(token.getValue().asInt(), token.getKey()));
        List<Integer> types = new ArrayList<>(Collections.nCopies(tokens.size(), 1));
        json.path("added_tokens").forEach(token -> types.set(token.path("id").asInt(), 3));
        List<String> merges = new ArrayList<>();
        json.at("/model/merges")
                .forEach(merge ->
                        merges.add(merge.get(0).asText() + " " + merge.get(1).asText()));
        writer.put("tokenizer.ggml.model", "gpt2")
                .put("tokenizer.ggml.pre", "gpt-2")
                .put("tokenizer.ggml.tokens", tokens)
                .put("tokenizer.ggml.token_type", types)
                .put("tokenizer.ggml.merges", merges);
    }

    private static float[] interleaved(Tensor tensor) {
        float[] rows = new float[tensor.values().length];
        int width = (int) tensor.shape()[1];
        for (int row = 0; row < tensor.shape()[0]; row++) {
            int within = row % HEAD_SIZE;
            int pair = within % (HEAD_SIZE / 2);
            int to = row - within + 2 * pair + within / (HEAD_SIZE / 2);
            System.arraycopy(tensor.values(), row * width, rows, to * width, width);
        }
        return rows;
    }

    private static byte[] safetensors(Map<String, Tensor> tensors) throws IOException {
        ObjectNode directory = JSON.createObjectNode();
        int size = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            ObjectNode tensor = directory.putObject(entry.getKey()).put("dtype", "F32");
            for (long axis : entry.getValue().shape()) {
                tensor.withArray("shape").add(axis);
            }
            int end = size + entry.getValue().values().length * Float.BYTES;
            tensor.putArray("data_offsets").add(size).add(end);
            size = end;
        }
        byte[] json = JSON.writeValueAsBytes(directory);
        ByteBuffer file = ByteBuffer.allocate(8 + json.length + size).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(json.length).put(json);
        tensors.values().forEach(tensor -> {
            for (float value : tensor.values()) {
                file.putFloat(value);
            }
        });
        return file.array();
    }
}
