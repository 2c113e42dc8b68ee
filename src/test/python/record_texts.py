"""Records what sacrebleu, rouge-score and plain Python make of made texts: per set BLEU-1, BLEU-4 (13a, exponential smoothing,
cased), mean ROUGE-L, Distinct-1 and -2, and the 13a tokens of each text.

usage: record_texts.py OUT
"""
import gzip, json, random, sys
import sacrebleu
from rouge_score import rouge_scorer
from sacrebleu.tokenizers.tokenizer_13a import Tokenizer13a

PAIRS = [
    ("The user would buy it because they love slow, sad stories.", "The user would buy it because it is slow and sad."),
    ("It costs 1,234.50 dollars (about 3-4% more).", "It costs 1,234.5 dollars, 3-4 % more."),
    ("", "Nothing was said."), ("Something was said.", ""), ("", ""), ("Yes", "Yes"), ("one", "two"),
    ("A line-\nbreak and a\nsecond line  ", "A linebreak and a second line"),
    ("Tom &amp; Ada said &quot;no&quot; &lt;twice&gt;", "Tom & Ada said \"no\" <twice>"),
    ("<skipped>kept", "kept"), ("Über façade naïve — “quoted” …", "Uber façade naive - \"quoted\" ..."),
    ("日本語のテキスト。 好き", "日本語のテキスト。 嫌い"), ("😀 fine 😀 fine", "😀 fine"), ("a\u00a0b\u2003c\u3000d\u001fe\u0085f", "a b c d e f"),
    ("the the the the the", "the cat the"), ("THE Cat sat.On 5.mats,6", "the cat sat. On 5. mats, 6"),
    ("İstanbul K ΣΑΣ ſ", "i̇stanbul k σας s"), ("\u200bzero width\ufeff", "zero width"), ("$5.00-$6.00 [x] {y} ^z~ 'q' it's", "$5 - $6 x y z q its"),
    ("Because it has a great cast, and a great plot, and a great end.", "Because of a great cast, and of a great plot."),
]
WORDS = "the a user would buy enjoy because it is slow sad warm book film and of with great plot cast 3 1.5 10,000 well-made".split()


def text(rng):
    return " ".join(rng.choice(WORDS) for _ in range(rng.randrange(0, 25))) + rng.choice(["", ".", "!", " ..."])


def measure(pairs):
    hyp, ref = [p[0] for p in pairs], [p[1] for p in pairs]
    bleu = lambda n: sacrebleu.metrics.BLEU(max_ngram_order=n, tokenize="13a", smooth_method="exp").corpus_score(hyp, [ref]).score
    rouge = rouge_scorer.RougeScorer(["rougeL"])
    words = [h.lower().split() for h in hyp]
    distinct = lambda n: (lambda g: len(set(g)) / max(len(g), 1))([tuple(w[i:i + n]) for w in words for i in range(len(w) - n + 1)])
    return dict(pairs=pairs, bleu1=bleu(1), bleu4=bleu(4), rougeL=100 * sum(rouge.score(r, h)["rougeL"].fmeasure for h, r in pairs) / len(pairs),
                distinct1=distinct(1), distinct2=distinct(2))


rng = random.Random(0)
sets = [[p] for p in PAIRS] + [PAIRS] + [[(text(rng), text(rng)) for _ in range(n)] for n in (1, 2, 5, 40)]
tokens = [[t, Tokenizer13a()(t.rstrip())] for t in sorted({t for s in sets for p in s for t in p})]
with gzip.GzipFile(f"{sys.argv[1]}/texts.json.gz", "wb", mtime=0) as f:
    f.write(json.dumps(dict(sets=[measure(s) for s in sets], tokens=tokens)).encode())
