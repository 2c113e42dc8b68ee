package io.explainrec.ml.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.explainrec.ml.weights.ModelFileException;
import io.explainrec.ml.weights.ModelJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Reads {@code tokenizer.json}, the format of Hugging Face's tokenizers: byte-level BPE (with the splits ByteLevel, Digits
 * and Split), BPE with byte fallback as LLaMA 1 and 2 have it, and WordPiece with BERT's normaliser. What else a file asks for
 * is refused by name. Truncation and padding are left to the caller: {@link Tokenizer#encode} adds nothing and cuts nothing.
 * Of the post-processor only the token that begins a sequence is read.
 */
public final class TokenizerJson {
    private final ModelJson root;
    private final ModelJson model;

    private TokenizerJson(ModelJson root) {
        this.root = root;
        this.model = root.object("model");
    }

    /**
     * Reads a file.
     *
     * @throws ModelFileException where the file cannot be read, is broken, or asks for something that is not supported
     */
    public static Tokenizer read(Path file) {
        try {
            return new TokenizerJson(ModelJson.read(file)).tokenizer();
        } catch (TokenizerException e) {
            throw new ModelFileException(file, e.getMessage(), e);
        }
    }

    private Tokenizer tokenizer() {
        return switch (model.text("type", "")) {
            case "BPE" -> bytePair();
            case "WordPiece" -> wordPiece();
            default -> throw model.unsupported("type", "BPE, WordPiece");
        };
    }

    private Tokenizer bytePair() {
        model.requireAbsent("dropout");
        for (String affix : List.of("continuing_subword_prefix", "end_of_word_suffix")) {
            if (!model.text(affix, "").isEmpty()) {
                throw model.unsupported(affix, "none");
            }
        }
        return model.flag("byte_fallback", false) ? sentencePiece() : byteLevel();
    }

    private Tokenizer byteLevel() {
        root.requireAbsent("normalizer");
        root.object("decoder").requireText("type", "ByteLevel");
        model.requireAbsent("unk_token");
        Vocabulary vocabulary = vocabulary();
        AddedTokens added = new AddedTokens(added(), vocabulary);
        return new BytePairTokenizer(
                vocabulary,
                merges(vocabulary),
                PreTokenizerJson.read(root.object("pre_tokenizer")),
                added,
                beginOfSequence(vocabulary, added));
    }

    private Tokenizer sentencePiece() {
        SentencePieceJson form = SentencePieceJson.read(root);
        Vocabulary vocabulary = vocabulary();
        AddedTokens added = new AddedTokens(added(), vocabulary, form.normalizer());
        return new SentencePieceTokenizer(
                vocabulary,
                merges(vocabulary),
                added,
                new SentencePieceTokenizer.Settings(form.marks(), form.stripped(), beginOfSequence(vocabulary, added)));
    }

    private MergeTable merges(Vocabulary vocabulary) {
        List<String[]> merges = new ArrayList<>();
        for (JsonNode merge : model.array("merges")) {
            merges.add(merge(merge));
        }
        return new MergeTable(vocabulary, merges, model.flag("ignore_merges", false));
    }

    private OptionalInt beginOfSequence(Vocabulary vocabulary, AddedTokens added) {
        OptionalInt begin = PostProcessorJson.beginOfSequence(root);
        begin.ifPresent(id -> {
            if (vocabulary.spelling(id) == null && added.spelling(id) == null) {
                throw new TokenizerException("the post_processor begins sequences with the id " + id
                        + ", which is none of the vocabulary of " + Math.max(vocabulary.size(), added.size()));
            }
        });
        return begin;
    }

    /** A merge is a text, or an array of its two parts. */
    private static String[] merge(JsonNode merge) {
        if (merge.isTextual()) {
            return MergeTable.pair(merge.textValue());
        }
        if (merge.size() != 2 || !merge.path(0).isTextual() || !merge.path(1).isTextual()) {
            throw new TokenizerException("the merge " + merge + " is no pair of texts");
        }
        return new String[] {merge.get(0).textValue(), merge.get(1).textValue()};
    }

    private Tokenizer wordPiece() {
        ModelJson normalizer = root.object("normalizer");
        normalizer.requireText("type", "BertNormalizer");
        root.object("pre_tokenizer").requireText("type", "BertPreTokenizer");
        ModelJson decoder = root.object("decoder");
        decoder.requireText("type", "WordPiece");
        String continuation = model.text("continuing_subword_prefix", "##");
        if (!continuation.equals(decoder.text("prefix", "##"))) {
            throw decoder.unsupported("prefix", "'" + continuation + "', as the model has it");
        }
        List<AddedTokens.Added> added = added();
        if (added.stream().anyMatch(AddedTokens.Added::normalized)) {
            throw new TokenizerException("added tokens that are 'normalized' are not supported beside a normalizer;"
                    + " supported: 'normalized' false");
        }
        boolean lowercase = normalizer.flag("lowercase", true);
        Vocabulary vocabulary = vocabulary();
        AddedTokens tokens = new AddedTokens(added, vocabulary);
        return new WordPieceTokenizer(
                vocabulary,
                new BertNormalizer(
                        normalizer.flag("clean_text", true),
                        normalizer.flag("handle_chinese_chars", true),
                        normalizer.flag("strip_accents", lowercase),
                        lowercase),
                tokens,
                new WordPieceTokenizer.Settings(
                        model.text("unk_token", "[UNK]"),
                        continuation,
                        model.whole("max_input_chars_per_word", 100),
                        decoder.flag("cleanup", true),
                        beginOfSequence(vocabulary, tokens)));
    }

    private Vocabulary vocabulary() {
        ModelJson pieces = model.object("vocab");
        return new Vocabulary(model.value("vocab").properties().stream()
                .map(piece -> new Vocabulary.Token(pieces.whole(piece.getKey()), piece.getKey()))
                .toList());
    }

    private List<AddedTokens.Added> added() {
        List<AddedTokens.Added> added = new ArrayList<>();
        for (ModelJson token : root.objects("added_tokens")) {
            token.requireFlag("lstrip", false);
            token.requireFlag("rstrip", false);
            token.requireFlag("single_word", false);
            boolean special = token.flag("special", false);
            added.add(new AddedTokens.Added(
                    token.whole("id"), token.text("content"), special, token.flag("normalized", !special)));
        }
        return added;
    }
}
