"""What the commands that fit a classifier share: their options, the reports, those left out in turn."""

from __future__ import annotations

import argparse
import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol, TypeVar
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate.pipeline import annotate, load_pipeline
from kg.annotate.trees import Trees
from kg.evaluate.boosting import Settings, fit
from kg.evaluate.matching import align_entities, pair_places, places, same_unit, same_value
from kg.evaluate.oracle import give_entities
from kg.evaluate.scores import as_record
from kg.facts import jsonl
from kg.facts.collect import collect
from kg.facts.model import DocumentFacts, Observation
from kg.normalise import NormalText, normalise
from kg.read.document import Document

Paths = list[tuple[Path, Path]]
On = tuple[str, Path, Path]  # a tagger, annotations that it was not fitted to, the folder of their texts
PACKAGED = "packaged"


class OfReport(Protocol):
    """What is learnt from one report. id: the report's."""

    @property
    def id(self) -> str: ...


SampleT = TypeVar("SampleT", bound=OfReport)
FittedT = TypeVar("FittedT")


def pairs(paths: Sequence[Path]) -> Paths:
    """Files of annotations with the folders of their texts, from the alternating list of a command line."""
    return list(zip(paths[::2], paths[1::2], strict=True))


def options(name: str, about: str | None, folds: int) -> argparse.ArgumentParser:
    """The command line of `python -m kg.evaluate.NAME`: reports, fresh ones, the file to write, folds."""
    parser = _parser(name, about, folds)
    parser.add_argument("paths", nargs="+", type=Path, metavar="GOLD TEXTS")
    parser.add_argument("--fresh", nargs="+", type=Path, default=[], metavar="GOLD TEXTS")
    return parser


def options_on(name: str, about: str | None, folds: int) -> argparse.ArgumentParser:
    """The same where a tagger stands with each file of reports."""
    parser = _parser(name, about, folds)
    help = "annotated reports, and a tagger that was not fitted to them (a file, or packaged)"
    parser.add_argument(
        "--on", nargs=3, action="append", required=True, metavar=("TAGGER", "GOLD", "TEXTS"), help=help
    )
    return parser


def _parser(name: str, about: str | None, folds: int) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=f"python -m kg.evaluate.{name}",
        description=about,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--out", type=Path, help="the JSON file to write")
    parser.add_argument("--folds", type=int, default=folds, help="parts that the reports are cut into")
    return parser


def on(given: Sequence[Sequence[str]]) -> list[On]:
    """What `--on` gives."""
    return [(tagger, Path(gold), Path(texts)) for tagger, gold, texts in given]


def loaded(paths: Sequence[On], components: tuple[str, ...]) -> Iterator[tuple[Language, Path, Path]]:
    """Each file of annotations and its folder, with the pipeline that has the tagger it is read with."""
    for tagger, gold, texts in paths:
        yield load_pipeline(components, "" if tagger == PACKAGED else tagger), gold, texts


def read(
    paths: Sequence[tuple[Path, Path]], nlp: Language
) -> Iterator[tuple[DocumentFacts, NormalText, Doc]]:
    """Annotated reports, each with its normal text and as `nlp` reads it."""
    for gold_path, texts in paths:
        for gold in jsonl.read(gold_path, texts):
            document = Document.of_facts(gold)
            normal = normalise(document.raw, document.body)
            yield gold, normal, annotate(nlp, document, normal)


def marked(gold: DocumentFacts, normal: NormalText) -> list[tuple[int, int, str]]:
    """Start, end and type of what a reader marked, in the offsets of the normal text."""
    return [
        (*place, str(entity.type))
        for entity in gold.entities
        for mention in entity.mentions
        if (place := normal.from_raw(mention.start, mention.end))
    ]


def figures(right: float, found: int, gold: int) -> str:
    """Precision, recall and F1 in a line."""
    precision, recall, f1 = right / max(1, found), right / max(1, gold), 2 * right / max(1, found + gold)
    return f"P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}"


def write_weights(path: Path, weights: Iterable[tuple[str, float]]) -> None:
    """Write weights by feature, as `kg.resources.weights` reads them."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["feature", "weight"])
        writer.writerows(weights)


def tells(told: Observation, place: tuple[int, int], unit: str, value: float) -> bool:
    """Whether an annotated observation is of a number. place: where that stands in the raw text."""
    return (
        told.start < place[1]
        and place[0] < told.end
        and same_unit(told.unit, unit)
        and same_value(told.value, value)
    )


def with_entities(gold: DocumentFacts, nlp: Language, *, found: bool) -> tuple[Doc, dict[str, str]]:
    """A report with the entities that `nlp` finds, or with its own, and which of its own each of them is."""
    document, record = Document.of_facts(gold), as_record(gold)
    if not found:
        return give_entities(document, record, nlp)[0], {entity.id: entity.id for entity in gold.entities}
    normal = normalise(document.raw, document.body)
    doc = annotate(nlp, document, normal)
    ours, theirs = places(as_record(collect(doc, document, normal))), places(record)
    return doc, dict(align_entities(theirs, ours, pair_places(theirs, ours)))


def left_out(
    samples: Sequence[SampleT], folds: int, train: Callable[[Sequence[SampleT]], FittedT]
) -> list[FittedT]:
    """For each sample, what `train` gives of samples of other reports."""
    fold = [crc32(sample.id.encode()) % folds for sample in samples]
    fitted = {
        part: train([sample for sample, at in zip(samples, fold, strict=True) if at != part])
        for part in sorted(set(fold))
    }
    return [fitted[part] for part in fold]


def fit_choices(
    names: Sequence[str],
    choices: Iterable[tuple[NDArray[np.float32], NDArray[np.float64], float]],
    settings: Settings,
    *,
    rivals: bool = False,
) -> Trees:
    """Trees fitted to choices among candidates: features, labels and what a choice weighs.

    Choices of which no candidate is right teach nothing. rivals: whether a candidate is measured against
    the others of its choice, instead of by itself.
    """
    useful = [choice for choice in choices if choice[1].any()]
    if rivals:
        useful = [(features, labels / labels.sum(), weight) for features, labels, weight in useful]
    return fit(
        names,
        np.concatenate([features for features, _, _ in useful]),
        np.concatenate([labels for _, labels, _ in useful]),
        np.concatenate([np.full(len(labels), weight) for _, labels, weight in useful]),
        settings,
        [len(labels) for _, labels, _ in useful] if rivals else (),
    )
