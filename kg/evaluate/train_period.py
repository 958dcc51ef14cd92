"""Fit the classifier of reports' periods to annotated reports, and say how often it is right.

    python -m kg.evaluate.train_period GOLD.jsonl TEXTS [GOLD.jsonl TEXTS …] [--fresh GOLD.jsonl TEXTS]
        [--out FOLDER] [--folds 5]

Every report whose annotation gives a period is one choice among the candidates of `kg.annotate.period`;
what most of its numbers cover is right where its own period is that of none. A file named twice counts
twice. Where the day of publication is not known but the period ends with a day, the report is shown a
second time as if published shortly after: most reports come with their date. What runs of characters are
worth is fitted first, by logistic regression; the trees learn from sums of weights that had not seen the
report. The printed figures are of reports that the classifier had not seen: of every part left out in turn,
and of --fresh ones. --out names the folder of period.json and period.csv; without it nothing is written.
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
from kg.annotate.period import NAMES, OF_RUNS, Look, of_runs
from kg.annotate.period_runs import KINDS, runs
from kg.annotate.period_runs import NAMES as KIND_NAMES
from kg.annotate.run_table import RunTable
from kg.annotate.trees import Trees, dump
from kg.evaluate.boosting import Settings
from kg.evaluate.run_weights import Met, Numbering, Weights, unseen_sums, weigh
from kg.evaluate.training import fit_choices, left_out, options, pairs, write_weights
from kg.facts import jsonl
from kg.facts.model import DocumentFacts
from kg.normalise import normalise

SETTINGS = Settings(trees=500, depth=4, rate=0.035, features=0.2, penalty=3.0, weight=1.0)
LAG = 4  # days between an event and its report that are tried
LEAST = 0.02  # of a weight that is kept: many small ones tell the kind of a report
NOTHING = RunTable.of({}, KIND_NAMES)
PER_NUMBER = 0.3  # what a report weighs more for the logarithm of its numbers


@dataclass(frozen=True, slots=True)
class Sample:
    """A report's candidates.

    numbers: how many observations it has. features: without what runs are worth. labels: 1 for its period.
    shares: of its numbers, by candidate. met: its runs, once for each kind of period. pretended: whether its
    date is made up.
    """

    id: str
    numbers: int
    values: list[str]
    features: NDArray[np.float32]
    labels: NDArray[np.float64]
    shares: NDArray[np.float64]
    met: Met
    pretended: bool = False

    def seen(self, sums: NDArray[np.float32]) -> NDArray[np.float32]:
        """The features with what runs are worth for each kind of period."""
        features = self.features.copy()
        rows = [of_runs(value, sums.astype(np.float64)) for value in self.values]
        features[:, -len(OF_RUNS) :] = [list(row.values()) for row in rows]
        return features


@dataclass(frozen=True, slots=True)
class Fitted:
    """The trees, and the weights of runs that they look at."""

    trees: Trees
    weights: Weights

    def is_right(self, sample: Sample) -> bool:
        """Whether the likeliest candidate is the period that the annotation gives."""
        scores = self.trees.scores(sample.seen(self.weights.sums(sample.met)))
        return bool(sample.labels[int(scores.argmax())])


def samples(paths: Sequence[tuple[Path, Path]], numbering: Numbering) -> Iterator[Sample]:
    """One sample of each report with a period, two where its date is also made up."""
    for gold_path, texts in paths:
        for gold in jsonl.read(gold_path, texts):
            if gold.period:
                published = gold.published or gold.period[:YEAR]
                yield _sample(gold, published, numbering)
                if later := _shortly_after(gold, published):
                    yield _sample(gold, later, numbering, pretended=True)


def _sample(gold: DocumentFacts, published: str, numbering: Numbering, *, pretended: bool = False) -> Sample:
    text = normalise(gold.raw).text
    look = Look(text, published, find_dates(text, Clock.of(published, None)))
    values = [candidate.value for candidate in look.candidates]
    covered = Counter(observation.period for observation in gold.observations)
    period = gold.period if not covered or gold.period in covered else covered.most_common(1)[0][0]
    labels = np.array([value == period for value in values], dtype=np.float64)
    shares = np.array([covered[value] / len(gold.observations) for value in values]) if covered else labels
    return Sample(
        gold.id,
        len(gold.observations),
        values,
        look.features(NOTHING),
        labels,
        shares,
        _met(gold.id, look, values, labels + shares, numbering, pretended=pretended),
        pretended,
    )


def _met(
    id: str,
    look: Look,
    values: Sequence[str],
    worth: NDArray[np.float64],
    numbering: Numbering,
    *,
    pretended: bool,
) -> Met:
    """The runs of a report for each kind of period, that of its best candidate being right."""
    kind = KINDS.index(len(values[int(worth.argmax())])) if worth.any() else -1
    told = runs(look.text, look.dates)
    rows = [(number, told) for number in range(len(KINDS))]
    labels = [number == kind for number in range(len(KINDS))]
    return Met.of(id, rows, labels, 0.0 if pretended else 1.0, numbering)


def _shortly_after(gold: DocumentFacts, published: str) -> str | None:
    """A day of publication for a report of which only the year is known: some days after its event."""
    end = (gold.period or "").split("/")[-1]
    if len(published) >= DAY or len(end) < DAY:
        return None
    return (date.fromisoformat(end) + timedelta(crc32(gold.id.encode()) % LAG)).isoformat()


def train(chosen: Sequence[Sample], settings: Settings = SETTINGS) -> Fitted:
    """Weights of runs, and trees: half fitted to what the periods are, half to what the numbers cover."""
    met = [sample.met for sample in chosen]
    sums = unseen_sums(met, LEAST)
    choices = (
        (s.seen(own), (s.labels + s.shares) / 2, 1 + PER_NUMBER * log1p(s.numbers))
        for s, own in zip(chosen, sums, strict=True)
    )
    return Fitted(fit_choices(NAMES, choices, settings, rivals=True), weigh(met, LEAST))


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    given = options("train_period", __doc__, 5).parse_args(arguments)
    numbering = Numbering()
    seen = list(samples(pairs(given.paths), numbering))
    unseen = zip(seen, left_out(seen, given.folds, train), strict=True)
    print_figures("left out in turn", [(sample, fitted.is_right(sample)) for sample, fitted in unseen])
    fitted = train(seen)
    for gold, texts in pairs(given.fresh):
        fresh = [(sample, fitted.is_right(sample)) for sample in samples([(gold, texts)], numbering)]
        print_figures(f"fresh: {gold.stem}", fresh)
    if given.out:
        (given.out / "period.json").write_text(dump(fitted.trees), encoding="utf-8")
        prefixes = [f"{kind}/" for kind in KIND_NAMES]
        write_weights(given.out / "period.csv", fitted.weights.named(numbering, prefixes))


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
