"""Trains a small SentencePiece-BPE model as LLaMA's is, writes it as the parts of a GGUF file and as tokenizer.json, and records
ids of the reference: of sentencepiece itself, and of tokenizers for each form of tokenizer.json that LLaMA files come in.

usage: record_sentencepiece.py OUT
"""
import io, json, os, re, sys
import sentencepiece
from tokenizers import Tokenizer
from record_tokens import rows, write
from strings import strings

SPECIAL = ["<unk>", "<s>", "</s>"]
NORMAL, UNKNOWN, CONTROL, UNUSED, BYTE = 1, 2, 3, 5, 6


def trained(texts):
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(texts), model_writer=model, model_type="bpe", vocab_size=1000, byte_fallback=True,
        normalization_rule_name="identity", add_dummy_prefix=True, remove_extra_whitespaces=False, split_digits=True,
        character_coverage=0.98, allow_whitespace_only_pieces=True, hard_vocab_limit=False, minloglevel=2)
    return sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())


def kind(model, i):
    return (UNKNOWN if model.is_unknown(i) else CONTROL if model.is_control(i) else BYTE if model.is_byte(i)
            else UNUSED if model.is_unused(i) else NORMAL)


def merges(pieces, scores, types):
    """Every way to join two pieces into a third, the third's score first, as transformers makes them."""
    ids = {p: i for i, p in enumerate(pieces) if types[i] == NORMAL}
    found = []
    for piece, i in ids.items():
        ways = [(piece[:k], piece[k:]) for k in range(1, len(piece)) if piece[:k] in ids and piece[k:] in ids]
        found += [(-scores[i], ids[left], ids[right], left, right) for left, right in ways]
    return [[left, right] for *_, left, right in sorted(found)]


def parsed(model, text):
    """As llama.cpp does: control tokens are found in the text, and each stretch between them is encoded by itself."""
    ids = []
    for part in re.split("(" + "|".join(map(re.escape, SPECIAL)) + ")", text):
        ids += [SPECIAL.index(part)] if part in SPECIAL else model.encode(part)
    return ids


def as_json(pieces, scores, types, normalized=False):
    """LLaMA 1 and 2 as transformers wrote them first."""
    return {
        "version": "1.0", "truncation": None, "padding": None,
        "added_tokens": [dict(id=i, content=c, single_word=False, lstrip=False, rstrip=False, normalized=normalized, special=True)
                         for i, c in enumerate(SPECIAL)],
        "normalizer": {"type": "Sequence", "normalizers": [
            {"type": "Prepend", "prepend": "▁"}, {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}]},
        "pre_tokenizer": None,
        "post_processor": {"type": "TemplateProcessing",
                           "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
                           "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
                           "special_tokens": {"<s>": {"id": "<s>", "ids": [1], "tokens": ["<s>"]}}},
        "decoder": {"type": "Sequence", "decoders": [
            {"type": "Replace", "pattern": {"String": "▁"}, "content": " "}, {"type": "ByteFallback"}, {"type": "Fuse"},
            {"type": "Strip", "content": " ", "start": 1, "stop": 0}]},
        "model": {"type": "BPE", "dropout": None, "unk_token": "<unk>", "continuing_subword_prefix": None,
                  "end_of_word_suffix": None, "fuse_unk": True, "byte_fallback": True, "ignore_merges": False,
                  "vocab": {p: i for i, p in enumerate(pieces)}, "merges": merges(pieces, scores, types)}}


def metaspace(legacy, scheme, split):
    """As transformers writes them now: the marks are the pre-tokenizer's."""
    return legacy | {"normalizer": None, "pre_tokenizer": {
        "type": "Metaspace", "replacement": "▁", "prepend_scheme": scheme, "split": split}}


def main(out):
    texts = strings()
    learned = [t for t in texts[320:900] if "\0" not in t]
    # Mostly plain words, so that most other characters stay without a piece.
    model = trained(learned + 9 * [t for t in learned if t.isascii()])
    pieces = [model.id_to_piece(i) for i in range(len(model))]
    scores, types = [model.get_score(i) for i in range(len(model))], [kind(model, i) for i in range(len(model))]
    write(out, "sentencepiece", dict(pieces=pieces, scores=scores, types=types))
    legacy = as_json(pieces, scores, types)
    os.makedirs(f"{out}/sentencepiece", exist_ok=True)
    with open(f"{out}/sentencepiece/tokenizer.json", "w", encoding="utf-8") as f:
        json.dump(legacy, f, ensure_ascii=False, separators=(",", ":"))
    forms = dict(prepended=legacy, llama1=as_json(pieces, scores, types, normalized=True), first=metaspace(legacy, "first", False),
                 always=metaspace(legacy, "always", True), never=metaspace(legacy, "never", False))
    compared = [t for t in texts[:300] + texts[900:1200] if len(t) < 250]
    compared += ["<s> a </s>b<unk>", "<s><s> a", " <s>", "a<s>", "<s", "<0x0A>", "\n<0x0A>", "▁", "▁a ▁ b", "a\0b", "  a  b  "]
    made = rows(list(dict.fromkeys(compared)), **{name: Tokenizer.from_str(json.dumps(form)) for name, form in forms.items()})
    for row in made:
        row |= dict(gguf_plain=model.encode(row["text"]), gguf_parsed=parsed(model, row["text"]),
                    decoded=Tokenizer.from_str(json.dumps(legacy)).decode(row["prepended_plain"], skip_special_tokens=False))
    write(out, "tokens-sentencepiece", made)


if __name__ == "__main__":
    main(sys.argv[1])
