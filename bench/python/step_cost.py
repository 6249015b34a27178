"""The training step that StepCost measures, in PyTorch: AVE-Net forward and backward, without its data.

    python3 bench/python/step_cost.py [ROUNDS [THREADS]]

The same layers, sizes, batches and precisions; batch normalization in training mode, InfoNCE over the batch for `small`, the logistic loss
for `paper`. Prints the median pairs a second of each way; rounds take turns.
"""
import statistics
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

PRESETS = {  # image side, widths, sound as (rows, columns), pairs
    "small": (112, (16, 32, 64, 128), (64, 50), 64),
    "paper": (224, (64, 128, 256, 512), (257, 200), 16),
}
WARM_UP, STEPS = 2, 4


def convnet(channels, widths):
    layers = []
    for stage, width in enumerate(widths):
        for place in range(2):
            stride = 2 if stage + place == 0 else 1
            layers += [nn.Conv2d(channels, width, 3, stride, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU()]
            channels = width
        layers.append(nn.MaxPool2d(2) if stage < 3 else nn.AdaptiveMaxPool2d(1))
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(channels, 128), nn.ReLU(), nn.Linear(128, 128))


def loss(preset, fc3, picture, sound):
    picture, sound = F.normalize(picture.float()), F.normalize(sound.float())
    if preset == "small":
        similarities, own = 10 * picture @ sound.T, torch.arange(len(picture))
        return (F.cross_entropy(similarities, own) + F.cross_entropy(similarities.T, own)) / 2
    matched = (torch.arange(len(picture)) < len(picture) // 2).long()
    return F.cross_entropy(fc3((picture - sound).norm(dim=1, keepdim=True)), matched)


def rate(preset, bfloat16, channels_last):
    side, widths, heard, pairs = PRESETS[preset]
    torch.manual_seed(1)
    layout = torch.channels_last if channels_last else torch.contiguous_format
    vision, ear, fc3 = convnet(3, widths).to(memory_format=layout), convnet(1, widths).to(memory_format=layout), nn.Linear(1, 2)
    pictures = torch.randn(pairs, 3, side, side).to(memory_format=layout)
    sounds = torch.randn(pairs, 1, *heard).to(memory_format=layout)
    seconds = 0
    for step in range(-WARM_UP, STEPS):
        start = time.perf_counter()
        with torch.autocast("cpu", torch.bfloat16, enabled=bfloat16):
            seen, listened = vision(pictures), ear(sounds)
        loss(preset, fc3, seen, listened).backward()
        for part in vision, ear, fc3:
            part.zero_grad()
        seconds += (time.perf_counter() - start) * (step >= 0)
    return STEPS * pairs / seconds


def main(rounds=5, threads=torch.get_num_threads()):
    torch.set_num_threads(int(threads))
    ways = [(preset, bfloat16, last) for bfloat16 in (False, True) for preset in PRESETS for last in (True, False)]
    rates = {way: [] for way in ways}
    for _ in range(int(rounds)):
        for way in ways:
            rates[way].append(rate(*way))
    print(f"PyTorch {torch.__version__}, {threads} threads, {rounds} rounds")
    for (preset, bfloat16, last), found in rates.items():
        print(f"{preset:8} {'bfloat16' if bfloat16 else 'float32':8} {'channels-last' if last else 'row-major':13} {statistics.median(found):8.1f} pairs/s")


if __name__ == "__main__":
    main(*sys.argv[1:])
