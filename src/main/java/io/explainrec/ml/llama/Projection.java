package io.explainrec.ml.llama;

/** The linear layers of a decoder layer, by their names in Hugging Face's checkpoints. */
public enum Projection {
    QUERY("self_attn.q_proj"),
    KEY("self_attn.k_proj"),
    VALUE("self_attn.v_proj"),
    OUTPUT("self_attn.o_proj"),
    GATE("mlp.gate_proj"),
    UP("mlp.up_proj"),
    DOWN("mlp.down_proj");

    private final String module;

    Projection(String module) {
        this.module = module;
    }

    /** The last part of the name, as adapters name their targets. */
    public String target() {
        return module.substring(module.indexOf('.') + 1);
    }

    @Override
    public String toString() {
        return target();
    }

    /** The module's name in a layer. */
    public String module(int layer) {
        return "model.layers." + layer + "." + module;
    }

    /** Width of what goes in. */
    public long in(LlamaConfig config) {
        return switch (this) {
            case QUERY, KEY, VALUE, GATE, UP -> config.embed();
            case OUTPUT -> (long) config.heads() * config.headSize();
            case DOWN -> config.feedForward();
        };
    }

    /** Width of what comes out. */
    public long out(LlamaConfig config) {
        return switch (this) {
            case QUERY -> (long) config.heads() * config.headSize();
            case KEY, VALUE -> (long) config.keyValueHeads() * config.headSize();
            case OUTPUT, DOWN -> config.embed();
            case GATE, UP -> config.feedForward();
        };
    }
}
