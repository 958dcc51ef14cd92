"""Fit the weights of the program classifier to gold, and say how well it does on texts left out.

    python -m kg.evaluate.train_programs GOLD.jsonl TEXTS [GOLD.jsonl TEXTS …] [--out programs.csv]

Logistic regression on binary features, with a penalty on large weights, by Newton's method. The
figures printed come from leaving one document out: its candidates are scored by weights fitted to
all the others. Without --out nothing is written.
"""

from __future__ import annotations

import argparse
import csv
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from kg.annotate.extensions import text_of
from kg.annotate.pipeline import COMPONENTS, annotate, load_pipeline
from kg.annotate.programs import ProgramTagger
from kg.annotate.programs_candidates import Candidate
from kg.evaluate.matching import overlap
from kg.facts import jsonl
from kg.normalise import normalise
from kg.read.document import Document

Doubles = NDArray[np.float64]

PENALTY = 1.0  # of a squared weight, halved
SEEN = 3  # candidates that a feature must be seen in
ENOUGH = 0.5  # overlap with a gold span that makes a candidate a program
BEFORE = COMPONENTS[: COMPONENTS.index("programs")]


@dataclass(frozen=True, slots=True)
class Sample:
    """A document's candidates with features and labels. gold: its programs, in its Doc's offsets."""

    id: str
    doc: Doc
    candidates: list[Candidate]
    features: list[list[str]]
    labels: list[bool]
    gold: list[tuple[int, int]]

    def shares(self) -> list[float]:
        """What each candidate counts in fitting: less where its name stands often."""
        text = text_of(self.doc)
        names = [text[c.start : c.end] for c in self.candidates]
        counts = Counter(names)
        return [1 / math.sqrt(counts[name]) for name in names]


def samples(paths: Sequence[tuple[Path, Path]], tagger: ProgramTagger) -> list[Sample]:
    """Read gold and texts and find the candidates of each document."""
    nlp = load_pipeline(BEFORE)
    found = []
    for gold_path, texts in paths:
        for facts in jsonl.read(gold_path, texts):
            document = Document.from_text(
                facts.raw, id=facts.id, title=facts.title, published=facts.published, period=facts.period
            )
            normal = normalise(facts.raw)
            doc = annotate(nlp, document, normal)
            raw = [(m.start, m.end) for e in facts.entities if e.type == "Program" for m in e.mentions]
            gold = [span for start, end in raw if (span := normal.from_raw(start, end))]
            candidates = tagger.finder.find(doc)
            labels = [any(overlap((c.start, c.end), span) >= ENOUGH for span in gold) for c in candidates]
            found.append(Sample(facts.id, doc, candidates, tagger.features.of(doc, candidates), labels, gold))
    return found


def fit(chosen: Sequence[Sample], penalty: float = PENALTY) -> dict[str, float]:
    """Weights by feature; those close to nothing are left out.

    The occurrences of a name in a document share their say: a name said ten times counts as three.
    """
    features = [names for sample in chosen for names in sample.features]
    labels = [label for sample in chosen for label in sample.labels]
    share: Doubles = np.array([part for sample in chosen for part in sample.shares()])
    counts = Counter(name for names in features for name in set(names))
    columns = {name: column for column, name in enumerate(sorted(n for n, c in counts.items() if c >= SEEN))}
    x: Doubles = np.zeros((len(features), len(columns)))
    for row, names in enumerate(features):
        for name in names:
            if name in columns:
                x[row, columns[name]] = 1.0
    y: Doubles = np.array(labels, dtype=np.float64)
    penalties = np.full(len(columns), penalty)
    penalties[columns["bias"]] = 0.01
    weights: Doubles = np.zeros(len(columns))
    for _ in range(25):
        chance = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        gradient = x.T @ (share * (chance - y)) + penalties * weights
        curvature = (x * (share * chance * (1 - chance))[:, None]).T @ x + np.diag(penalties)
        step = np.linalg.solve(curvature, gradient)
        weights -= step
        if float(np.abs(step).max()) < 1e-6:
            break
    return {
        name: round(float(weights[column]), 3)
        for name, column in columns.items()
        if abs(weights[column]) >= 0.02
    }


def matched(found: Sequence[tuple[int, int]], gold: Sequence[tuple[int, int]]) -> int:
    """How many spans pair with a gold span, one to one, best overlap first."""
    pairs = sorted(
        ((overlap(a, b), i, j) for i, a in enumerate(found) for j, b in enumerate(gold)), reverse=True
    )
    left, right = set[int](), set[int]()
    for share, i, j in pairs:
        if share >= ENOUGH and i not in left and j not in right:
            left.add(i)
            right.add(j)
    return len(left)


def leave_one_out(all_samples: Sequence[Sample], penalty: float = PENALTY) -> dict[str, tuple[int, int, int]]:
    """Per document: matched, found and gold programs under weights fitted to the other documents."""
    figures = {}
    for sample in all_samples:
        weights = fit([other for other in all_samples if other is not sample], penalty)
        spans = ProgramTagger(weights).select(sample.doc, sample.candidates)
        found = [(span.start, span.end) for span in spans]
        figures[sample.id] = (matched(found, sample.gold), len(found), len(sample.gold))
    return figures


def write(weights: Mapping[str, float], path: Path) -> None:
    """Write weights as the packaged CSV has them, by name."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["feature", "weight"])
        writer.writerows(sorted(weights.items()))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="GOLD TEXTS")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--penalty", type=float, default=PENALTY)
    args = parser.parse_args()
    tagger = ProgramTagger({})
    found = samples(list(zip(args.paths[::2], args.paths[1::2], strict=True)), tagger)
    for name, (hits, system, gold) in leave_one_out(found, args.penalty).items():
        print(
            f"{name:20} P {hits / max(1, system):.3f}  R {hits / max(1, gold):.3f}  "
            f"gold {gold}  found {system}"
        )
    if args.out:
        write(fit(found, args.penalty), args.out)


if __name__ == "__main__":
    main()
