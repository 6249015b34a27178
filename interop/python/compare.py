"""Compares PyTorch's answers with earsight's: python3 compare.py NETWORK.safetensors QUESTIONS.npz

QUESTIONS.npz holds pictures and spectrograms and what earsight answers: picture, sound, log_odds, map. Prints the largest
difference of each and fails above 1e-4.
"""
import sys

import numpy as np
import torch
from earsight_net import load

asked = np.load(sys.argv[2])
answers = load(sys.argv[1])(torch.from_numpy(asked["pictures"]), torch.from_numpy(asked["spectrograms"]))
worst = 0.0
for name, answer in answers.items():
    difference = float(np.abs(answer.numpy() - asked[name].reshape(answer.shape)).max())
    print(f"{name} {tuple(answer.shape)}: {difference:.1e}")
    worst = max(worst, difference)
sys.exit(0 if worst < 1e-4 else 1)
