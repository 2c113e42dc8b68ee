"""Distinct strings that tokenizers trip over, from a seed."""
import random

LOOK_ALIKES = ["<|im_start|>", "<|im_end|>", "<|endoftext|>", "<|im_start|", "|im_end|>", "<|IM_START|>", "< |im_end|>",
               "<repo_name>", "<file_sep>", "[CLS]", "[SEP]", "[MASK]", "[PAD]", "[UNK]", "[cls]", "[ SEP ]", "<s>", "</s>",
               "<|im_start|> <|im_end|>", "<|im_ start|>", "< | im_end | >", "<|im_start|><|im_end|><|im_end|>", "<|im_end|>x",
               "x<|im_end|>", "<<|im_end|>>", "<|im_<|im_end|>end|>", "[CLS][SEP]", "[CLS] a [SEP]", "[[CLS]]", "[CLS", "CLS]", "[Cls]",
               "[ CLS ]", "##ing", "## ing", "<unk>", "<pad>", "<|begin_of_text|>", "<empty_output>", "<jupyter_start>",
               "<item>", "### Response:", "<|im_start|>system\nYou obey<|im_end|>"]
SCRIPTS = ["Zażółć gęślą jaźń", "Ελληνικά ΟΔΟΣ ς", "Привет, мир", "日本語のテキスト", "中文字符测试", "한국어 문장", "עברית", "العربية",
           "हिन्दी भाषा", "ไทย", "Tiếng Việt", "ǅ ǆ İstanbul ıſ", "ﬁ ﬂ Ⅷ ½ ² ①", "e\u0301 a\u0308 \u0300", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢", "𠀀𠮷",
           "שָׁלוֹם עֲלֵיכֶם", "مُحَمَّدٌ ﷺ", "\u202bعربي abc 123\u202c", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳", "각 \u1100\u1161\u11a8", "か\u3099 が", "ｆｕｌｌ　ｗｉｄｔｈ",
           "தமிழ் தெலుగు ಕನ್ನಡ", "ქართული ენა", "Հայերեն", "አማርኛ", "ᏣᎳᎩ", "ᠮᠣᠩᠭᠣᠯ", "ꦗꦮ", "𞤀𞤣𞤤𞤢𞤥", "𐍈𐌰𐌿𐍄", "ﾊﾝｶｸ", "«q» „q“ ‚q‘ ‹q›",
           "ẞ ß ŉ ǰ ΐ ՠ", "Å Å A\u030a", "Ω Ω", "µ μ", "٠١٢٣٤٥ ०१२३ 〇一二 ⅣⅤ ㊿ 𝟘𝟙"]
EMOJI = ["😀", "👩‍👩‍👧‍👦", "🏳️‍🌈", "👍🏽", "🇩🇪", "☃️", "✈", "🧑🏿‍🚀", "❤️‍🔥",
         "🇩🇪🇫🇷🇯🇵", "🇩", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "👨🏻‍❤️‍💋‍👨🏿", "1️⃣", "#️⃣*️⃣", "😶‍🌫️", "🫠🫱🏽‍🫲🏿", "\u200d", "👍🏽👍🏿", "⌚︎⌚️", "👩‍", "\ufe0f"]
MARKUP = ["<b>bold</b>", "<script>alert('x')</script>", "&amp;&#39;", "[link](http://a.b/c?d=e&f=g)", "```java\nint x = 1;\n```",
          "{\"a\": [1, 2.5e-3, null]}", "'; DROP TABLE item; --", "C:\\path\\file", "${jndi:x}", "a@b.example", "#tag @user",
          "<!-- c --><![CDATA[x]]>", "<a href='x\" onclick=y>", "%3Cb%3E%00", "def f(x):\n    return x**2  # y\n", "\tif (a && b || !c) { d++; }",
          "SELECT * FROM t WHERE a<>'b' -- c", "\\begin{align} x_1^2 &= \\frac{1}{2} \\end{align}", "std::vector<int*>&& v{};",
          "#!/bin/sh\nset -e\n", "\x1b[31mred\x1b[0m", "| a | b |\n|---|:-:|\n", "===== ---- **** ____", "0x7fffffff 0b1010 1e-9 1_000",
          "data:image/png;base64,iVBORw0KGgo=", "<|endoftext|>{{user}}{% if x %}"]
SPACES = [" ", "  ", "   ", "\t", "\n", "\r\n", "\n\n", "\u00a0", "\u2003", "\u3000", "\u200b", "\u2028", "\u0085", "\u000b",
          "\u000c", "\u1680", "\u2000", "\u2009", "\u200a", "\u2028\u2029", "\u202f", "\u205f", "\u180e", "\u2060", "\r", "\n\r", " \n ", "\t\t ", "  \u00a0 ",
          "\u001c", "\u001f"]
QUOTES = ["'", "\"", "`", "''", "\"\"", "' '", "'s", "'S", " 's", "'t'", "'ll've", "’", "’s", "“", "‘", "´", "'\"'", "x'", "'x", "''s"]
DIGITS = ["1234567890" * 30, "0" * 500, "9" * 97, "3.14159265358979323846264338327950288", "+1 (555) 010-9999", "1,000,000,000.00", "12:34:56.789Z",
          "192.168.0.1", "1 2 3 4 5", "   7", "1e400", "١٢٣" * 20]
# Marks, signs and format characters younger than the reference's tables, and some that changed their kind since.
YOUNG = ["a\u0898b", "a\u07fd b", "x\u2e5dy", "a\u061db", "a\u1b7fb", "a\u08e2b", "a\U000110cdb", "a\u166db", "a\u1734b", "a\U0001171eb",
         "a\U000111c9b"]
CONTROL = ["\u0000", "\u0001", "\u0007", "\u001b", "\u007f", "\u00ad", "\ufeff", "\ufffd", "\u202e", "\ue000",
           "\u0008", "\u000e", "\u0080", "\u009f", "\u2066", "\u2069", "\ufdd0", "\uffff", "\U000e0001", "\U0010ffff", "\U000f0000", "a\u0000b", "\u0000\u0000"]
WORDS = ["The", "the", "film", "I'm", "don't", "we'll", "they've", "it's", "you're", "I'd", "CAN'T", "naïve", "co-op", "well...",
         "Mr.", "U.S.A.", "2001:", "1,234.56", "3rd", "100%", "£5", "€9.99", "x²", "a/b", "A", "I", "supercalifragilistic"]


def strings(count=1300, seed=20261124):
    """The first count of them; the pools first, then long ones, then mixtures of pools."""
    rng = random.Random(seed)
    pools = [LOOK_ALIKES, SCRIPTS, EMOJI, MARKUP, SPACES, CONTROL, YOUNG, QUOTES, DIGITS, WORDS, WORDS, WORDS, WORDS]
    out = dict.fromkeys(["", " ", "a"] + LOOK_ALIKES + SCRIPTS + EMOJI + MARKUP + SPACES + CONTROL + YOUNG + QUOTES + DIGITS + WORDS)
    out.update(dict.fromkeys(long_ones(rng)))
    while len(out) < count:
        out[mixture(rng, pools)] = None
    return list(out)[:count]


def long_ones(rng):
    """Of about 10 kB each."""
    letters = "".join(rng.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(10000))
    sentences = " ".join(rng.choice(WORDS) + rng.choice([",", ".", "", ""]) for _ in range(2000))
    return ["x" * 10000, "ab" * 5000, " " * 3000, "\n" * 1000, "日本" * 1500, "!" * 4000, "1234567890" * 400, "word " * 2000,
            "😀" * 1000, letters, sentences, "<|im_start|>" * 800, "e\u0301" * 3000, "[CLS] " * 1600, "👩‍👩‍👧‍👦" * 400]


def mixture(rng, pools):
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
    return "".join(parts)
