"""Prints the ranges in BertCharacters.java: what tokenizers' BERT drops, strips and splits at, asked of it for each code point.

usage: bert_characters.py
"""
import textwrap
from tokenizers import normalizers, pre_tokenizers


def normalizer(**on):
    return normalizers.BertNormalizer(**dict(clean_text=False, handle_chinese_chars=False, strip_accents=False, lowercase=False) | on)


def ranges(contains):
    found = []
    for c in [*range(0xd800), *range(0xe000, 0x110000)]:
        if contains(chr(c)):
            if found and found[-1][1] == c - 1:
                found[-1][1] = c
            else:
                found.append([c, c])
    return " ".join(f"{first:x}" if first == last else f"{first:x}-{last:x}" for first, last in found)


clean, bare, words = normalizer(clean_text=True), normalizer(strip_accents=True), pre_tokenizers.BertPreTokenizer()
for name, contains in [("DROPPED", lambda c: clean.normalize_str(f"a{c}b") == "ab"),
                       ("MARKS", lambda c: bare.normalize_str(f"a{c}") == "a"),
                       ("PUNCTUATION", lambda c: len(words.pre_tokenize_str(f"a{c}b")) == 3)]:
    print(name, *textwrap.wrap(ranges(contains), 96, break_on_hyphens=False), sep="\n            ")
