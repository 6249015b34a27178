"""AVE-Net and AVOL-Net as earsight trains them, in PyTorch: net = load("ave.safetensors"); net(pictures, spectrograms).

pictures (N, 3, S, S) in -1..1 and spectrograms (N, 1, 257, 200), as the model card beside an exported network says."""
import json
import torch
from torch.nn import Module, functional as F


class Net(Module):
    def __init__(self, model, config, tensors):
        super().__init__()
        self.model, self.config, self.tensors = model, config, tensors

    def norm(self, x, name):  # batch normalization, where the network has it
        values = [self.tensors.get(f"{name}.{part}") for part in ("running_mean", "running_var", "weight", "bias")]
        return x if values[0] is None else F.batch_norm(x, *values, eps=1e-5)

    def linear(self, x, name):
        return F.linear(x, self.tensors[name + ".weight"], self.tensors[name + ".bias"])

    def convnet(self, x, side):  # to (N, 512, h, w)
        for layer in "1_1", "1_2", "2_1", "2_2", "3_1", "3_2", "4_1", "4_2":
            x = F.pad(x, (1, 1, 1, 1), "replicate" if self.config["padding"] == "REPLICATE" else "constant")
            x = F.conv2d(x, self.tensors[f"{side}.conv{layer}.weight"], stride=2 if layer == "1_1" else 1)
            x = F.relu(self.norm(x, f"{side}.conv{layer}.norm"))
            x = F.max_pool2d(x, 2) if layer in ("1_2", "2_2", "3_2") else x
        return x

    def head(self, x, side):  # of vectors (N, 512) or of the places of a map (N, places, 512)
        x = self.linear(F.relu(self.linear(x, side + ".fc1")), side + ".fc2")
        x = self.norm(x.flatten(0, -2), side + ".norm").view(x.shape)
        return x / (x.square().sum(-1, keepdim=True) + 1e-12).sqrt() if self.model == "AVE" else x

    @torch.no_grad()
    def forward(self, pictures, spectrograms):
        """Embeddings, log-odds that picture i and sound i belong together, and AVOL-Net's map (N, h, w) of log-odds."""
        if self.config["soundPooling"] > 1:
            spectrograms = self.tensors["sound.mel"] @ F.avg_pool2d(spectrograms, (1, self.config["soundPooling"]))
        s, seen = self.head(self.convnet(spectrograms, "sound").amax((2, 3)), "sound"), self.convnet(pictures, "vision")
        if self.model == "AVE":
            v = self.head(seen.amax((2, 3)), "vision")
            no, yes = self.linear((2 - 2 * (v * s).sum(1, keepdim=True)).clamp_min(1e-8).sqrt(), "fc3").unbind(1)
            return {"picture": v, "sound": s, "log_odds": yes - no}
        v = self.head(seen.flatten(2).transpose(1, 2), "vision")  # (N, places, 128)
        products, sharpness = (v @ s[:, :, None]).squeeze(2), self.config["attentionSharpness"]
        best = (products * (sharpness * products).softmax(1)).sum(1) if sharpness > 0 else products.amax(1)
        odds = lambda product: product * self.tensors["conv7.weight"] + self.tensors["conv7.bias"]
        return {"picture": v, "sound": s, "log_odds": odds(best), "map": odds(products).view(-1, *seen.shape[2:])}


def load(file):
    """A network from 'earsight export --format safetensors'."""
    with open(file, "rb") as f:
        header, values = json.loads(f.read(int.from_bytes(f.read(8), "little"))), bytearray(f.read())
    model, config = (words := header.pop("__metadata__"))["model"], json.loads(words["network"])
    if model == "L3" or config["frames"] > 1 or config["flowFields"] or config["soundPooling"] > 1 and "sound.mel" not in header:
        raise ValueError(f"{file} is no AVE-Net or AVOL-Net of single pictures by 'earsight export --format safetensors'.")
    tensor = lambda begin, end, shape: torch.frombuffer(values[begin:end], dtype=torch.float32).view(shape)
    weights = {n: tensor(*t["data_offsets"], t["shape"]) for n, t in header.items() if t["dtype"] == "F32"}
    return Net(model, config, weights)
