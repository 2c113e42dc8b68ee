package io.explainrec.registry.added;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.explainrec.ml.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The recorded model of two layers as a checkpoint's folder, whose tokenizer has a token for Yes and one for No. */
public final class SmallModel {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SmallModel() {}

    /** Writes the folder. */
    public static Path write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path recorded = Golden.folder("tiny-llama");
        Files.copy(recorded.resolve("model.safetensors"), folder.resolve("model.safetensors"));
        ObjectNode config =
                (ObjectNode) JSON.readTree(recorded.resolve("config.json").toFile());
        Files.write(folder.resolve("config.json"), JSON.writeValueAsBytes(config.put("max_position_embeddings", 512)));
        ObjectNode root =
                (ObjectNode) JSON.readTree(recorded.resolve("tokenizer.json").toFile());
        ArrayNode merges = (ArrayNode) root.at("/model/merges");
        ObjectNode vocabulary = (ObjectNode) root.at("/model/vocab");
        for (String answer : new String[] {"Yes", "No"}) { // in place of what was learned last
            var last = merges.remove(merges.size() - 1);
            int id = vocabulary
                    .remove(last.get(0).asText() + last.get(1).asText())
                    .asInt();
            ((ArrayNode) root.path("added_tokens"))
                    .addObject()
                    .put("id", id)
                    .put("content", answer)
                    .put("special", false)
                    .put("normalized", false);
        }
        Files.write(folder.resolve("tokenizer.json"), JSON.writeValueAsBytes(root));
        return folder;
    }
}
