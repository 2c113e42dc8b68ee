"""Records the adaptation of an answer's head and its first-order meta-gradients, computed in double precision by autograd.

usage: record_adaptation.py OUT
"""
import sys
import torch
from torch.nn.functional import binary_cross_entropy_with_logits as bce
from record_tokens import write

out = sys.argv[1]
torch.manual_seed(4)
torch.set_default_dtype(torch.float64)
E, steps = 12, 3


def rows(n):
    """States and logits in single precision, as the model gives them."""
    return (torch.randn(n, E) * 2 + 1).float().double(), torch.randn(n).float().double(), (torch.rand(n) > .4).double()


centre, scale = torch.randn(E).float().double(), 2.5
delta = (torch.randn(E) * .3).requires_grad_()
bias = torch.tensor(.2).requires_grad_()
log_rates = torch.tensor([.8, .4]).log().requires_grad_()


def logits(x, z, d, b):
    return z + (x - centre) / scale @ d + b


cases = []
for n in (0, 1, 3, 8):
    support, query = rows(n), rows(5)
    d, b = delta, bias
    for _ in range(steps if n else 0):
        # The gradient is a constant of the outer one: that is what makes it first-order.
        g = torch.autograd.grad(bce(logits(*support[:2], d, b), support[2]), (d, b), retain_graph=True)
        d, b = d - log_rates[0].exp() * g[0].detach(), b - log_rates[1].exp() * g[1].detach()
    loss = bce(logits(*query[:2], d, b), query[2])
    outer = torch.autograd.grad(loss, (delta, bias, log_rates), allow_unused=True)
    outer = [torch.zeros(2) if g is None else g for g in outer]
    cases.append({
        "support": [t.tolist() for t in support], "query": [t.tolist() for t in query],
        "delta": d.tolist(), "bias": b.item(), "loss": loss.item(), "logits": logits(*query[:2], d, b).tolist(),
        "outer": outer[0].tolist() + [outer[1].item()] + outer[2].tolist(),
    })
write(out, "adaptation", {
    "centre": centre.tolist(), "scale": scale, "delta": delta.tolist(), "bias": bias.item(),
    "rates": log_rates.exp().tolist(), "steps": steps, "cases": cases})
