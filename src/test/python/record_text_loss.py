"""Records what transformers and PEFT make of rows of texts over the tiny LLaMA: the loss of answers' tokens and its gradients.

usage: record_text_loss.py GOLDEN, behind record_training.py
"""
import sys
import torch
from peft import PeftModel
from transformers import LlamaForCausalLM
from record_tokens import write

out = sys.argv[1]
torch.manual_seed(17)
torch.set_num_threads(1)
base = LlamaForCausalLM.from_pretrained(f"{out}/tiny-llama", dtype=torch.float32)
model = PeftModel.from_pretrained(base, f"{out}/tiny-lora", is_trainable=True).eval()
parameters = {n.replace(".default", ""): p for n, p in model.named_parameters() if p.requires_grad}
PADDING, UNLABELLED = 0, -100


def draw(n):
    return torch.randint(0, 96, (n,)).tolist()


rows = [dict(prompt=draw(p), answer=draw(a)) for p, a in [(9, 5), (14, 1), (1, 12), (6, 8)]]
# As one trains with transformers: padded side by side, prompts and padding without labels, which the model itself shifts.
longest = max(len(r["prompt"] + r["answer"]) for r in rows)
ids, labels, mask = [], [], []
for r in rows:
    whole, padding = r["prompt"] + r["answer"], longest - len(r["prompt"] + r["answer"])
    ids.append(whole + [PADDING] * padding)
    mask.append([1] * len(whole) + [0] * padding)
    labels.append([UNLABELLED] * len(r["prompt"]) + r["answer"] + [UNLABELLED] * padding)
loss = model(input_ids=torch.tensor(ids), attention_mask=torch.tensor(mask), labels=torch.tensor(labels)).loss
gradients = torch.autograd.grad(loss, list(parameters.values()))
write(out, "text-loss", dict(
    rows=rows, loss=loss.item(), gradients={n: g.flatten().tolist() for n, g in zip(parameters, gradients)}))
