"""Fit the classifier of reports' periods to annotated reports, and say how often it is right.

    python -m kg.evaluate.train_period GOLD.jsonl TEXTS [GOLD.jsonl TEXTS …] [--fresh GOLD.jsonl TEXTS]
        [--out period.json] [--folds 5]

Every report whose annotation gives a period is one choice among the candidates of `kg.annotate.period`;
what most of its numbers cover is right where its own period is that of none. A file named twice counts
twice. Where the day of publication is not known but the period ends with a day, the report is shown a
second time as if published shortly after: most reports come with their date. The printed figures are of
reports that the classifier had not seen: of every part left out in turn, and of --fresh ones. Without
--out nothing is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import log1p
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from kg.annotate.date_rules import Clock, find_dates
from kg.annotate.extensions import DAY, YEAR
from kg.annotate.period import NAMES, Look
from kg.annotate.trees import Trees, dump
from kg.evaluate.boosting import Settings
from kg.evaluate.training import fit_choices, left_out, options, pairs
from kg.facts import jsonl
from kg.facts.model import DocumentFacts
from kg.normalise import normalise

SETTINGS = Settings(trees=500, depth=4, rate=0.035, features=0.2, penalty=3.0, weight=1.0)
LAG = 4  # days between an event and its report that are tried
PER_NUMBER = 0.3  # what a report weighs more for the logarithm of its numbers


@dataclass(frozen=True, slots=True)
class Sample:
    """A report's candidates.

    numbers: how many observations it has. labels: 1 for its period. shares: of its numbers, by candidate.
    pretended: whether its date is made up.
    """

    id: str
    numbers: int
    values: list[str]
    features: NDArray[np.float32]
    labels: NDArray[np.float64]
    shares: NDArray[np.float64]
    pretended: bool = False


def samples(paths: Sequence[tuple[Path, Path]]) -> Iterator[Sample]:
    """One sample of each report with a period, two where its date is also made up."""
    for gold_path, texts in paths:
        for gold in jsonl.read(gold_path, texts):
            if gold.period:
                published = gold.published or gold.period[:YEAR]
                yield _sample(gold, published)
                if later := _shortly_after(gold, published):
                    yield _sample(gold, later, pretended=True)


def _sample(gold: DocumentFacts, published: str, *, pretended: bool = False) -> Sample:
    text = normalise(gold.raw).text
    look = Look(text, published, find_dates(text, Clock.of(published, None)))
    values = [candidate.value for candidate in look.candidates]
    covered = Counter(observation.period for observation in gold.observations)
    period = gold.period if not covered or gold.period in covered else covered.most_common(1)[0][0]
    labels = np.array([value == period for value in values], dtype=np.float64)
    shares = np.array([covered[value] / len(gold.observations) for value in values]) if covered else labels
    return Sample(gold.id, len(gold.observations), values, look.features(), labels, shares, pretended)


def _shortly_after(gold: DocumentFacts, published: str) -> str | None:
    """A day of publication for a report of which only the year is known: some days after its event."""
    end = (gold.period or "").split("/")[-1]
    if len(published) >= DAY or len(end) < DAY:
        return None
    return (date.fromisoformat(end) + timedelta(crc32(gold.id.encode()) % LAG)).isoformat()


def train(chosen: Sequence[Sample], settings: Settings = SETTINGS) -> Trees:
    """Trees fitted to the samples: half to what their period is, half to what their numbers cover."""
    choices = ((s.features, (s.labels + s.shares) / 2, 1 + PER_NUMBER * log1p(s.numbers)) for s in chosen)
    return fit_choices(NAMES, choices, settings, rivals=True)


def is_right(sample: Sample, trees: Trees) -> bool:
    """Whether the likeliest candidate is the period that the annotation gives."""
    return bool(sample.labels[int(trees.scores(sample.features).argmax())])


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    given = options("train_period", __doc__, 5).parse_args(arguments)
    seen = list(samples(pairs(given.paths)))
    unseen = zip(seen, left_out(seen, given.folds, train), strict=True)
    print_figures("left out in turn", [(sample, is_right(sample, trees)) for sample, trees in unseen])
    trees = train(seen)
    for gold, texts in pairs(given.fresh):
        fresh = [(sample, is_right(sample, trees)) for sample in samples([(gold, texts)])]
        print_figures(f"fresh: {gold.stem}", fresh)
    if given.out:
        given.out.write_text(dump(trees), encoding="utf-8")


def print_figures(name: str, chosen: Sequence[tuple[Sample, bool]]) -> None:
    """Print the share of reports whose period is right and of those where it is a candidate at all."""
    ours = [(s, hit) for s, hit in chosen if not s.pretended]
    numbers = sum(sample.numbers for sample, _ in ours)
    print(
        f"{name:24}{len(ours):5} reports  right {sum(hit for _, hit in ours) / max(1, len(ours)):.3f}"
        f"  of numbers {sum(s.numbers for s, hit in ours if hit) / max(1, numbers):.3f}"
        f"  candidate {sum(bool(s.labels.any()) for s, _ in ours) / max(1, len(ours)):.3f}"
    )


if __name__ == "__main__":
    main()
