"""Records a user's token: its gradient over what the user said, the steps along it, and the first-order meta-gradients by autograd.

Each candidate is read as a sequence of its own, in double precision.

usage: record_user_token.py GOLDEN
"""
import sys
import torch
from peft import PeftModel
from torch.nn.functional import binary_cross_entropy_with_logits as bce
from transformers import LlamaForCausalLM
from record_tokens import write

out = sys.argv[1]
torch.manual_seed(12)
torch.set_num_threads(1)
base = LlamaForCausalLM.from_pretrained(f"{out}/tiny-llama", dtype=torch.float32)
model = PeftModel.from_pretrained(base, f"{out}/tiny-lora").eval().double()
embed = base.get_input_embeddings()
YES, NO, FIRST, STEPS = 5, 9, 17, 2
own = embed.weight[FIRST].detach()
start = (own + torch.randn_like(own) * .3).float().double().requires_grad_()
log_rate = torch.tensor(.8).double().log().requires_grad_()


def draw(n):
    return torch.randint(0, 96, (n,)).tolist()


def row(before, lengths):
    """Suffixes of different lengths behind one prefix, the second with an item's vector in one place."""
    suffixes = [dict(ids=[FIRST] + draw(n), liked=bool(torch.rand(()) > .5)) for n in lengths]
    suffixes[1].update(place=2, vector=torch.randn(own.shape[0]).tolist())
    return dict(prefix=draw(before), suffixes=suffixes)


def logits(row, token):
    scores = []
    for s in row["suffixes"]:
        at = len(row["prefix"])
        x = embed(torch.tensor([row["prefix"] + s["ids"]]))
        x = torch.cat([x[:, :at], token[None, None], x[:, at + 1:]], 1)
        if "vector" in s:
            vector = torch.tensor(s["vector"]).double()[None, None]
            x = torch.cat([x[:, :at + s["place"]], vector, x[:, at + s["place"] + 1:]], 1)
        y = model(inputs_embeds=x).logits[0, -1]
        scores.append(y[YES] - y[NO])
    return torch.stack(scores)


def loss(row, token):
    return bce(logits(row, token), torch.tensor([float(s["liked"]) for s in row["suffixes"]]).double())


support, query = row(9, (5, 7, 4)), row(6, (6, 3, 8, 5))
token, steps = start, []
for _ in range(STEPS):
    value = loss(support, token)
    # The gradient is a constant of the outer one: that is what makes it first-order.
    g = torch.autograd.grad(value, token, retain_graph=True)[0].detach()
    steps.append(dict(logits=logits(support, token).tolist(), loss=value.item(), gradient=g.tolist()))
    token = token - log_rate.exp() * g
asked = loss(query, token)
outer = torch.autograd.grad(asked, (start, log_rate))
write(out, "user-token", dict(
    yes=YES, no=NO, start=start.tolist(), rate=log_rate.exp().item(), support=support, query=query, steps=steps,
    token=token.tolist(), loss=asked.item(), logits=logits(query, token).tolist(),
    outer=dict(start=outer[0].tolist(), log_rate=outer[1].item())))
