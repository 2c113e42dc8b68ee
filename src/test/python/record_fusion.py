"""Records a small attention fusion with its outputs and gradients, computed in double precision.

usage: record_fusion.py OUT
"""
import json, os, sys
import torch
from safetensors.torch import save_file
from record_tokens import write

out = sys.argv[1]
torch.manual_seed(3)
torch.set_default_dtype(torch.float64)
sizes, d, c, eps = {"text": 6, "image": 5, "audio": 3}, 8, 4, 1e-5

p = {}
for m, n in sizes.items():
    p[f"project.{m}.weight"] = torch.randn(d, n) / n ** .5
    p[f"embedding.{m}"] = torch.randn(d) * .3
p["norm.weight"], p["norm.bias"] = 1 + .2 * torch.randn(d), .2 * torch.randn(d)
for n in ("key", "value"):
    p[f"{n}.weight"] = torch.randn(d, d) / d ** .5
p["query.alone"], p["query.context.weight"] = 2 * torch.randn(d), 2 * torch.randn(d, c)
p = {n: v.float().double().requires_grad_() for n, v in p.items()}

have = [("text", "image", "audio"), ("text", "image"), ("image",), ("audio", "text"), ("text", "image", "audio"), ("image", "audio")]
items = [dict(features={m: torch.randn(sizes[m]).float().double() for m in ms},
              context=torch.randn(c).float().double() if i % 2 else None) for i, ms in enumerate(have)]


def fuse(item):
    """One item, without batches or masks: only what it has is computed."""
    names = [m for m in sizes if m in item["features"]]
    z = []
    for m in names:
        x = p[f"project.{m}.weight"] @ item["features"][m] + p[f"embedding.{m}"]
        x = (x - x.mean()) / (x.var(unbiased=False) + eps).sqrt()
        z.append(x * p["norm.weight"] + p["norm.bias"])
    q = p["query.alone"] if item["context"] is None else p["query.context.weight"] @ item["context"]
    a = torch.stack([q @ (p["key.weight"] @ x) / d ** .5 for x in z]).softmax(0)
    return dict(zip(names, a)), sum(w * (p["value.weight"] @ x) for w, x in zip(a, z))


probe, weight_probe = torch.randn(len(items), d).float().double(), torch.randn(len(items), len(sizes)).float().double()
loss, rows = 0, []
for i, item in enumerate(items):
    weights, h = fuse(item)
    loss = loss + (h * probe[i]).sum() + sum(w * weight_probe[i][list(sizes).index(m)] for m, w in weights.items())
    rows.append(dict(features={m: v.tolist() for m, v in item["features"].items()},
                     context=None if item["context"] is None else item["context"].tolist(),
                     vector=h.tolist(), weights={m: w.item() for m, w in weights.items()}))
loss.backward()
write(out, "fusion", dict(items=rows, probe=probe.tolist(), weight_probe=weight_probe.tolist(), loss=loss.item(),
                          gradients={n: v.grad.flatten().tolist() for n, v in p.items()}))
os.makedirs(f"{out}/fusion", exist_ok=True)
save_file({n: v.detach().float() for n, v in p.items()}, f"{out}/fusion/model.safetensors")
with open(f"{out}/fusion/config.json", "w") as f:
    json.dump(dict(model_type="explainrec_fusion", format_version=1,
                   modalities=[dict(name=m, dimension=n) for m, n in sizes.items()], width=d, context=c, epsilon=eps), f, indent=2)
