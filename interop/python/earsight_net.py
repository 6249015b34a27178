"""AVE-Net and AVOL-Net as earsight trains them, in PyTorch: net = load("ave.safetensors"); net(pictures, spectrograms).

pictures (N, 3, S, S) in -1..1 and spectrograms (N, 1, 257, 200), as the model card beside an exported network says.
"""
import json

import torch
from torch import nn
from torch.nn import functional as F


class Net(nn.Module):
    def __init__(self, model, config, tensors):
        super().__init__()
        self.model, self.config, self.w = model, config, tensors

    def norm(self, x, name):
        """Batch normalization with running statistics, where the network has it."""
        if name + ".running_mean" not in self.w:
            return x
        get = lambda part: self.w.get(f"{name}.{part}")
        return F.batch_norm(x, get("running_mean"), get("running_var"), get("weight"), get("bias"), eps=1e-5)

    def linear(self, x, name):
        return F.linear(x, self.w[name + ".weight"], self.w[name + ".bias"])

    def convnet(self, x, side):  # to (N, 512, h, w)
        for stage in "1", "2", "3", "4":
            for place in "1", "2":
                name = f"{side}.conv{stage}_{place}"
                x = F.pad(x, (1, 1, 1, 1), "replicate" if self.config["padding"] == "REPLICATE" else "constant")
                x = F.conv2d(x, self.w[name + ".weight"], stride=2 if stage + place == "11" else 1)
                x = F.relu(self.norm(x, name + ".norm"))
            x = x if stage == "4" else F.max_pool2d(x, 2)
        return x

    def head(self, x, side):  # fc1 and fc2, of vectors or of the places of a map
        x = self.linear(F.relu(self.linear(x, side + ".fc1")), side + ".fc2")
        x = self.norm(x.flatten(0, -2), side + ".norm").view(x.shape)
        return x / (x.square().sum(-1, keepdim=True) + 1e-12).sqrt() if self.model == "AVE" else x

    def vision(self, pictures):  # (N, 128), AVOL-Net (N, places, 128)
        x = self.convnet(pictures, "vision")
        return self.head(x.amax((2, 3)) if self.model == "AVE" else x.flatten(2).transpose(1, 2), "vision")

    def sound(self, spectrograms):  # (N, 128)
        pool = self.config["soundPooling"]
        if pool > 1:
            spectrograms = mel_rows(257 // pool) @ F.avg_pool2d(spectrograms, (1, pool))
        return self.head(self.convnet(spectrograms, "sound").amax((2, 3)), "sound")

    @torch.no_grad()
    def forward(self, pictures, spectrograms):
        """Embeddings, log-odds that picture i and sound i belong together, and AVOL-Net's map (N, h, w) of log-odds."""
        v, s = self.vision(pictures), self.sound(spectrograms)
        if self.model == "AVE":
            distance = (2 - 2 * (v * s).sum(1)).clamp_min(1e-8).sqrt()
            no, yes = self.linear(distance[:, None], "fc3").unbind(1)
            return {"picture": v, "sound": s, "log_odds": yes - no}
        places, sharpness = (v @ s[:, :, None]).squeeze(2), self.config.get("attentionSharpness", 0)
        best = (places * (sharpness * places).softmax(1)).sum(1) if sharpness > 0 else places.amax(1)
        log_odds = lambda x: x * self.w["conv7.weight"] + self.w["conv7.bias"]
        side = self.config["imageSide"] // 16
        return {"picture": v, "sound": s, "log_odds": log_odds(best), "map": log_odds(places).view(-1, side, side)}


def mel_rows(rows):
    """(rows, 257) triangles about frequencies evenly spaced on the mel scale, each adding up to one."""
    bins, top = torch.arange(257.0, dtype=torch.float64) * 93.75, 2595 * torch.log10(torch.tensor(1 + 24000 / 700.0).double())
    hertz = 700 * (10 ** (top * torch.arange(-1.0, rows + 1).double() / (rows - 1) / 2595) - 1)
    below, above = (hertz[1:-1] - hertz[:-2]).clamp_min(93.75), (hertz[2:] - hertz[1:-1]).clamp_min(93.75)
    d = bins[None] - hertz[1:-1, None]
    shares = (1 - torch.where(d < 0, -d / below[:, None], d / above[:, None])).clamp_min(0)
    return (shares / shares.sum(1, keepdim=True)).float()


def load(file):
    """A network from a run's best.safetensors or from 'earsight export --format safetensors'."""
    with open(file, "rb") as f:
        header = json.loads(f.read(int.from_bytes(f.read(8), "little")))
        values = bytearray(f.read())
    words = header.pop("__metadata__")
    config = json.loads(words["network"])
    if words["model"] == "L3" or config.get("frames", 1) > 1 or config.get("flowFields", 0) > 0:
        raise ValueError(f"{file} holds L3-Net or a network of motion, which are not read here; export it to ONNX.")
    tensors = {}
    for name, t in header.items():
        if t["dtype"] == "F32" and name.split(".")[0] in ("vision", "sound", "fc3", "conv7"):
            begin, end = t["data_offsets"]
            tensors[name] = torch.frombuffer(values[begin:end], dtype=torch.float32).view(t["shape"])
    return Net(words["model"], config, tensors)
