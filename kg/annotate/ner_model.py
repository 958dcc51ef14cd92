"""A character BiLSTM-CRF that marks persons, bodies, companies, places, times and jobs.

The weights are FoolNLTK's, converted: see kg/resources/models/README.md. Offsets are code points of
the sentence given, half-open. The model was trained on text with full-width punctuation; the caller
normalises.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from kg.errors import DataFileError, MissingPathError

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Integers = NDArray[np.int32]
Bytes = NDArray[np.uint8]

MODEL = Path(__file__).parents[1] / "resources" / "models" / "fool-ner.onnx"
LONGEST = 128  # characters of one piece; longer sentences are cut
BATCH = 1024  # characters that the network reads at a time, padding included
GROUP = 16384  # characters decoded at a time, padding included
FEWEST = 4  # texts of a batch that are worth any padding
STOPS = ("。！？；\n", "，：", "、 ")  # where to cut a long sentence, the best first


@dataclass(frozen=True, slots=True)
class NerSpan:
    """A stretch of a sentence that the model takes for a name.

    start, end: code points of the sentence, half-open.
    label: person, org, company, location, time or job.
    confidence: the CRF's marginal probability of exactly this span with this label, 0 to 1.
    """

    start: int
    end: int
    label: str
    confidence: float


class CharTagger:
    """Tags sentences with the packaged model, or with another of its form at `path`.

    Beside PATH.onnx stands PATH.json: characters, tags, transitions and the checksum of PATH.onnx.
    What a sentence gets does not depend on the sentences tagged with it.
    Raises MissingPathError where a file is not there, DataFileError where it is not what was packaged.
    """

    def __init__(self, path: Path | None = None, threads: int = 1) -> None:
        self.path, self.threads = path or MODEL, threads
        model, card = read_model(self.path)
        self.tags: list[str] = card["tags"]
        transitions = np.array(card["transitions"], np.float32)
        self.start: Floats = transitions[-1, :-1]
        self.transitions: Floats = np.ascontiguousarray(transitions[:-1, :-1])
        self.unknown: int = card["unknown"]
        self.ids = np.full(0x10000, self.unknown, np.int32)
        for character, number in card["characters"].items():
            if len(character) == 1:
                self.ids[ord(character)] = number
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
        self.session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    def __reduce__(self) -> tuple[type[CharTagger], tuple[Path, int]]:
        return type(self), (self.path, self.threads)

    def tag(self, sentences: Sequence[str], features: Sequence[Bytes] | None = None) -> list[list[NerSpan]]:
        """The spans of each sentence, from left to right, none overlapping another.

        features: for a model that reads them, an array [character, channel] for each sentence.
        """
        found: list[list[NerSpan]] = [[] for _ in sentences]
        for number, offset, text, chances, path in self.read(sentences, features):
            found[number] += [
                NerSpan(start + offset, end + offset, label, chances.of(text, start, path[start:end]))
                for start, end, label in runs([self.tags[tag] for tag in path.tolist()])
            ]
        return [sorted(spans, key=lambda span: span.start) for spans in found]

    def read(
        self, sentences: Sequence[str], features: Sequence[Bytes] | None = None
    ) -> Iterator[tuple[int, int, int, Marginals, Integers]]:
        """Pieces of sentences: the sentence's number, the piece's offset in it, then its own number
        among the marginals, the marginals, and its best tags."""
        pieces = [
            (number, start, sentence[start:end])
            for number, sentence in enumerate(sentences)
            for start, end in cut(sentence)
        ]
        pieces.sort(key=lambda piece: -len(piece[2]))
        at = 0
        while at < len(pieces):
            group = pieces[at : at + max(1, GROUP // len(pieces[at][2]))]
            at += len(group)
            texts = [text for _, _, text in group]
            extra = None
            if features is not None:
                extra = [features[number][start : start + len(text)] for number, start, text in group]
            lengths = np.array([len(text) for text in texts], np.int32)
            logits = self.logits(texts, extra)
            paths = viterbi(logits, lengths, self.start, self.transitions)
            chances = Marginals(logits, lengths, self.start, self.transitions)
            for text, (number, offset, _) in enumerate(group):
                yield number, offset, text, chances, paths[: lengths[text], text]

    def numbers(self, text: str) -> Integers:
        """The model's number of each character."""
        points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        return np.where(points < len(self.ids), self.ids[points & 0xFFFF], self.unknown).astype(np.int32)

    def logits(self, texts: Sequence[str], features: Sequence[Bytes] | None = None) -> Floats:
        """Scores [time, text, tag] of texts of falling length; past a text's end they mean nothing."""
        lengths = np.array([len(text) for text in texts], np.int32)
        chars = np.zeros((len(texts), lengths[0]), np.int32)
        for row, text in zip(chars, texts, strict=True):
            row[: len(text)] = self.numbers(text)
        scores: Floats = np.zeros((lengths[0], len(texts), len(self.tags)), np.float32)
        for start, end in batches(lengths.tolist()):
            feed = {"chars": chars[start:end, : lengths[start]].T.copy(), "lengths": lengths[start:end]}
            if features is not None:
                feed["features"] = stack(features[start:end])
            scores[: lengths[start], start:end] = self.session.run(["logits"], feed)[0]
        return scores


def stack(features: Sequence[Bytes]) -> Integers:
    """Features of texts of falling length as one array [time, text, channel], zero past an end."""
    stacked = np.zeros((len(features[0]), len(features), features[0].shape[1]), np.int32)
    for number, rows in enumerate(features):
        stacked[: len(rows), number] = rows
    return stacked


def read_model(path: Path) -> tuple[bytes, dict[str, Any]]:
    """The model's bytes and its card, the checksum compared."""
    card_path = path.with_suffix(".json")
    for needed in (path, card_path):
        if not needed.is_file():
            raise MissingPathError(
                needed, "no such file", "install the package again, or convert the weights"
            )
    model = path.read_bytes()
    try:
        card = json.loads(card_path.read_text("utf-8"))
        expected = card["model_sha256"]
    except (ValueError, KeyError, TypeError) as error:
        raise DataFileError(card_path, "not a model's card", "install the package again") from error
    if (digest := hashlib.sha256(model).hexdigest()) != expected:
        raise DataFileError(
            path, f"sha256 {digest}", f"{card_path.name} says {expected}: install the package again"
        )
    return model, card


def cut(sentence: str) -> Iterator[tuple[int, int]]:
    """Offsets of pieces of at most LONGEST characters, cut after punctuation where there is any."""
    start, end = 0, len(sentence)
    while end - start > LONGEST:
        window = sentence[start + LONGEST // 2 : start + LONGEST]
        after = next((at for marks in STOPS if (at := max(map(window.rfind, marks))) >= 0), len(window) - 1)
        yield start, (start := start + LONGEST // 2 + after + 1)
    if end > start:
        yield start, end


def batches(lengths: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Stretches of an order of falling lengths for the network: BATCH characters with padding at most.

    Beyond FEWEST texts, a batch ends where padding would grow past an eighth of a text.
    """
    start = 0
    while start < len(lengths):
        longest = lengths[start]
        end = min(len(lengths), start + max(1, BATCH // longest))
        while end > start + FEWEST and lengths[end - 1] < longest * 7 // 8:
            end -= 1
        yield start, end
        start = end


def active(lengths: Integers) -> list[int]:
    """For each time, how many of the texts (in an order of falling length) are not over."""
    return [int(n) for n in np.searchsorted(-lengths, -np.arange(lengths[0]), side="left")]


def viterbi(logits: Floats, lengths: Integers, start: Floats, transitions: Floats) -> Integers:
    """The best tags [time, text]; `lengths` must fall. Zero past the end of a text."""
    counts = active(lengths)
    best = logits.transpose(0, 2, 1).copy(order="C")  # [time, tag, text], never a view of the logits
    best[0] += start[:, None]
    steps = transitions[:, :, None]
    for time in range(1, len(best)):
        n = counts[time]
        best[time, :, :n] += (best[time - 1, :, None, :n] + steps).max(axis=0)
    paths = np.zeros(logits.shape[:2], np.int32)
    for time in range(len(best) - 1, -1, -1):
        going = counts[time + 1] if time + 1 < len(counts) else 0
        ending = counts[time]
        if going:
            paths[time, :going] = (best[time, :, :going] + transitions[:, paths[time + 1, :going]]).argmax(
                axis=0
            )
        if ending > going:
            paths[time, going:ending] = best[time, :, going:ending].argmax(axis=0)
    return paths


class Marginals:
    """Probabilities of stretches of tags under the CRF: forward and backward sums, scaled by time."""

    def __init__(self, logits: Floats, lengths: Integers, start: Floats, transitions: Floats) -> None:
        counts = active(lengths)
        self.steps: Doubles = np.exp(transitions.astype(np.float64))
        self.emitted: Doubles = np.exp((logits - logits.max(axis=2, keepdims=True)).astype(np.float64))
        self.forward: Doubles = np.empty_like(self.emitted)
        self.backward: Doubles = np.ones_like(self.emitted)
        self.scale: Doubles = np.ones(logits.shape[:2])
        state: Doubles = np.exp(start.astype(np.float64))[None, :]
        for time, n in enumerate(counts):
            here = (state[:n] @ self.steps if time else state) * self.emitted[time, :n]
            total = here.sum(axis=1)
            self.scale[time, :n] = total
            state = here / total[:, None]
            self.forward[time, :n] = state
        for time in range(len(counts) - 1, 0, -1):
            n = counts[time]
            after = self.emitted[time, :n] * self.backward[time, :n] / self.scale[time, :n, None]
            self.backward[time - 1, :n] = after @ self.steps.T

    def of(self, text: int, start: int, tags: Integers) -> float:
        """The probability that `text` has `tags` from `start` on."""
        chance = self.forward[start, text, tags[0]]
        for time, (before, tag) in enumerate(pairwise(tags), start + 1):
            chance *= self.steps[before, tag] * self.emitted[time, text, tag] / self.scale[time, text]
        chance *= self.backward[start + len(tags) - 1, text, tags[-1]]
        return round(float(min(1.0, chance)), 6)

    def likely(self, text: int, length: int, tags: Sequence[int], least: float) -> list[tuple[int, int]]:
        """The times of `text`, each with a number among `tags`, where that tag has the probability
        `least` or more. length: of the text."""
        chances = self.forward[:length, text][:, tags] * self.backward[:length, text][:, tags]
        return [(time, tag) for time, tag in np.argwhere(chances >= least).tolist()]


def runs(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Start, end and label of each S and of each B, M … E of one label; the last may lack its E.

    A title or byline often ends within a name. Other stretches are no span.
    """
    opened: tuple[int, str] | None = None
    for at, tag in enumerate(tags):
        part, _, label = tag.partition("_")
        if part == "S":
            yield at, at + 1, label
        if part == "E" and opened and opened[1] == label:
            yield opened[0], at + 1, label
        if part == "B":
            opened = at, label
        elif part != "M" or (opened and opened[1] != label):
            opened = None
    if opened:
        yield opened[0], len(tags), opened[1]
