"""Records what PEFT and PyTorch make of an adapter over the tiny LLaMA: logits, gradients, optimiser steps, the attribution loss.

usage: record_training.py GOLDEN
"""
import os
import sys
import torch
import torch.nn.functional as F
from peft import LoraConfig, get_peft_model
from transformers import LlamaForCausalLM
from record_tokens import write

out = sys.argv[1]
torch.manual_seed(7)
torch.set_num_threads(1)
base = LlamaForCausalLM.from_pretrained(f"{out}/tiny-llama", dtype=torch.float32)
model = get_peft_model(base, LoraConfig(r=4, lora_alpha=8, lora_dropout=0.0, task_type="CAUSAL_LM", target_modules=[
    "q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]))
with torch.no_grad():
    for n, p in model.named_parameters():
        if "lora_B" in n:
            p.copy_(torch.randn_like(p) * 0.05)
model.eval()
model.peft_config["default"].base_model_name_or_path = "tiny-llama"
model.save_pretrained(f"{out}/tiny-lora")
os.remove(f"{out}/tiny-lora/README.md")
parameters = {n.replace(".default", ""): p for n, p in model.named_parameters() if p.requires_grad}


def draw(n):
    return torch.randint(0, 96, (n,)).tolist()


def gradients(loss):
    model.zero_grad()
    loss.backward()
    return {n: p.grad.flatten().tolist() for n, p in parameters.items()}


def logits(ids):
    return model(input_ids=torch.tensor([ids])).logits[0]


golden = {}
ids = draw(17)
golden["logits"] = dict(ids=ids, logits=logits(ids).tolist())

# Next-token loss on the last tokens of two sequences of different lengths, ten steps.
rows = [draw(17), draw(11)]
labelled = 5


def loss():
    each = [F.cross_entropy(logits(r)[len(r) - labelled - 1:-1], torch.tensor(r[len(r) - labelled:]), reduction="sum") for r in rows]
    return sum(each) / (labelled * len(rows))


first = loss()
golden["steps"] = dict(rows=rows, labelled=labelled, loss=first.item(), gradients=gradients(first), taken=[])
start = {n: p.detach().clone() for n, p in parameters.items()}
optimizer = torch.optim.AdamW(parameters.values(), lr=1e-2, weight_decay=0.01)
for _ in range(10):
    optimizer.zero_grad()
    now = loss()
    now.backward()
    norm = torch.nn.utils.clip_grad_norm_(parameters.values(), 0.5)
    optimizer.step()
    golden["steps"]["taken"].append(dict(loss=now.item(), norm=norm.item()))
golden["steps"]["after"] = {n: p.flatten().tolist() for n, p in parameters.items()}
with torch.no_grad():
    for n, p in parameters.items():
        p.copy_(start[n])

# The attribution loss over two histories, each candidate a sequence of its own.
YES, NO = 5, 9
weights = dict(prediction=1.0, reason=0.5, consistency=0.1, contrast=1.0)


def candidate(liked, reason):
    c = dict(prompt=draw(torch.randint(3, 7, (1,)).item()), liked=liked)
    if reason:
        c.update(heading=draw(2), reason=draw(reason), alone=draw(6))
    return c


sequences = [
    dict(prefix=draw(12), alone=draw(4), candidates=[candidate(True, 4), candidate(False, 3), candidate(True, 0), candidate(False, 5)]),
    dict(prefix=draw(9), alone=draw(4), candidates=[candidate(True, 2), candidate(True, 3)]),
]


def direction(row):
    return row[YES] - row[NO]


def divergence(a, b):
    p, q = torch.sigmoid(a), torch.sigmoid(b)
    m = (p + q) / 2

    def kl(x, y):
        return x * (x / y).log() + (1 - x) * ((1 - x) / (1 - y)).log()
    return (kl(p, m) + kl(q, m)) / 2


prediction, reasons, consistency, contrast, first_logits, alone_logits = [], [], [], [], [], []
for s in sequences:
    own = []
    for c in s["candidates"]:
        y = logits(s["prefix"] + c["prompt"] + c.get("heading", []) + c.get("reason", []))
        at = len(s["prefix"]) + len(c["prompt"]) - 1
        p1 = direction(y[at])
        own.append((p1, c["liked"]))
        first_logits.append(p1)
        prediction.append(F.binary_cross_entropy_with_logits(p1, torch.tensor(float(c["liked"]))))
        if "reason" in c:
            n = len(c["reason"])
            reasons.append(F.cross_entropy(y[-n - 1:-1], torch.tensor(c["reason"])))
            p2 = direction(logits(s["alone"] + c["alone"])[-1])
            alone_logits.append(p2)
            consistency.append(divergence(p1, p2))
    pairs = [F.softplus(b - a) for a, ya in own for b, yb in own if ya and not yb]
    if pairs:
        contrast.append(sum(pairs) / len(pairs))
terms = dict(prediction=prediction, reason=reasons, consistency=consistency, contrast=contrast)
terms = {n: sum(t) / len(t) for n, t in terms.items()}
total = sum(weights[n] * t for n, t in terms.items())
golden["attribution"] = dict(
    sequences=sequences, yes=YES, no=NO, weights=weights, terms={n: t.item() for n, t in terms.items()}, total=total.item(),
    logits=[x.item() for x in first_logits], alone=[x.item() for x in alone_logits], gradients=gradients(total))
write(out, "training", golden)
