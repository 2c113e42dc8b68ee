"""Writes a small torch checkpoint in the format before torch 1.6.

usage: record_checkpoint.py OUT
"""
import sys
from collections import OrderedDict
import torch

state = OrderedDict()
state["conv.weight"] = torch.arange(12, dtype=torch.float32).reshape(2, 3, 1, 2) / 4
state["norm.running_var"] = torch.tensor([0.5, -1.5])
state["norm.num_batches_tracked"] = torch.tensor(70000)
state["scalar"] = torch.tensor(2.5)
state._metadata = OrderedDict([("", {"version": 1}), ("norm", {"version": 2})])
torch.save(state, f"{sys.argv[1]}/tiny-checkpoint.pth", _use_new_zipfile_serialization=False)
