"""Seconds of transformers for the same scores: one prompt each, then with the prefix's cache repeated for a batch.

usage: scoring.py GGUF IDS THREADS REPETITIONS; IDS holds the prefix in its first line and a suffix in each other
"""
import copy, os, sys, time
import torch
from transformers import AutoModelForCausalLM

gguf, path, threads, repetitions = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
torch.set_num_threads(threads)
rows = [[int(x) for x in line.split()] for line in open(path)]
prefix, suffixes = rows[0], rows[1:]
model = AutoModelForCausalLM.from_pretrained(os.path.dirname(gguf), gguf_file=os.path.basename(gguf), dtype=torch.float32).eval()
body, head = model.model, model.lm_head.weight
direction = head[100] - head[101]


@torch.inference_mode()
def alone():
    for s in suffixes:
        h = body(input_ids=torch.tensor([prefix + s]), use_cache=False).last_hidden_state
        (h[0, -1] @ direction).item()


@torch.inference_mode()
def shared():
    cache = body(input_ids=torch.tensor([prefix]), use_cache=True).past_key_values
    for at in range(0, len(suffixes), 16):
        part = suffixes[at:at + 16]
        c = copy.deepcopy(cache)
        c.batch_repeat_interleave(len(part))
        h = body(input_ids=torch.tensor(part), past_key_values=c, use_cache=True).last_hidden_state
        (h[:, -1] @ direction).tolist()


def seconds(f):
    t = time.perf_counter()
    f()
    return time.perf_counter() - t


shared()
one, many = [], []
for _ in range(repetitions):
    one.append(seconds(alone))
    many.append(seconds(shared))
print(*one)
print(*many)
