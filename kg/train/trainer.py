"""From annotations to a model, or to figures on documents left out; needs torch."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from kg.annotate.ner_model import MODEL, CharTagger, Floats, read_model, runs, viterbi
from kg.annotate.tag_features import CHANNELS
from kg.errors import DataFileError
from kg.facts.model import ENTITY_TYPES
from kg.read.corpus import OnError
from kg.resources.models.convert_fool_ner import fields
from kg.train.data import TAGS, Example, Reader, folds
from kg.train.export import write
from kg.train.fit import Plan, Report, fit
from kg.train.network import Network, Shape

Pairs = Sequence[tuple[Path, Path]]
ARRAYS = ("embedding", "W", "R", "B")


@dataclass(frozen=True, slots=True)
class Examples:
    """documents: the pieces of each annotated one. unmarked: pieces with the spans that rules find."""

    documents: list[list[Example]]
    unmarked: list[Example]


def read(pairs: Pairs, silver: Path | None, on_error: OnError) -> Examples:
    """pairs: files of annotations, each with its folder of texts. silver: a folder of texts without."""
    reader = Reader(CharTagger(), on_error)
    documents = [document for path, texts in pairs for document in reader.gold(path, texts)]
    return Examples(documents, list(reader.silver(silver)) if silver else [])


def train(examples: Examples, files: Sequence[Path], out: Path, seed: int, report: Report) -> None:
    """Write the model `out` and its card. files: those of the annotations, whose checksums the card names."""
    gold, unmarked = [piece for document in examples.documents for piece in document], examples.unmarked
    report(f"{len(gold)} annotated pieces of sentences, {len(unmarked)} without annotations")
    network = new(seed)
    fit(network, gold, unmarked, Plan(seed=seed), report)
    card = read_model(MODEL)[1]
    about = {
        "name": out.stem,
        "first_layer": card["name"],
        "first_layer_sha256": card["model_sha256"],
        "annotations_sha256": [hashlib.sha256(path.read_bytes()).hexdigest() for path in files],
        "pieces": {"annotated": len(gold), "by rules": len(unmarked)},
        "channels": CHANNELS,
        "padding": card["padding"],
        "unknown": card["unknown"],
    }
    write(network, TAGS, card["characters"], about, out)


def cross_validate(
    examples: Examples, parts: int, seed: int, report: Report
) -> dict[str, tuple[int, int, int]]:
    """By type: spans that are right, in the gold, found; each document tagged by a model that did not see
    its annotations. What the rules find in texts without annotations is learnt once, for all parts."""
    base = new(seed)
    fit(base, [], examples.unmarked, Plan(seed=seed), report)
    documents = examples.documents
    parted = folds(len(documents), parts, seed)
    right, gold, found = Counter[str](), Counter[str](), Counter[str]()
    for part in range(parts):
        network = new(seed)
        network.load_state_dict(base.state_dict())
        training = [e for fold, d in zip(parted, documents, strict=True) if fold != part for e in d]
        report(f"part {part + 1} of {parts} left out")
        fit(network, training, [], Plan(seed=seed), report)
        held = [e for fold, d in zip(parted, documents, strict=True) if fold == part for e in d]
        for example, tags in zip(held, predict(network, held), strict=True):
            expected = set(runs([TAGS[tag] for tag in example.tags]))
            given = set(runs([TAGS[tag] for tag in tags]))
            right.update(label for _, _, label in expected & given)
            gold.update(label for _, _, label in expected)
            found.update(label for _, _, label in given)
    return {type: (right[type], gold[type], found[type]) for type in ENTITY_TYPES}


def new(seed: int) -> Network:
    """A network of the packaged model's shape and first layer, the rest drawn from the seed."""
    torch.manual_seed(seed)
    return Network(first_layer(MODEL), Shape(tuple(CHANNELS.values()), len(TAGS)))


def predict(network: Network, examples: Sequence[Example]) -> Iterator[list[int]]:
    """The best tags of each piece."""
    network.eval()
    start = network.start.detach().numpy()
    transitions = network.transitions.detach().numpy()
    for example in examples:
        lengths = torch.tensor([len(example.chars)])
        features = torch.tensor(example.features.astype(np.int64))[None]
        with torch.no_grad():
            scores, _ = network(torch.tensor(example.chars)[None], features, lengths)
        logits = scores.numpy().transpose(1, 0, 2)
        yield viterbi(logits, lengths.numpy().astype(np.int32), start, transitions)[:, 0].tolist()


def first_layer(path: Path) -> dict[str, Floats]:
    """Embeddings and LSTM of a packaged model, read from its protobuf (onnx.proto3) without onnx."""
    model, _ = read_model(path)
    graph = next(value for number, value in fields(model) if number == 7)
    found: dict[str, Floats] = {}
    for number, tensor in fields(graph):
        if number != 5:
            continue
        parts = list(fields(tensor))
        content = dict(parts)
        if (name := content[8].decode()) in ARRAYS:
            shape = [value for part, value in parts if part == 1]
            found[name] = np.frombuffer(content[9], "<f4").reshape(shape)
    if set(found) != set(ARRAYS):
        raise DataFileError(os.fspath(path), "not a tagger's weights", "give the packaged model")
    return found
