"""Records the attribution loss where items stand in prompts as projected vectors: terms, logits, gradients of the projection.

usage: record_soft_token.py GOLDEN
"""
import sys
import torch
import torch.nn.functional as F
from peft import PeftModel
from transformers import LlamaForCausalLM
from record_tokens import write

out = sys.argv[1]
torch.manual_seed(11)
torch.set_num_threads(1)
base = LlamaForCausalLM.from_pretrained(f"{out}/tiny-llama", dtype=torch.float32)
model = PeftModel.from_pretrained(base, f"{out}/tiny-lora").eval()
embed = base.get_input_embeddings()
WIDTH = 6
YES, NO = 5, 9
weight = torch.nn.Parameter(torch.randn(base.config.hidden_size, WIDTH) * 0.1)
bias = torch.nn.Parameter(torch.randn(base.config.hidden_size) * 0.1)


def draw(n):
    return torch.randint(0, 96, (n,)).tolist()


def logits(ids, place, vector):
    x = embed(torch.tensor([ids]))
    if vector is not None:
        x = torch.cat([x[:, :place], (weight @ vector + bias)[None, None], x[:, place + 1:]], 1)
    return model(inputs_embeds=x).logits[0]


def candidate(liked, item, reason):
    c = dict(prompt=draw(6), liked=liked)
    if item:
        c.update(place=2, vector=torch.randn(WIDTH).tolist())
    if reason:
        c.update(heading=draw(2), reason=draw(reason), alone=draw(7))
    return c


def divergence(a, b):
    p, q = torch.sigmoid(a), torch.sigmoid(b)
    m = (p + q) / 2

    def kl(x, y):
        return x * (x / y).log() + (1 - x) * ((1 - x) / (1 - y)).log()
    return (kl(p, m) + kl(q, m)) / 2


sequences = [
    dict(prefix=draw(10), alone=draw(4), candidates=[candidate(True, True, 3), candidate(False, False, 4), candidate(False, True, 0)]),
    dict(prefix=draw(7), alone=draw(4), candidates=[candidate(True, True, 2), candidate(True, False, 0)]),
]
prediction, reasons, consistency, contrast, first = [], [], [], [], []
for s in sequences:
    own = []
    for c in s["candidates"]:
        vector = torch.tensor(c["vector"]) if "vector" in c else None
        before = len(s["prefix"])
        y = logits(s["prefix"] + c["prompt"] + c.get("heading", []) + c.get("reason", []), before + 2, vector)
        at = y[before + len(c["prompt"]) - 1]
        p1 = at[YES] - at[NO]
        first.append(p1.item())
        own.append((p1, c["liked"]))
        prediction.append(F.binary_cross_entropy_with_logits(p1, torch.tensor(float(c["liked"]))))
        if "reason" in c:
            n = len(c["reason"])
            reasons.append(F.cross_entropy(y[-n - 1:-1], torch.tensor(c["reason"])))
            alone = logits(s["alone"] + c["alone"], len(s["alone"]) + 2, vector)[-1]
            consistency.append(divergence(p1, alone[YES] - alone[NO]))
    pairs = [F.softplus(b - a) for a, ya in own for b, yb in own if ya and not yb]
    if pairs:
        contrast.append(sum(pairs) / len(pairs))
weights = dict(prediction=1.0, reason=0.5, consistency=0.1, contrast=1.0)
terms = dict(prediction=prediction, reason=reasons, consistency=consistency, contrast=contrast)
terms = {n: sum(t) / len(t) for n, t in terms.items()}
total = sum(weights[n] * t for n, t in terms.items())
total.backward()
write(out, "soft-token", dict(
    sequences=sequences, yes=YES, no=NO, first=first, terms={n: t.item() for n, t in terms.items()},
    weight=weight.flatten().tolist(), bias=bias.tolist(),
    gradients=dict(weight=weight.grad.flatten().tolist(), bias=bias.grad.tolist())))
