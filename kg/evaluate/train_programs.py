"""Fit the classifier of programs to gold, and say how well it does on texts left out.

    python -m kg.evaluate.train_programs GOLD.jsonl TEXTS [GOLD.jsonl TEXTS …] [--out kg/resources/models]

Logistic regression on binary features, with a penalty on large weights; boosted trees on numbers. The
figures printed are those of documents left out: a tenth of them is scored by what was fitted to the
others. --twice names gold whose documents count twice. Without --out nothing is written.
"""

from __future__ import annotations

import argparse
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from spacy.tokens import Doc

from kg.annotate.extensions import text_of
from kg.annotate.pipeline import COMPONENTS, annotate, load_pipeline
from kg.annotate.programs import ProgramTagger
from kg.annotate.programs_candidates import Candidate, Finder
from kg.annotate.programs_features import MARK, Features, Floats
from kg.annotate.programs_numbers import NAMES
from kg.annotate.trees import Trees, dump
from kg.evaluate import boosting, linear
from kg.evaluate.matching import overlap
from kg.evaluate.training import marked, pairs, write_weights
from kg.facts import jsonl
from kg.normalise import normalise
from kg.read.document import Document

Doubles = NDArray[np.float64]

PENALTY = 1.0  # of a squared weight, halved
CHARACTERS = 2.5  # times the penalty, for features that say characters
SEEN = 3  # documents that a feature must be seen in
LEAST = 0.02  # of a weight that is kept
PARTS = 10
TREES = boosting.Settings(trees=250, rate=0.05, features=0.3, penalty=8.0, weight=3.0)
ENOUGH = 0.5  # overlap with a gold span that makes a candidate a program
BEFORE = COMPONENTS[: COMPONENTS.index("programs")]


@dataclass(frozen=True, slots=True)
class Sample:
    """A document's candidates with features, numbers, labels.

    gold: its programs, in its Doc's offsets. weight: what it counts in fitting.
    """

    id: str
    doc: Doc
    candidates: list[Candidate]
    features: list[list[str]]
    numbers: Floats
    labels: list[bool]
    gold: list[tuple[int, int]]
    weight: float = 1.0

    def shares(self) -> list[float]:
        """What each candidate counts in fitting: less where its name stands often."""
        text = text_of(self.doc)
        names = [text[c.start : c.end] for c in self.candidates]
        counts = Counter(names)
        return [self.weight / math.sqrt(counts[name]) for name in names]


def samples(paths: Sequence[tuple[Path, Path]], twice: Sequence[Path] = ()) -> list[Sample]:
    """Read gold and texts and find the candidates of each document. twice: gold that counts twice."""
    nlp, finder = load_pipeline(BEFORE), Finder()
    features = Features(finder)
    found = []
    for gold_path, texts in paths:
        for facts in jsonl.read(gold_path, texts):
            normal = normalise(facts.raw)
            doc = annotate(nlp, Document.of_facts(facts), normal)
            gold = [(start, end) for start, end, type in marked(facts, normal) if type == "Program"]
            candidates = finder.find(doc)
            labels = [any(overlap((c.start, c.end), span) >= ENOUGH for span in gold) for c in candidates]
            numbers = features.numbers(doc, candidates)
            names = features.of(doc, candidates)
            weight = 2.0 if gold_path in twice else 1.0
            found.append(Sample(facts.id, doc, candidates, names, numbers, labels, gold, weight))
    return found


def fit(chosen: Sequence[Sample], penalty: float = PENALTY) -> tuple[dict[str, float], Trees]:
    """Weights by feature, and trees on numbers.

    The occurrences of a name in a document share their say: a name said ten times counts as three.
    """
    labels: Doubles = np.array([label for sample in chosen for label in sample.labels], dtype=np.float64)
    share: Doubles = np.array([part for sample in chosen for part in sample.shares()])
    numbers = np.concatenate([sample.numbers for sample in chosen])
    trees = boosting.fit(NAMES, numbers, labels, share, TREES)
    return fit_weights(chosen, labels, share, penalty), trees


def fit_weights(
    chosen: Sequence[Sample], labels: Doubles, share: Doubles, penalty: float
) -> dict[str, float]:
    """Weights by feature; those close to nothing are left out."""
    rows = [names for sample in chosen for names in sample.features]
    seen = Counter(name for sample in chosen for name in {n for names in sample.features for n in names})
    columns = {name: at for at, name in enumerate(sorted(n for n, count in seen.items() if count >= SEEN))}
    cells = [(row, columns[name]) for row, names in enumerate(rows) for name in names if name in columns]
    ones = np.ones(len(cells))
    x = csr_array((ones, tuple(np.array(cells).T)), shape=(len(rows), len(columns)))
    penalties: Doubles = np.array([penalty * (CHARACTERS if MARK in name else 1) for name in columns])
    penalties[columns["bias"]] = 0.01
    best = linear.fit(x, labels, share, penalties)
    weights = zip(columns, best.tolist(), strict=True)
    return {name: round(weight, 3) for name, weight in weights if abs(weight) >= LEAST}


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


def left_out(all_samples: Sequence[Sample], penalty: float = PENALTY) -> dict[str, tuple[int, int, int]]:
    """Per document: matched, found and gold programs under weights fitted to the other parts' documents."""
    figures = {}
    for part in range(PARTS):
        kept = [sample for at, sample in enumerate(all_samples) if at % PARTS != part]
        tagger = ProgramTagger(*fit(kept, penalty))
        for sample in all_samples[part::PARTS]:
            spans = tagger.select(sample.doc, sample.candidates)
            found = [(span.start, span.end) for span in spans]
            figures[sample.id] = (matched(found, sample.gold), len(found), len(sample.gold))
    return figures


def write(weights: Mapping[str, float], trees: Trees, folder: Path) -> None:
    """Write programs.csv, by feature, and programs.json."""
    write_weights(folder / "programs.csv", sorted(weights.items()))
    (folder / "programs.json").write_text(dump(trees), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="GOLD TEXTS")
    parser.add_argument("--twice", type=Path, action="append", default=[], metavar="GOLD")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--penalty", type=float, default=PENALTY)
    args = parser.parse_args(arguments)
    found = samples(pairs(args.paths), args.twice)
    for name, (hits, system, gold) in left_out(found, args.penalty).items():
        print(
            f"{name:20} P {hits / max(1, system):.3f}  R {hits / max(1, gold):.3f}  "
            f"gold {gold}  found {system}"
        )
    if args.out:
        write(*fit(found, args.penalty), args.out)


if __name__ == "__main__":
    main()
