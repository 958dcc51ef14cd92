"""From annotations to a model, or to figures on documents left out; needs torch."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import torch

from kg.annotate.ner_model import MODEL, CharTagger, Floats, read_model, runs, viterbi
from kg.annotate.tag_features import CHANNELS
from kg.errors import DataFileError
from kg.facts import jsonl
from kg.facts.model import ENTITY_TYPES
from kg.read.corpus import OnError
from kg.read.document import Document
from kg.train.data import TAGS, Example, Reader, folds
from kg.train.export import hidden_size, read_arrays, restore, write
from kg.train.fit import Plan, Report, fit
from kg.train.network import Network, Shape
from kg.train.swap import swapped

Pairs = Sequence[tuple[Path, Path]]
ARRAYS = ("embedding", "W", "R", "B")
MANY, FEWER = 1200, 12  # documents from which the passes over them are fewer


@dataclass(frozen=True, slots=True)
class Examples:
    """documents: the pieces of each annotated one. unmarked: pieces with the spans that rules find.
    copies: of each document the pieces of its copies with other names."""

    documents: list[list[Example]]
    unmarked: list[Example]
    copies: list[list[Example]] = field(default_factory=list)

    def learnt(self, numbers: Iterable[int]) -> list[Example]:
        """The pieces of some of the documents and of their copies."""
        chosen = list(numbers)
        return [piece for kept in (self.documents, self.copies) if kept for n in chosen for piece in kept[n]]


def read(
    pairs: Pairs, silver: Path | None, on_error: OnError, swaps: int = 0, parts: int = 1, seed: int = 0
) -> Examples:
    """pairs: files of annotations, each with its folder of texts. silver: a folder of texts without.
    swaps: how many copies with other names to make of each document, from names of its own part alone."""
    reader = Reader(CharTagger(), on_error)
    annotated = [facts for path, texts in pairs for facts in jsonl.read(path, texts)]
    parted = folds(len(annotated), max(1, parts), seed)
    copies: list[list[Example]] = [[] for _ in annotated] if swaps else []
    for swap in range(swaps):
        for number, (text, spans) in enumerate(swapped(annotated, parted, seed + swap)):
            copy = Document.of_facts(replace(annotated[number], raw=text))
            copies[number] += reader.marked(copy, spans)
    documents = [reader.gold(facts) for facts in annotated]
    return Examples(documents, list(reader.silver(silver)) if silver else [], copies)


def train(
    examples: Examples, files: Sequence[Path], out: Path, seed: int, report: Report, start: Path | None = None
) -> None:
    """Write the model `out` and its card. files: those of the annotations, whose checksums the card names.
    start: a tagger to train further."""
    gold, unmarked = examples.learnt(range(len(examples.documents))), examples.unmarked
    report(f"{len(gold)} annotated pieces of sentences, {len(unmarked)} without annotations")
    network = new(seed, start)
    fit(network, gold, unmarked, plan(seed, examples), report)
    card = read_model(MODEL)[1]
    about = {
        "name": out.stem,
        "first_layer": card["name"],
        "first_layer_sha256": card["model_sha256"],
        **({"start": start.stem, "start_sha256": read_model(start)[1]["model_sha256"]} if start else {}),
        "annotations_sha256": [hashlib.sha256(path.read_bytes()).hexdigest() for path in files],
        "pieces": {"annotated": len(gold), "by rules": len(unmarked)},
        "channels": CHANNELS,
        "padding": card["padding"],
        "unknown": card["unknown"],
    }
    write(network, TAGS, card["characters"], about, out)


def cross_validate(
    examples: Examples, parts: int, seed: int, report: Report, start: Path | None = None
) -> dict[str, tuple[int, int, int]]:
    """By type: spans that are right, in the gold, found; each document tagged by a model that did not see
    its annotations. What the rules find in texts without annotations is learnt once, for all parts.
    start: a tagger to train further; what it has learnt from is not left out."""
    base = new(seed, start)
    fit(base, [], examples.unmarked, plan(seed, examples), report)
    documents = examples.documents
    parted = folds(len(documents), parts, seed)
    right, gold, found = Counter[str](), Counter[str](), Counter[str]()
    for part in range(parts):
        network = new(seed, start)
        network.load_state_dict(base.state_dict())
        training = examples.learnt(number for number, fold in enumerate(parted) if fold != part)
        report(f"part {part + 1} of {parts} left out")
        fit(network, training, [], plan(seed, examples), report)
        held = [e for fold, d in zip(parted, documents, strict=True) if fold == part for e in d]
        for example, tags in zip(held, predict(network, held), strict=True):
            expected = set(runs([TAGS[tag] for tag in example.tags]))
            given = set(runs([TAGS[tag] for tag in tags]))
            right.update(label for _, _, label in expected & given)
            gold.update(label for _, _, label in expected)
            found.update(label for _, _, label in given)
    return {type: (right[type], gold[type], found[type]) for type in ENTITY_TYPES}


def new(seed: int, start: Path | None = None) -> Network:
    """A network with the name tagger's first layer, the rest from the seed, or all as in `start`."""
    torch.manual_seed(seed)
    shape = Shape(tuple(CHANNELS.values()), len(TAGS))
    if start:
        shape = replace(shape, hidden=hidden_size(start))
    network = Network(first_layer(MODEL), shape)
    if start:
        restore(network, TAGS, start)
    return network


def plan(seed: int, examples: Examples) -> Plan:
    """How to fit: the more documents and copies of each, the fewer passes, though not by as much."""
    usual = Plan(seed=seed)
    passes = usual.gold_epochs if len(examples.documents) < MANY else FEWER
    swaps = sum(map(len, examples.copies)) / max(1, sum(map(len, examples.documents)))
    return replace(usual, gold_epochs=round(passes * (1 + swaps / 4) / (1 + swaps)))


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
    """Embeddings and LSTM of a packaged model."""
    found = {name: array for name, array in read_arrays(path).items() if name in ARRAYS}
    if set(found) != set(ARRAYS):
        raise DataFileError(os.fspath(path), "not a tagger's weights", "give the packaged model")
    return found
