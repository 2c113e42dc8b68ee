"""Records blocks of each GGUF type, random within what a model may hold, and the numbers that package gguf makes of them.

usage: record_quants.py OUT
"""
import base64, sys
import numpy as np
from gguf import GGML_QUANT_SIZES, GGMLQuantizationType as Type
from gguf.quants import dequantize
from record_tokens import write

# Where a block of each type has its half-precision scales; everything else may be any byte.
HALVES = {Type.F16: [0], Type.BF16: [], Type.Q4_0: [0], Type.Q4_1: [0, 2], Type.Q5_0: [0], Type.Q5_1: [0, 2], Type.Q8_0: [0],
          Type.Q2_K: [80, 82], Type.Q3_K: [108], Type.Q4_K: [0, 2], Type.Q5_K: [0, 2], Type.Q6_K: [208]}


def halves(rng, count):
    """Scales of both signs over their whole range, the smallest (subnormal) ones and zeros among them."""
    wide = rng.choice([-1.0, 1.0], count) * np.exp2(rng.uniform(-24, 3, count))
    return np.where(rng.random(count) < 0.05, 0, wide).astype(np.float16)


def recorded(rng, kind, offsets):
    elements, size = GGML_QUANT_SIZES[kind]
    count = max(3, 128 // elements)
    blocks = rng.integers(0, 256, (count, size), dtype=np.uint8)
    for at in offsets:
        blocks[:, at:at + 2] = halves(rng, count).view(np.uint8).reshape(count, 2)
    if kind == Type.BF16:
        blocks = (rng.standard_normal(count).astype(np.float32).view(np.uint32) >> 16).astype(np.uint16).view(np.uint8)
    numbers = dequantize(blocks.reshape(-1), kind).astype("<f4")
    assert np.isfinite(numbers).all() and numbers.size == count * elements
    return dict(type=kind.name, id=int(kind), blocks=base64.b64encode(blocks.tobytes()).decode(),
                numbers=base64.b64encode(numbers.tobytes()).decode())


if __name__ == "__main__":
    source = np.random.default_rng(20261126)
    write(sys.argv[1], "quants", [recorded(source, kind, offsets) for kind, offsets in HALVES.items()])
