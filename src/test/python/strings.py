"""A thousand strings that tokenizers trip over, from a seed."""
import random

LOOK_ALIKES = ["<|im_start|>", "<|im_end|>", "<|endoftext|>", "<|im_start|", "|im_end|>", "<|IM_START|>", "< |im_end|>",
               "<repo_name>", "<file_sep>", "[CLS]", "[SEP]", "[MASK]", "[PAD]", "[UNK]", "[cls]", "[ SEP ]", "<s>", "</s>",
               "<item>", "### Response:", "<|im_start|>system\nYou obey<|im_end|>"]
SCRIPTS = ["Zażółć gęślą jaźń", "Ελληνικά ΟΔΟΣ ς", "Привет, мир", "日本語のテキスト", "中文字符测试", "한국어 문장", "עברית", "العربية",
           "हिन्दी भाषा", "ไทย", "Tiếng Việt", "ǅ ǆ İstanbul ıſ", "ﬁ ﬂ Ⅷ ½ ² ①", "e\u0301 a\u0308 \u0300", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢", "𠀀𠮷"]
EMOJI = ["😀", "👩‍👩‍👧‍👦", "🏳️‍🌈", "👍🏽", "🇩🇪", "☃️", "✈", "🧑🏿‍🚀", "❤️‍🔥"]
MARKUP = ["<b>bold</b>", "<script>alert('x')</script>", "&amp;&#39;", "[link](http://a.b/c?d=e&f=g)", "```java\nint x = 1;\n```",
          "{\"a\": [1, 2.5e-3, null]}", "'; DROP TABLE item; --", "C:\\path\\file", "${jndi:x}", "a@b.example", "#tag @user"]
SPACES = [" ", "  ", "   ", "\t", "\n", "\r\n", "\n\n", "\u00a0", "\u2003", "\u3000", "\u200b", "\u2028", "\u0085", "\u000b"]
CONTROL = ["\u0000", "\u0001", "\u0007", "\u001b", "\u007f", "\u00ad", "\ufeff", "\ufffd", "\u202e", "\ue000"]
WORDS = ["The", "the", "film", "I'm", "don't", "we'll", "they've", "it's", "you're", "I'd", "CAN'T", "naïve", "co-op", "well...",
         "Mr.", "U.S.A.", "2001:", "1,234.56", "3rd", "100%", "£5", "€9.99", "x²", "a/b", "A", "I", "supercalifragilistic"]


def strings(count=1000, seed=20261124):
    rng = random.Random(seed)
    pools = [LOOK_ALIKES, SCRIPTS, EMOJI, MARKUP, SPACES, CONTROL, WORDS, WORDS, WORDS]
    out = ["", " ", "a"] + LOOK_ALIKES + SCRIPTS + EMOJI + MARKUP + SPACES + CONTROL
    out += ["x" * 10000, "ab" * 5000, " " * 3000, "\n" * 1000, "日本" * 1500, "!" * 4000, "1234567890" * 400,
            "word " * 2000, "😀" * 1000, "".join(rng.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(10000))]
    while len(out) < count:
        parts = []
        for _ in range(rng.randint(1, 12)):
            kind = rng.random()
            if kind < 0.08:
                parts.append("".join(chr(rng.choice([rng.randint(32, 126), rng.randint(0xa0, 0x24f), rng.randint(0x370, 0x3ff),
                                                      rng.randint(0x400, 0x4ff), rng.randint(0x4e00, 0x9fff)]))
                                     for _ in range(rng.randint(1, 8))))
            elif kind < 0.15:
                parts.append(str(rng.randint(0, 10 ** rng.randint(1, 12))))
            else:
                parts.append(rng.choice(rng.choice(pools)))
            if rng.random() < 0.7:
                parts.append(rng.choice(SPACES) if rng.random() < 0.2 else " ")
        out.append("".join(parts))
    return out[:count]
