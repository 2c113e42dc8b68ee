package io.explainrec.ml.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.explainrec.ml.Golden;
import io.explainrec.ml.llama.Linears;
import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.llama.Projection;
import io.explainrec.ml.llama.SequenceBatch;
import io.explainrec.ml.llama.SharedSequence;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.weights.ModelFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoraAdapterTest {
    private static final float TOLERANCE = 1e-5f;

    private static Llama llama;
    private static LoraAdapter adapter;
    private static int[] ids;

    @BeforeAll
    static void open() {
        Torch.inferenceThread(1);
        llama = Llama.open(Golden.folder("tiny-llama"));
        adapter = AdapterFiles.read(Golden.folder("tiny-lora"), llama.config());
        ids = Golden.ints(Golden.read("training").path("logits").path("ids"));
    }

    @AfterAll
    static void close() {
        adapter.close();
        llama.close();
    }

    private static float[] logits(Linears linears) {
        try (NDManager scope = llama.newCall()) {
            SequenceBatch batch = new SequenceBatch(List.of(new SharedSequence(new int[0], List.of(ids))));
            long[] all = LongStream.range(0, ids.length).toArray();
            return llama.logits(llama.hidden(batch, all, linears, scope)).toFloatArray();
        }
    }

    @Test
    void logitsEqualPeft() {
        float[] logits = logits(adapter.over(llama.linears()));
        int at = 0;
        for (JsonNode row : Golden.read("training").path("logits").path("logits")) {
            for (JsonNode logit : row) {
                assertThat(logits[at++]).isCloseTo(logit.floatValue(), within(TOLERANCE));
            }
        }
        assertThat(at).isEqualTo(logits.length);
    }

    @Test
    void mergingChangesNothingButTheWork() {
        float[] base = logits(llama.linears());
        float[] active = logits(adapter.over(llama.linears()));
        try (Merged merged = adapter.mergedInto(llama);
                Merged again = adapter.mergedInto(llama)) {
            assertThat(logits(merged)).containsExactly(active, within(TOLERANCE));
            assertThat(logits(again)).containsExactly(logits(merged));
        }
        assertThat(logits(llama.linears())).containsExactly(base);
        assertThat(active).isNotEqualTo(base);
    }

    @Test
    void aFreshAdapterChangesNothingAndItsSeedIsItsNumbers() {
        var options = new LoraOptions(2, 4, 0.1, EnumSet.of(Projection.QUERY, Projection.DOWN));
        try (LoraAdapter one = LoraAdapter.fresh(llama.config(), options, 1);
                LoraAdapter same = LoraAdapter.fresh(llama.config(), options, 1);
                LoraAdapter other = LoraAdapter.fresh(llama.config(), options, 2)) {
            assertThat(logits(one.over(llama.linears()))).containsExactly(logits(llama.linears()));
            assertThat(values(one)).isEqualTo(values(same)).isNotEqualTo(values(other));
        }
    }

    @Test
    void severalAdaptersLieOverOneBase() {
        float[] before = logits(adapter.over(llama.linears()));
        try (LoraAdapter other = LoraAdapter.fresh(llama.config(), LoraOptions.DEFAULT, 3)) {
            assertThat(logits(other.over(llama.linears()))).containsExactly(logits(llama.linears()));
            assertThat(logits(adapter.over(llama.linears()))).containsExactly(before);
        }
    }

    @Test
    void whatIsWrittenIsReadAsItWas(@TempDir Path folder) {
        AdapterFiles.write(adapter, "tiny-llama", folder);
        try (LoraAdapter read = AdapterFiles.read(folder, llama.config())) {
            assertThat(read.options()).isEqualTo(adapter.options());
            assertThat(values(read)).isEqualTo(values(adapter));
        }
    }

    private static List<Float> values(LoraAdapter adapter) {
        return adapter.parameters().values().stream()
                .map(NDArray::toFloatArray)
                .<Float>mapMulti((array, values) -> {
                    for (float value : array) {
                        values.accept(value);
                    }
                })
                .toList();
    }

    @Test
    void refusesWhatItDoesNotCompute(@TempDir Path folder) throws IOException {
        refused(folder, config -> config.put("use_dora", true), "'use_dora'");
        refused(folder, config -> config.put("use_rslora", true), "'use_rslora'");
        refused(folder, config -> config.put("bias", "all"), "'bias'");
        refused(folder, config -> config.putArray("modules_to_save").add("lm_head"), "'modules_to_save'");
        refused(folder, config -> config.putObject("rank_pattern").put("q_proj", 2), "'rank_pattern'");
        refused(folder, config -> config.put("init_lora_weights", "pissa_niter_4"), "'init_lora_weights'");
        refused(folder, config -> config.put("peft_type", "IA3"), "'peft_type'");
        refused(folder, config -> config.put("r", 0), "rank is 0");
        refused(folder, config -> config.remove("r"), "'r' is missing");
        refused(folder, config -> config.remove("lora_alpha"), "alpha is NaN");
        refused(folder, config -> config.put("lora_alpha", 1e39), "alpha is 1.0E39; expected above 0 and at most");
        refused(folder, config -> config.putArray("target_modules"), "no linear layer");
        refused(folder, config -> config.putArray("target_modules").add("wte"), "'target_modules'");
        refused(folder, config -> config.put("target_modules", ".*q_proj"), "'target_modules'");
    }

    @Test
    void refusesAnAdapterOfAnotherBase(@TempDir Path folder) throws IOException {
        refused(folder, config -> config.put("r", 8), "has shape");
        refused(folder, config -> config.putArray("target_modules").add("q_proj"), "does not compute with");
    }

    @Test
    void refusesABrokenFolder(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> AdapterFiles.read(folder, llama.config()))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("adapter_config.json");
        copy(folder, config -> {});
        Path weights = folder.resolve(AdapterFiles.WEIGHTS);
        byte[] whole = Files.readAllBytes(weights);
        Files.write(weights, Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> AdapterFiles.read(folder, llama.config())).isInstanceOf(ModelFileException.class);
        Files.delete(weights);
        assertThatThrownBy(() -> AdapterFiles.read(folder, llama.config()))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("adapter_model.safetensors");
    }

    private static void refused(Path folder, Consumer<ObjectNode> change, String named) throws IOException {
        copy(folder, change);
        assertThatThrownBy(() -> AdapterFiles.read(folder, llama.config()))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining(named);
    }

    private static void copy(Path folder, Consumer<ObjectNode> change) throws IOException {
        Path golden = Golden.folder("tiny-lora");
        ObjectMapper json = new ObjectMapper();
        ObjectNode config =
                (ObjectNode) json.readTree(golden.resolve(AdapterFiles.CONFIG).toFile());
        change.accept(config);
        json.writeValue(folder.resolve(AdapterFiles.CONFIG).toFile(), config);
        Files.write(folder.resolve(AdapterFiles.WEIGHTS), Files.readAllBytes(golden.resolve(AdapterFiles.WEIGHTS)));
    }
}
