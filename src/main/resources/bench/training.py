"""Steps of LoRA training in Python, one for each line that is read; the answer is a line with seconds and loss.

usage: training.py GGUF IDS LABELLED THREADS; IDS holds a sequence a line, the last LABELLED tokens of each are learned.
Commands: stock (PEFT's loss over all logits), head (the head on labelled positions alone), end. The last line is the peak memory in MB.
"""
import os, resource, sys, time
import torch
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM

gguf, path, labelled, threads = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
torch.set_num_threads(threads)
torch.manual_seed(0)
ids = torch.tensor([[int(x) for x in line.split()] for line in open(path)])
labels = ids.clone()
labels[:, :-labelled] = -100
base = AutoModelForCausalLM.from_pretrained(os.path.dirname(gguf), gguf_file=os.path.basename(gguf), dtype=torch.float32)
model = get_peft_model(base, LoraConfig(r=8, lora_alpha=16, lora_dropout=0.0, target_modules=["q_proj", "v_proj"])).train()
trained = [p for p in model.parameters() if p.requires_grad]
optimizer = torch.optim.AdamW(trained, lr=1e-4)
inner = model.base_model.model


def stock():
    return model(ids, labels=labels, use_cache=False).loss


def head():
    hidden = inner.model(ids, use_cache=False).last_hidden_state[:, -labelled - 1:-1]
    return torch.nn.functional.cross_entropy(inner.lm_head(hidden).flatten(0, 1), ids[:, -labelled:].flatten())


print("ready", flush=True)
for command in sys.stdin:
    if command.strip() == "end":
        break
    start = time.perf_counter()
    optimizer.zero_grad()
    loss = dict(stock=stock, head=head)[command.strip()]()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(trained, 1.0)
    optimizer.step()
    print(time.perf_counter() - start, loss.item(), flush=True)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, flush=True)
