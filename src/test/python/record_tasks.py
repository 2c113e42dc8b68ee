"""Records what PEFT and PyTorch make of several tasks over the tiny LLaMA: ordinal ratings, task weights, gradient surgery.

usage: record_tasks.py GOLDEN, behind record_training.py
"""
import math
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
model = PeftModel.from_pretrained(base, f"{out}/tiny-lora", is_trainable=True).eval()
parameters = {n.replace(".default", ""): p for n, p in model.named_parameters() if p.requires_grad}
YES, NO = 5, 9
GRADES = 5


def draw(n):
    return torch.randint(0, 96, (n,)).tolist()


def z(ids):
    row = model(input_ids=torch.tensor([ids])).logits[0, -1]
    return row[YES] - row[NO]


def ordinal(z, theta, grade):
    """-log P(grade) as the textbook has it, in double precision."""
    z, theta = z.double(), theta.double()
    above = torch.sigmoid(theta[grade - 1] - z) if grade < GRADES else 1.0
    below = torch.sigmoid(theta[grade - 2] - z) if grade > 1 else 0.0
    return -torch.log(above - below)


first = torch.tensor(-1.2, requires_grad=True)
gaps = torch.tensor([-0.5, 0.3, 1.0], requires_grad=True)


def theta():
    return first + torch.cat([torch.zeros(1), F.softplus(gaps).cumsum(0)])


sequences = []
for n, m in [(12, 3), (9, 2)]:
    prefix = draw(n)
    candidates = []
    for _ in range(m):
        size = torch.randint(3, 7, (1,)).item()
        candidates.append(dict(prompt=draw(size), rating=draw(size + 1), liked=len(candidates) % 2 == 0,
                               grade=torch.randint(1, GRADES + 1, (1,)).item()))
    sequences.append(dict(prefix=prefix, candidates=candidates))
sequences[0]["candidates"][0]["grade"] = 1
sequences[0]["candidates"][1]["grade"] = GRADES
sequences[0]["candidates"][2]["grade"] = 3


def losses():
    verdicts, ratings = [], []
    for s in sequences:
        for c in s["candidates"]:
            verdicts.append(F.binary_cross_entropy_with_logits(z(s["prefix"] + c["prompt"]), torch.tensor(float(c["liked"]))))
            ratings.append(ordinal(z(s["prefix"] + c["rating"]), theta(), c["grade"]))
    return [sum(verdicts) / len(verdicts), (sum(ratings) / len(ratings)).float()]


def gradients(loss):
    every = {**parameters, "first": first, "gaps": gaps}
    grads = torch.autograd.grad(loss, list(every.values()), allow_unused=True)
    return {n: (torch.zeros_like(p) if g is None else g) for (n, p), g in zip(every.items(), grads)}


def flat(grads):
    return {n: g.flatten().tolist() for n, g in grads.items()}


# PCGrad as its paper writes it, over the adapter's parameters as one vector; two tasks have one order of the other.
each = [gradients(loss) for loss in losses()]
vectors = [torch.cat([g[n].flatten().double() for n in parameters]) for g in each]
assert vectors[0] @ vectors[1] < 0, "the tasks agree, so that surgery has nothing to do: take another seed"


def surgery(vectors, orders):
    done = []
    for i, v in enumerate(vectors):
        v = v.clone()
        for j in orders[i]:
            if j != i and v @ vectors[j] < 0:
                v -= (v @ vectors[j]) / (vectors[j] @ vectors[j]) * vectors[j]
        done.append(v)
    return sum(done)


values = losses()
golden = dict(
    sequences=sequences, yes=YES, no=NO, grades=GRADES, theta=theta().tolist(), losses=[v.item() for v in values],
    rating=flat({n: each[1][n] for n in ["first", "gaps"]}))

three = [torch.randn(6, dtype=torch.float64) for _ in range(3)]
three[1] = -three[0] + 0.5 * three[1]
orders = [[2, 0, 1], [1, 0, 2], [0, 1, 2]]
golden["surgery"] = dict(vectors=[v.tolist() for v in three], orders=orders, sum=surgery(three, orders).tolist())

# One step's gradients of the adapter with both tasks weighing alike, without and with surgery.
golden["joint"] = {n: (each[0][n] + each[1][n]).flatten().tolist() for n in parameters}
joined = surgery(vectors, [[1], [0]])
parts = joined.split([p.numel() for p in parameters.values()])
golden["joined"] = {n: v.tolist() for n, v in zip(parameters, parts)}

# Uncertainty: s_t by torch's AdamW without decay, over losses that are given, held within bounds.
BOUND = 3
s = torch.zeros(2, requires_grad=True)
optimizer = torch.optim.AdamW([s], lr=0.5, weight_decay=0.0)
taken = []
for step in range(12):
    given = torch.tensor([2.0 / (1 + step), 0.05])
    weights = (torch.exp(-s) / 2).tolist()
    optimizer.zero_grad()
    (given * torch.exp(-s) / 2 + s / 2).sum().backward()
    optimizer.step()
    with torch.no_grad():
        s.clamp_(-BOUND, BOUND)
    taken.append(dict(losses=given.tolist(), weights=weights, after=s.tolist()))
golden["uncertainty"] = taken

# Dynamic weight average over windows of two steps, temperature 2.
windows, average = [], []
for step in range(8):
    given = [1.0 / (1 + step), 0.7 - 0.01 * step * step]
    done = [[sum(w[t] for w in windows[k:k + 2]) / 2 for t in range(2)] for k in range(0, len(windows) - len(windows) % 2, 2)]
    ratio = [done[-1][t] / done[-2][t] if len(done) > 1 else 1.0 for t in range(2)]
    e = [math.exp(r / 2) for r in ratio]
    average.append(dict(losses=given, weights=[2 * x / sum(e) for x in e]))
    windows.append(given)
golden["average"] = average
write(out, "tasks", golden)
