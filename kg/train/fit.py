"""Fitting a network to examples: silver ones first, then gold ones with some silver among them.

The first layer keeps the packaged tagger's weights, so its states are computed once. Everything
is drawn from one seed, on one thread: the same examples give the same weights on one machine.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from kg.annotate.tag_features import RULES
from kg.train.data import Example
from kg.train.network import Network

Floats = NDArray[np.float32]
Seen = tuple[Example, NDArray[np.float16]]  # with the first layer's states [character, 2 * hidden]
Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """How a network is fitted. hidden: share of the pieces whose rules' spans are not shown, so that the
    network does not only copy them. averaged: of how many last passes over gold the weights are averaged.
    characters: of a batch.
    """

    silver_epochs: int = 3
    silver_rate: float = 4e-3
    gold_epochs: int = 14
    gold_rate: float = 2.5e-3
    averaged: int = 3
    hidden: float = 0.5
    characters: int = 1400
    seed: int = 0


def fit(
    network: Network, gold: Sequence[Example], silver: Sequence[Example], plan: Plan, report: Report
) -> None:
    """Fit `network` in place, all but its first layer; its last epochs' weights are averaged."""
    torch.set_num_threads(1)
    torch.manual_seed(plan.seed)
    draw = random.Random(plan.seed)
    if silver:
        epochs(network, states(network, silver), plan.silver_epochs, plan.silver_rate, plan, draw, report, 1)
    if gold:
        seen = states(network, gold)
        epochs(network, seen, plan.gold_epochs, plan.gold_rate, plan, draw, report, plan.averaged)
    network.eval()


def epochs(
    network: Network,
    examples: Sequence[Seen],
    count: int,
    rate: float,
    plan: Plan,
    draw: random.Random,
    report: Report,
    averaged: int,
) -> None:
    """`count` passes over the examples, the rate falling to nothing."""
    tuned = [p for name, p in network.named_parameters() if not name.startswith(("embedding", "first"))]
    optimizer = torch.optim.AdamW(tuned, lr=rate, weight_decay=1e-2)
    sums: dict[str, Tensor] = {}
    step, total = 0, 0
    for epoch in range(count):
        network.train()
        parts = batches(examples, plan.characters, draw)
        total, losses = total or len(parts) * count, 0.0
        for part in parts:
            step += 1
            for group in optimizer.param_groups:
                group["lr"] = rate * min(1.0, step / 30) * (0.05 + 0.95 * max(0.0, 1 - step / total))
            loss = _loss(network, part, [draw.random() < plan.hidden for _ in part])
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(tuned, 1.0)
            optimizer.step()
            losses += loss.item()
        report(f"pass {epoch + 1} of {count}: loss {losses / max(1, len(parts)):.4f} a character")
        if epoch >= count - averaged:
            for name, value in network.state_dict().items():
                sums[name] = sums[name] + value if name in sums else value.clone()
    kept = min(averaged, count)
    network.load_state_dict({k: v / kept if v.is_floating_point() else v // kept for k, v in sums.items()})


def _loss(network: Network, part: Sequence[Seen], hidden: Sequence[bool]) -> Tensor:
    longest = max(len(example.chars) for example, _ in part)
    width, channels = part[0][1].shape[1], part[0][0].features.shape[1]
    seen = np.zeros((len(part), longest, width), np.float32)
    features = np.zeros((len(part), longest, channels), np.int64)
    tags = np.zeros((len(part), longest), np.int64)
    for number, (example, state) in enumerate(part):
        length = len(example.chars)
        seen[number, :length], features[number, :length] = state, example.features
        tags[number, :length] = example.tags
    features[np.array(hidden), :, RULES] = 0
    lengths = torch.tensor([len(example.chars) for example, _ in part])
    scores = network.head(torch.tensor(seen), torch.tensor(features), lengths)
    loss: Tensor = network.loss(scores, torch.tensor(tags), lengths).sum() / lengths.sum()
    return loss


def states(network: Network, examples: Sequence[Example]) -> list[Seen]:
    """Each example with the first layer's states."""
    network.eval()
    found: list[NDArray[np.float16]] = [np.zeros((0, 0), np.float16)] * len(examples)
    order = sorted(range(len(examples)), key=lambda number: -len(examples[number].chars))
    with torch.no_grad():
        for at in range(0, len(order), 48):
            group = order[at : at + 48]
            lengths = torch.tensor([len(examples[number].chars) for number in group])
            chars = np.zeros((len(group), int(lengths[0])), np.int64)
            for row, number in zip(chars, group, strict=True):
                row[: len(examples[number].chars)] = examples[number].chars
            seen = network.encode(torch.tensor(chars), lengths).half().numpy()
            for row, number in zip(seen, group, strict=True):
                found[number] = row[: len(examples[number].chars)].copy()
    return list(zip(examples, found, strict=True))


def batches(examples: Sequence[Seen], characters: int, draw: random.Random) -> list[list[Seen]]:
    """Texts of about one length together, at most `characters` with padding, in an order drawn."""
    ordered = sorted(examples, key=lambda seen: len(seen[0].chars) + draw.random() * 12)
    found: list[list[Seen]] = [[]]
    for seen in ordered:
        longest = max(len(other[0].chars) for other in [*found[-1], seen])
        if found[-1] and (len(found[-1]) + 1) * longest > characters:
            found.append([])
        found[-1].append(seen)
    draw.shuffle(found)
    return [part for part in found if part]
