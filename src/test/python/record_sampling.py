"""Records the distributions that transformers makes of one row of recorded logits.

usage: record_sampling.py OUT
"""
import gzip, itertools, json, sys
import torch
from transformers import (LogitsProcessorList, MinPLogitsWarper, RepetitionPenaltyLogitsProcessor, TemperatureLogitsWarper,
                          TopKLogitsWarper, TopPLogitsWarper)
from record_tokens import write


def distribution(logits, ids, temperature, k, p, least, penalty):
    steps = LogitsProcessorList([RepetitionPenaltyLogitsProcessor(penalty), TemperatureLogitsWarper(temperature)])
    steps += [TopKLogitsWarper(k)] if k else []
    steps += [TopPLogitsWarper(p)] if p < 1 else []
    steps += [MinPLogitsWarper(least)] if least else []
    return torch.softmax(steps(torch.tensor([ids]), logits.clone()), -1)[0].tolist()


if __name__ == "__main__":
    with gzip.open(f"{sys.argv[1]}/tiny-llama.json.gz") as f:
        golden = json.load(f)
    row = torch.tensor([golden["logits"][-1]], dtype=torch.float64)
    choices = itertools.product([0.5, 1.0, 1.7], [0, 1, 9], [0.3, 0.9, 1.0], [0.0, 0.2], [1.0, 1.3])
    write(sys.argv[1], "sampling", [dict(options=options, probabilities=[
        round(q, 9) for q in distribution(row, golden["ids"], *options)]) for options in choices])
