"""The network: characters and features -> scores of tags, and a CRF over them, for training.

Embeddings and a bidirectional LSTM start from the packaged tagger's weights; a second LSTM reads its
states together with the features of kg.annotate.tag_features; a CRF ties neighbouring tags.
Shapes are [batch, time, …]; a text's end is known by its length.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of a network. channels: how many values each feature takes. extra: tags of a second task."""

    channels: tuple[int, ...]
    tags: int
    feature: int = 8
    hidden: int = 160
    extra: int = 0
    dropout: float = 0.4


class Network(nn.Module):
    """weights: arrays `embedding`, `W`, `R` and `B` of the first layer, in the order of ONNX."""

    def __init__(self, weights: Mapping[str, Floats], shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        size = weights["R"].shape[2]
        self.embedding = nn.Embedding(*weights["embedding"].shape)
        self.first = BothWays(weights["embedding"].shape[1], size)
        self.features = nn.Embedding(sum(shape.channels), shape.feature)
        self.register_buffer("offsets", torch.tensor(np.cumsum([0, *shape.channels[:-1]]), dtype=torch.long))
        width = 2 * size + shape.feature * len(shape.channels)
        self.second = BothWays(width, shape.hidden)
        self.output = nn.Linear(2 * shape.hidden, shape.tags)
        self.extra = nn.Linear(2 * size, shape.extra) if shape.extra else None
        self.start = nn.Parameter(torch.zeros(shape.tags))
        self.transitions = nn.Parameter(torch.zeros(shape.tags, shape.tags))
        self.dropout = nn.Dropout(shape.dropout)
        nn.init.normal_(self.features.weight, std=0.3)
        with torch.no_grad():
            self.embedding.weight.copy_(torch.tensor(weights["embedding"]))
            for number, side in enumerate((self.first.left, self.first.right)):
                put = {
                    "weight_ih_l0": torch_order(weights["W"][number]),
                    "weight_hh_l0": torch_order(weights["R"][number]),
                    "bias_ih_l0": torch_order(weights["B"][number][: 4 * size]),
                    "bias_hh_l0": torch_order(weights["B"][number][4 * size :]),
                }
                for name, array in put.items():
                    getattr(side, name).copy_(torch.tensor(array))

    def forward(self, chars: Tensor, features: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
        """Scores [batch, time, tag] and the first layer's states."""
        states = self.encode(chars, lengths)
        return self.head(states, features, lengths), states

    def encode(self, chars: Tensor, lengths: Tensor) -> Tensor:
        """The first layer's states [batch, time, 2 * hidden]."""
        states: Tensor = self.first(self.dropout(self.embedding(chars)), lengths)
        return states

    def head(self, states: Tensor, features: Tensor, lengths: Tensor) -> Tensor:
        """Scores [batch, time, tag] from the first layer's states and the features."""
        looked_up = self.features(features + self.offsets).flatten(2)
        if self.training:  # a whole feature is sometimes not there
            kept = torch.rand(len(states), 1, len(self.shape.channels)) > 0.1
            looked_up = looked_up * kept.repeat_interleave(self.shape.feature, 2)
        joined = torch.cat([self.dropout(states), looked_up], 2)
        scores: Tensor = self.output(self.dropout(self.second(joined, lengths)))
        return scores

    def loss(self, scores: Tensor, tags: Tensor, lengths: Tensor) -> Tensor:
        """The CRF's negative log-likelihood of each text, [batch]."""
        time = scores.shape[1]
        mask = torch.arange(time)[None, :] < lengths[:, None]
        emitted = scores.gather(2, tags[:, :, None]).squeeze(2)
        path = (emitted * mask).sum(1) + self.start[tags[:, 0]]
        path = path + (self.transitions[tags[:, :-1], tags[:, 1:]] * mask[:, 1:]).sum(1)
        columns = scores.unbind(1)
        kept = mask.unbind(1)
        state = self.start + columns[0]
        steps = self.transitions.exp()
        for at in range(1, time):  # sums of products, scaled by each text's greatest state
            top = state.max(1, keepdim=True).values
            new = ((state - top).exp() @ steps).clamp_min(1e-30).log() + top + columns[at]
            state = torch.where(kept[at][:, None], new, state)
        return torch.logsumexp(state, 1) - path


class BothWays(nn.Module):
    """An LSTM from the left and one from the right, each text read from its own end.

    Texts are turned round by index: torch's packed sequences take ten times as long on a CPU.
    """

    def __init__(self, width: int, hidden: int) -> None:
        super().__init__()
        self.left = nn.LSTM(width, hidden, batch_first=True)
        self.right = nn.LSTM(width, hidden, batch_first=True)

    def forward(self, inputs: Tensor, lengths: Tensor) -> Tensor:
        time = torch.arange(inputs.shape[1])[None, :]
        turned = torch.where(time < lengths[:, None], lengths[:, None] - 1 - time, time)[:, :, None]
        backward = self.right(inputs.gather(1, turned.expand(-1, -1, inputs.shape[2])))[0]
        backward = backward.gather(1, turned.expand(-1, -1, backward.shape[2]))
        return torch.cat([self.left(inputs)[0], backward], 2)


def torch_order(array: Floats) -> Floats:
    """Rows i, o, f, c of ONNX as rows i, f, c, o of torch."""
    i, o, f, c = np.split(array, 4)
    return np.concatenate([i, f, c, o])


def onnx_order(array: Floats) -> Floats:
    """Rows i, f, c, o of torch as rows i, o, f, c of ONNX."""
    i, f, c, o = np.split(array, 4)
    return np.concatenate([i, o, f, c])
