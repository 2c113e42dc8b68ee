package io.explainrec.ml.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.explainrec.ml.Golden;
import io.explainrec.ml.llama.TinyLlama.Tensor;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.text.Tokenizer.SpecialTokens;
import io.explainrec.ml.weights.GgufWriter;
import io.explainrec.ml.weights.ModelFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a model's files may ask for: computed right, or refused by name. */
class LlamaFilesTest {
    private static final int DAMAGES = 300;

    @TempDir
    Path folder;

    @BeforeAll
    static void thread() {
        Torch.inferenceThread(1);
    }

    @Test
    void bothFormatsGiveTheSameLogitsAndIds() throws IOException {
        JsonNode golden = Golden.read("tiny-llama");
        int[] ids = Golden.ints(golden.path("ids"));
        try (Llama gguf = Llama.open(write(TinyLlama.gguf().bytes()));
                Llama json = Llama.open(Golden.folder("tiny-llama"))) {
            assertThat(gguf.logits(ids)).containsExactly(json.logits(ids), within(1e-6f));
            assertThat(gguf.config()).isEqualTo(withTied(json.config()));
            String text = "<|im_start|>the film in 1999";
            for (SpecialTokens mode : SpecialTokens.values()) {
                assertThat(gguf.tokenizer().encode(text, mode))
                        .containsExactly(json.tokenizer().encode(text, mode));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '`', textBlock = """
            model_type            | "mistral"                                       | 'model_type' is "mistral"
            hidden_act            | "gelu"                                          | 'hidden_act' is "gelu"
            attention_bias        | true                                            | 'attention_bias' is true
            mlp_bias              | true                                            | 'mlp_bias' is true
            sliding_window        | 4096                                            | 'sliding_window' is 4096
            quantization_config   | {"bits": 4}                                     | 'quantization_config' is
            partial_rotary_factor | 0.5                                             | 'partial_rotary_factor' is 0.5
            rope_scaling          | {"type": "linear", "factor": 2}                 | 'rope_scaling.type' is "linear"
            rope_scaling          | {"rope_type": "llama3", "factor": 8}            | 'rope_scaling.rope_type' is "llama3"
            rope_scaling          | {"factor": 2.0}                                 | 'rope_scaling.factor' is 2.0
            rope_scaling          | "linear"                                        | 'rope_scaling' is "linear"; expected an object
            rope_parameters       | {"rope_type": "yarn"}                           | 'rope_parameters.rope_type' is "yarn"
            rope_parameters       | {"partial_rotary_factor": 0.25}                 | 'rope_parameters.partial_rotary_factor'
            rope_parameters       | {"full_attention": {"rope_type": "default"}}    | 'rope_parameters.full_attention'
            head_dim              | 16                                              | expected (64, 32) by the model's configuration
            head_dim              | 7                                               | an even head size
            num_attention_heads   | 0                                               | heads is 0; expected at least 1
            num_key_value_heads   | 3                                               | a multiple of key-value heads
            num_hidden_layers     | 1                                               | 9 tensors that this program does not compute with
            num_hidden_layers     | 3                                               | no tensor 'model.layers.2.input_layernorm.weight'
            hidden_size           | "32"                                            | 'hidden_size' is "32"; expected a whole number
            hidden_size           | null                                            | 'hidden_size' is missing
            vocab_size            | 1e99                                            | 'vocab_size' is 1.0E99
            vocab_size            | 95                                              | expected (95, 32)
            rms_norm_eps          | 0                                               | epsilon 0.0
            rope_theta            | -1                                              | rope theta -1.0
            """)
    void optionsOfJsonThatAreNotComputedAreRefused(String field, String value, String message) throws IOException {
        JsonNode json = new ObjectMapper().readTree(value);
        assertRefused(TinyLlama.folder(folder, config -> config.set(field, json), tensors -> {}), message);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '`', textBlock = """
            llama.rope.dimension_count     | 4      | 8, the size of a head
            llama.rope.scaling.type        | linear | supported: the type none
            llama.rope.scaling.factor      | 2      | supported: the type none
            llama.rope.scale_linear        | 4      | supported: none or 0
            llama.expert_count             | 8      | supported: none or 0
            llama.attention.sliding_window | 512    | supported: none or 0
            llama.attention.value_length   | 4      | 8, the size of a head
            llama.attention.causal         | 0      | supported: true
            llama.attention.head_count     | 0      | heads is 0
            llama.attention.key_length     | 16     | 'llama.rope.dimension_count' is 8
            llama.feed_forward_length      | 47     | expected (47, 32) by the model's configuration
            llama.block_count              | 1      | 9 tensors that this program does not compute with
            llama.embedding_length         | 64     | 'llama.rope.dimension_count' is 8
            general.architecture           | qwen2  | supported: llama
            tokenizer.ggml.model           | bert   | supported: gpt2, llama
            tokenizer.ggml.pre             | qwen2  | supported: gpt-2, llama-bpe, smollm
            tokenizer.ggml.pre             | default | does not say how words are split: convert the model anew
            tokenizer.ggml.pre             |        | does not say how words are split: convert the model anew
            """)
    void optionsOfGgufThatAreNotComputedAreRefused(String key, String value, String message) throws IOException {
        Object given = value != null && Character.isDigit(value.charAt(0)) ? (Object) Long.valueOf(value) : value;
        assertRefused(write(TinyLlama.gguf().put(key, given).bytes()), message);
    }

    @Test
    void optionsThatAreOffAreRead() throws IOException {
        GgufWriter writer = TinyLlama.gguf()
                .put("llama.rope.scaling.type", "none")
                .put("llama.rope.scaling.factor", 2f)
                .put("llama.expert_count", 0L)
                .put("llama.attention.causal", true);
        Llama.open(write(writer.bytes())).close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"blk.0.attn_q.bias", "blk.1.ffn_down.bias", "rope_freqs.weight", "blk.2.attn_norm.weight"})
    void tensorsOfGgufThatAreNotComputedAreRefused(String name) throws IOException {
        assertRefused(
                write(TinyLlama.gguf().tensor(name, new float[32], 32).bytes()),
                "1 tensors that this program does not compute with, the first '");
    }

    @Test
    void tensorsOfSafetensorsThatAreNotComputedAreRefused() throws IOException {
        String bias = "model.layers.0.self_attn.q_proj.bias";
        TinyLlama.folder(folder, config -> {}, tensors -> tensors.put(bias, new Tensor(new float[32], 32)));
        assertRefused(folder, "the first '" + bias + "'");
    }

    @Test
    void theHeadIsTheEmbeddingOnlyWhereTheConfigurationSaysSo() throws IOException {
        TinyLlama.folder(folder, config -> {}, tensors -> tensors.remove("lm_head.weight"));
        assertRefused(folder, "'tie_word_embeddings' is false");

        TinyLlama.folder(
                folder, config -> config.put("tie_word_embeddings", true), tensors -> tensors.remove("lm_head.weight"));
        Path other = Files.createDirectory(folder.resolve("other"));
        TinyLlama.folder(
                other,
                config -> {},
                tensors -> tensors.put("lm_head.weight", tensors.get("model.embed_tokens.weight")));
        try (Llama tied = Llama.open(folder);
                Llama spelledOut = Llama.open(other)) {
            assertThat(tied.logits(new int[] {1, 2})).containsExactly(spelledOut.logits(new int[] {1, 2}));
        }
    }

    @Test
    void weightsInSeveralFilesGiveTheSameLogits() throws IOException {
        TinyLlama.folder(folder, config -> {}, tensors -> {});
        TinyLlama.shard(folder);
        assertThat(folder.resolve("model.safetensors")).doesNotExist();
        try (Llama sharded = Llama.open(folder);
                Llama whole = Llama.open(Golden.folder("tiny-llama"))) {
            assertThat(sharded.logits(new int[] {1, 2})).containsExactly(whole.logits(new int[] {1, 2}));
        }
    }

    @Test
    void filesAreCheckedWithoutTheirNumbers() throws IOException {
        try (LlamaFiles files = LlamaFiles.open(Golden.folder("tiny-llama"))) {
            files.check();
        }
        TinyLlama.folder(folder, config -> config.put("intermediate_size", 47), tensors -> {});
        try (LlamaFiles files = LlamaFiles.open(folder)) {
            assertThatThrownBy(files::check).hasMessageContaining("expected (47, 32) by the model's configuration");
        }
    }

    @Test
    void aTokenizerThatIsLargerThanTheModelIsRefused() throws IOException {
        TinyLlama.folder(folder, config -> {}, tensors -> {});
        byte[] larger = Files.readAllBytes(Golden.folder("bpe-digits").resolve("tokenizer.json"));
        Files.write(folder.resolve("tokenizer.json"), larger);
        assertRefused(folder, "embeddings of 96 tokens, but its tokenizer has ids up to 699");
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.gguf", "config.json", "tokenizer.json"})
    void aDamagedFileIsReadOrRefused(String name) throws IOException {
        TinyLlama.folder(folder, config -> {}, tensors -> {});
        write(TinyLlama.gguf().bytes());
        byte[] whole = Files.readAllBytes(folder.resolve(name));
        Random random = new Random(20261125);
        for (int i = 0; i < DAMAGES; i++) {
            int head = Math.min(whole.length, 4000);
            byte[] damaged = i % 8 == 0 ? Arrays.copyOf(whole, random.nextInt(head)) : whole.clone();
            for (int flips = random.nextInt(3); flips >= 0 && damaged.length == whole.length; flips--) {
                damaged[random.nextInt(head)] ^= (byte) (1 << random.nextInt(8));
            }
            Path path = Files.write(folder.resolve(name), damaged);
            try (Llama llama = Llama.open("model.gguf".equals(name) ? path : folder)) {
                assertThat(llama.logits(new int[] {1})).hasSize(96);
            } catch (ModelFileException expected) {
                assertThat(expected).hasMessageContaining(folder.toString());
            }
        }
    }

    private static LlamaConfig withTied(LlamaConfig c) {
        return new LlamaConfig(
                c.vocabulary(),
                c.embed(),
                c.layers(),
                c.heads(),
                c.keyValueHeads(),
                c.headSize(),
                c.feedForward(),
                c.epsilon(),
                c.ropeTheta(),
                c.context(),
                true);
    }

    private static void assertRefused(Path path, String message) {
        assertThatThrownBy(() -> Llama.open(path).close())
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining(path.toString())
                .hasMessageContaining(message);
    }

    private Path write(byte[] gguf) throws IOException {
        return Files.write(folder.resolve("model.gguf"), gguf);
    }
}
