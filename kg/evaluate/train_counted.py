"""Fit the classifier of numbers that measure union work to annotated reports, and say how well it does.

    python -m kg.evaluate.train_counted GOLD.jsonl TEXTS [GOLD.jsonl TEXTS …] [--fresh GOLD.jsonl TEXTS]
        [--out FOLDER] [--folds 5]

Every number of a report outside names and headings is a sample, right where the annotation has an
observation of that value and unit there. A file named twice counts twice. What runs of characters are worth
is fitted first, by logistic regression; the trees learn from sums of weights that had not seen the report.
The printed figures are the F1 of finding the annotated numbers, those that are no candidate counted as
missed, by a classifier that had not seen the report: of every part left out in turn, and of --fresh reports.
--out names the folder of counted.json and counted.csv; without it nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.annotate.counted import RUNS, Scan, candidates, limit, names
from kg.annotate.observation_actors import Cast
from kg.annotate.pipeline import AFTER_ENTITIES, COMPONENTS, load_pipeline
from kg.annotate.trees import Trees, dump
from kg.evaluate.boosting import Settings, fit
from kg.evaluate.run_weights import Met, Numbering, Weights, unseen_sums, weigh, with_column
from kg.evaluate.training import left_out, options, pairs, read, tells, write_weights

SETTINGS = Settings(trees=300, depth=3, rate=0.05, features=0.3, penalty=3.0, weight=1.0)
LEAST = 0.02  # of a weight of a run that is kept: there are few numbers, and many small weights
BEFORE = tuple(name for name in COMPONENTS if name not in AFTER_ENTITIES)


@dataclass(frozen=True, slots=True)
class Sample:
    """The numbers of a report.

    gold: how many its annotation has; limits: from which chance each is taken; features: without what runs
    are worth; met: the runs.
    """

    id: str
    gold: int
    limits: NDArray[np.float64]
    features: NDArray[np.float32]
    labels: NDArray[np.float64]
    met: Met


@dataclass(frozen=True, slots=True)
class Fitted:
    """The trees, and the weights of runs that they look at."""

    trees: Trees
    weights: Weights

    def chances(self, sample: Sample) -> NDArray[np.float64]:
        """The probability of each number of a sample."""
        sums = self.weights.sums(sample.met)
        return self.trees.chances(with_column(sample.features, names(), RUNS, sums))


def samples(paths: Sequence[tuple[Path, Path]], runs: Numbering) -> Iterator[Sample]:
    """One sample of each annotated report."""
    nlp = load_pipeline(BEFORE)
    for gold, normal, doc in read(paths, nlp):
        cast = Cast(doc)
        numbers = candidates(doc, cast)
        places = [normal.to_raw(number.start, number.end) for number in numbers]
        labels = [
            any(tells(told, place, number.unit, number.value) for told in gold.observations)
            for number, place in zip(numbers, places, strict=True)
        ]
        scan = Scan(doc, cast, numbers)
        yield Sample(
            gold.id,
            len(gold.observations),
            np.array([limit(number) for number in numbers], dtype=np.float64),
            scan.features({}),
            np.array(labels, dtype=np.float64),
            Met.of(gold.id, [(0, scan.around.of(number)) for number in numbers], labels, 1.0, runs),
        )


def train(chosen: Sequence[Sample], settings: Settings = SETTINGS) -> Fitted:
    """Weights of runs, and trees, fitted to samples."""
    met = [sample.met for sample in chosen]
    seen = zip(chosen, unseen_sums(met, LEAST), strict=True)
    features = np.concatenate([with_column(sample.features, names(), RUNS, sums) for sample, sums in seen])
    labels = np.concatenate([sample.labels for sample in chosen])
    return Fitted(fit(names(), features, labels, np.ones(len(labels)), settings), weigh(met, LEAST))


def f1(chosen: Sequence[Sample], chances: Sequence[NDArray[np.float64]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of the numbers taken."""
    taken = [chance >= sample.limits for sample, chance in zip(chosen, chances, strict=True)]
    right = sum(float(sample.labels[own].sum()) for sample, own in zip(chosen, taken, strict=True))
    ours, theirs = sum(int(own.sum()) for own in taken), sum(sample.gold for sample in chosen)
    return right / max(1, ours), right / max(1, theirs), 2 * right / max(1, ours + theirs)


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    given = options("train_counted", __doc__, 5).parse_args(arguments)
    files = pairs(given.paths)
    runs = Numbering()
    once = {pair: list(samples([pair], runs)) for pair in dict.fromkeys(files)}
    seen = [sample for pair in files for sample in once[pair]]
    unseen = zip(seen, left_out(seen, given.folds, train), strict=True)
    chances = iter([fitted.chances(sample) for sample, fitted in unseen])
    told: dict[tuple[Path, Path], list[NDArray[np.float64]]] = {}
    for pair in files:
        told[pair] = [next(chances) for _ in once[pair]]
    for pair in once:
        print_figures(f"left out: {pair[0].stem}", once[pair], told[pair])
    print_figures("left out: all", [s for p in once for s in once[p]], [c for p in once for c in told[p]])
    fitted = train(seen)
    for pair in pairs(given.fresh):
        fresh = list(samples([pair], runs))
        print_figures(f"fresh: {pair[0].stem}", fresh, [fitted.chances(s) for s in fresh])
    if given.out:
        (given.out / "counted.json").write_text(dump(fitted.trees), encoding="utf-8")
        write_weights(given.out / "counted.csv", fitted.weights.named(runs, [""]))


def print_figures(name: str, chosen: Sequence[Sample], chances: Sequence[NDArray[np.float64]]) -> None:
    """Print how well the annotated numbers are found."""
    precision, recall, both = f1(chosen, chances)
    numbers = sum(len(sample.labels) for sample in chosen)
    print(
        f"{name:24}{len(chosen):4} reports {numbers:5} numbers"
        f"  precision {precision:.3f}  recall {recall:.3f}  F1 {both:.3f}"
    )


if __name__ == "__main__":
    main()
