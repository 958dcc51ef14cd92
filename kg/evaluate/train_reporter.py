"""Fit the classifier of reporting unions to annotated reports, and say how often it is right.

    python -m kg.evaluate.train_reporter GOLD.jsonl TEXTS [GOLD.jsonl TEXTS …] [--fresh GOLD.jsonl TEXTS]
        [--out reporter.json] [--folds 8]

Every report whose annotation names the union that it tells of is one choice among its unions. It is shown
with the entities that the pipeline finds and with its own, each whole and three times in part, some of its
paragraphs (or of its sentences, where it has few) left out: the union is the same then, what leads to it
is not. The printed figures are of whole reports with found entities that the classifier had not seen: of
every part left out in turn, and of --fresh ones. Without --out nothing is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from kg.annotate.divisions import load_divisions
from kg.annotate.extensions import EntityDraft, Sentence, text_of
from kg.annotate.home import infer_home
from kg.annotate.pipeline import COMPONENTS, load_pipeline
from kg.annotate.reporter import NAMES, Look
from kg.annotate.trees import Trees, dump
from kg.evaluate.boosting import Settings
from kg.evaluate.training import fit_choices, left_out, options, pairs, with_entities
from kg.facts import jsonl
from kg.facts.model import DocumentFacts

SETTINGS = Settings(trees=300, depth=3, features=0.3, penalty=10.0, weight=1.0)
MADE_WEIGHT = 0.15  # of a report in part or with given entities; one as it will be met weighs 1
PARTS = 3
KEPT = (0.3, 0.5, 0.7)  # shares of a report that its parts have, by lot
OPENING_KEPT = 0.6
MANY, LEAST = 6, 5  # paragraphs from which these are left out; pieces that a report in part must have
BEFORE = COMPONENTS[: COMPONENTS.index("reporter")]


@dataclass(frozen=True, slots=True)
class Sample:
    """The unions of one report. numbers: observations by union; made: in part, or with given entities."""

    id: str
    numbers: NDArray[np.float64]
    features: NDArray[np.float32]
    labels: NDArray[np.float64]
    made: bool
    total: int


def samples(paths: Sequence[tuple[Path, Path]], *, fresh: bool = False) -> Iterator[Sample]:
    """The samples of each report that tells a union's work; of --fresh ones only what is met in use."""
    nlp = load_pipeline(BEFORE)
    for gold_path, texts in paths:
        for gold in jsonl.read(gold_path, texts):
            if gold.union is None:
                continue
            for given in (False,) if fresh else (False, True):
                doc, aligned = with_entities(gold, nlp, found=not given)
                home = infer_home(doc, load_divisions()).line
                looks = [Look(text_of(doc), doc._.sentences, doc._.entities, home)]
                parts = [] if fresh else [_part(doc, Random(f"{gold.id} {n}")) for n in range(PARTS)]
                looks += [Look(*part, home) for part in parts if part]
                for number, look in enumerate(looks):
                    if look.unions:
                        yield _sample(gold, look, aligned, made=given or number > 0)


def _sample(gold: DocumentFacts, look: Look, aligned: dict[str, str], *, made: bool) -> Sample:
    counts = Counter(observation.subject for observation in gold.observations)
    meant = [aligned.get(union.id, "") for union in look.unions]
    return Sample(
        gold.id,
        np.array([counts[id] for id in meant], dtype=np.float64),
        look.features(),
        np.array([id == gold.union for id in meant], dtype=np.float64),
        made,
        counts.total(),
    )


def _part(doc: Doc, lot: Random) -> tuple[str, list[Sentence], list[EntityDraft]] | None:
    """Some paragraphs or sentences of a report, joined anew; None of a report too short for that."""
    text, pieces = text_of(doc), _pieces(doc._.sentences)
    if len(pieces) < LEAST:
        return None
    share = lot.choice(KEPT)
    kept = [piece for at, piece in enumerate(pieces) if lot.random() < (share if at else OPENING_KEPT)]
    joined, sentences, moved = "", [], []
    for piece in kept:
        start, end = piece[0].start, piece[-1].end
        shift = len(joined) - start
        sentences += [replace(s, start=s.start + shift, end=s.end + shift) for s in piece]
        moved.append((start, end, shift))
        joined += text[start:end] + "\n"
    entities = [
        EntityDraft(entity.id, entity.type, entity.name, entity.aliases, spans)
        for entity in doc._.entities
        if (
            spans := [
                replace(span, start=span.start + shift, end=span.end + shift)
                for span in entity.spans
                for start, end, shift in moved
                if start <= span.start and span.end <= end
            ]
        )
    ]
    return joined, sentences, entities


def _pieces(sentences: Sequence[Sentence]) -> list[list[Sentence]]:
    paragraphs: dict[int, list[Sentence]] = {}
    for sentence in sentences:
        paragraphs.setdefault(sentence.paragraph, []).append(sentence)
    return list(paragraphs.values()) if len(paragraphs) >= MANY else [[sentence] for sentence in sentences]


def train(chosen: Sequence[Sample], settings: Settings = SETTINGS) -> Trees:
    """Trees fitted to the samples that have the union that is meant."""
    choices = ((s.features, s.labels, MADE_WEIGHT if s.made else 1.0) for s in chosen)
    return fit_choices(NAMES, choices, settings, rivals=True)


def choices(seen: Sequence[Sample], folds: int) -> Iterator[tuple[Sample, int]]:
    """The choice in each report as it will be met, by trees that had not seen it."""
    for sample, trees in zip(seen, left_out(seen, folds, train), strict=True):
        if not sample.made:
            yield sample, choice(sample, trees)


def choice(sample: Sample, trees: Trees) -> int:
    """Which union is the likeliest."""
    return int(trees.scores(sample.features).argmax())


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    given = options("train_reporter", __doc__, 8).parse_args(arguments)
    seen = list(samples(pairs(given.paths)))
    print_figures("left out in turn", list(choices(seen, given.folds)))
    trees = train(seen)
    for gold, texts in pairs(given.fresh):
        fresh = samples([(gold, texts)], fresh=True)
        print_figures(f"fresh: {gold.stem}", [(sample, choice(sample, trees)) for sample in fresh])
    if given.out:
        given.out.write_text(dump(trees), encoding="utf-8")


def print_figures(name: str, chosen: Sequence[tuple[Sample, int]]) -> None:
    """Print the share of reports whose union is right, that of numbers whose subject it is, and the best."""
    reports, numbers = max(1, len(chosen)), max(1, sum(sample.total for sample, _ in chosen))
    print(
        f"{name:24}{len(chosen):5} reports"
        f"  right {sum(bool(s.labels[at]) for s, at in chosen) / reports:.3f}"
        f" of {sum(bool(s.labels.any()) for s, _ in chosen) / reports:.3f}"
        f"  numbers {sum(float(s.numbers[at]) for s, at in chosen) / numbers:.3f}"
        f" of {sum(float(s.numbers.max()) for s, _ in chosen) / numbers:.3f}"
    )


if __name__ == "__main__":
    main()
