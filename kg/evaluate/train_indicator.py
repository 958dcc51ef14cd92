"""Fit the classifier of the words that say what a number counts, and say how well it does.

    python -m kg.evaluate.train_indicator GOLD.jsonl TEXTS [GOLD.jsonl TEXTS …] [--fresh GOLD.jsonl TEXTS]
        [--out kg/resources/models] [--folds 5]

Every word around an annotated number that the pipeline finds is a sample, right where the annotation's
indicator has it. What the weight of a word tells of a report is fitted to other reports. The printed
figures are of indicators: the share that shares half of its characters with the annotation's (F1), and
the mean F1, by the rules and as chosen by what had not seen the report: of every part left out in turn,
and of --fresh reports. Without --out nothing is written.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from kg.annotate.extensions import text_of
from kg.annotate.indicator import NAMES, View, Weights, covered, features, keys, written
from kg.annotate.indicator_choice import indicators
from kg.annotate.observations import by_rules
from kg.annotate.pipeline import COMPONENTS, load_pipeline
from kg.annotate.trees import Trees, dump
from kg.evaluate.boosting import Settings, fit
from kg.evaluate.matching import likeness
from kg.evaluate.training import left_out, options, pairs, read, tells, write_weights

SETTINGS = Settings(trees=250, depth=5, rate=0.1, features=0.3, penalty=5.0, weight=3.0)
BEFORE = tuple(name for name in COMPONENTS if name != "observations")
PARTS = 4  # of the reports, each weighed by the others
ENOUGH = 0.5  # share of a word in an indicator that makes it one of its words; F1 that makes that right
PRIOR = 6.0  # how often each word was seen besides, kept as often as the others
NEAR, SEEN, LEAST = 45, 3, 0.1  # characters from a number, reports, weight: of words that are weighed
DISTANCE = NAMES.index("distance")
PRIVATE = ("name-Person", "name-Company", "name-Place")  # whose words are not weighed
PERSONAL = ("Person", "Company")  # whose names are not weighed where they stand as words, either


@dataclass(frozen=True, slots=True)
class Sample:
    """A number of a report. gold: its indicator as annotated; labels: which words that has; private: the
    names of the report's persons and firms.
    """

    id: str
    text: str
    view: View
    gold: str
    labels: NDArray[np.float64]
    private: frozenset[str]


@dataclass(frozen=True, slots=True)
class Fitted:
    """Trees with the weights that they look at."""

    trees: Trees
    weights: Weights


def samples(paths: Sequence[tuple[Path, Path]]) -> Iterator[Sample]:
    """The numbers that both the annotation and the pipeline have."""
    nlp = load_pipeline(BEFORE)
    for gold, normal, doc in read(paths, nlp):
        left = list(gold.observations)
        names = (n for e in gold.entities if e.type in PERSONAL for n in (e.name, *e.aliases))
        private = frozenset(names)
        for draft, view in zip(*by_rules(doc), strict=True):
            place = normal.to_raw(draft.start, draft.end)
            told = next((one for one in left if tells(one, place, draft.unit, draft.value)), None)
            if told and view.words:
                left.remove(told)
                shares, _ = covered(view.words, written(told.indicator), view.split)
                labels = np.array([share >= ENOUGH for share in shares], dtype=np.float64)
                yield Sample(gold.id, text_of(doc), view, told.indicator, labels, private)


def weigh(chosen: Sequence[Sample]) -> dict[str, float]:
    """How much likelier than others each word near a number is kept, as a logarithm."""
    kept, met = Counter[str](), Counter[str]()
    reports: defaultdict[str, set[str]] = defaultdict(set)
    right = total = 0.0
    private = [NAMES.index(name) for name in PRIVATE]
    names = frozenset[str]().union(*(sample.private for sample in chosen))
    for sample in chosen:
        near = sample.view.seen[:, DISTANCE] <= NEAR
        own = near & ~(sample.view.seen[:, private] > 0).any(axis=1)
        right, total = right + float(sample.labels[near].sum()), total + float(near.sum())
        for told, label in zip(
            np.array(keys(sample.view))[own].tolist(), sample.labels[own].tolist(), strict=True
        ):
            for key in told:
                kept[key] += label
                met[key] += 1
                reports[key].add(sample.id)
    if not 0 < right < total:
        return {}
    share = right / total
    base = log(share / (1 - share))
    found = {
        key: log((kept[key] + PRIOR * share) / (met[key] - kept[key] + PRIOR * (1 - share))) - base
        for key in sorted(met)
        if len(reports[key]) >= SEEN and key.lstrip("<>") not in names
    }
    return {key: round(weight, 2) for key, weight in found.items() if abs(weight) >= LEAST}


def train(chosen: Sequence[Sample], settings: Settings = SETTINGS) -> Fitted:
    """Trees and weights fitted to samples; each report's words are weighed by other reports."""
    rows, labels, counts = [], [], []
    for part in range(PARTS):
        own = [sample for sample in chosen if _part(sample.id) == part]
        if not own:
            continue
        weights = weigh([sample for sample in chosen if _part(sample.id) != part])
        rows.append(features([sample.view for sample in own], weights))
        labels += [sample.labels for sample in own]
        counts += [len(word.text) ** 0.5 for sample in own for word in sample.view.words]
    trees = fit(NAMES, np.concatenate(rows), np.concatenate(labels), np.array(counts), settings)
    return Fitted(trees, weigh(chosen))


def _part(id: str) -> int:
    return crc32(f"weights {id}".encode()) % PARTS  # not the parts that are left out


def choices(seen: Sequence[Sample], folds: int) -> Iterator[tuple[Sample, str]]:
    """The indicator of every number as chosen by what had not seen its report."""
    for sample, fitted in zip(seen, left_out(seen, folds, train), strict=True):
        yield sample, choice(sample, fitted)


def choice(sample: Sample, fitted: Fitted) -> str:
    """The indicator of a number."""
    return indicators(sample.text, [sample.view], fitted.trees, fitted.weights)[0]


def write(fitted: Fitted, folder: Path) -> None:
    """Write indicator.csv, by feature, and indicator.json."""
    write_weights(folder / "indicator.csv", sorted(fitted.weights.items()))
    (folder / "indicator.json").write_text(dump(fitted.trees), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    given = options("train_indicator", __doc__, 5).parse_args(arguments)
    files = pairs(given.paths)
    once = {pair: list(samples([pair])) for pair in dict.fromkeys(files)}
    seen = [sample for pair in files for sample in once[pair]]
    found = {id(sample): words for sample, words in choices(seen, given.folds)}
    for pair, own in once.items():
        print_figures(f"left out: {pair[0].stem}", [(sample, found[id(sample)]) for sample in own])
    print_figures("left out: all", [(sample, found[id(sample)]) for own in once.values() for sample in own])
    fitted = train(seen)
    for pair in pairs(given.fresh):
        fresh = [(sample, choice(sample, fitted)) for sample in samples([pair])]
        print_figures(f"fresh: {pair[0].stem}", fresh)
    if given.out:
        write(fitted, given.out)


def print_figures(name: str, told: Sequence[tuple[Sample, str]]) -> None:
    """Print how good the indicators of the rules and those chosen are."""
    rules = np.array([likeness(sample.view.rule, sample.gold) for sample, _ in told])
    ours = np.array([likeness(words, sample.gold) for sample, words in told])
    print(
        f"{name:24}{len(told):5} numbers"
        f"  rules {(rules >= ENOUGH).mean():.3f} (mean {rules.mean():.3f})"
        f"  chosen {(ours >= ENOUGH).mean():.3f} (mean {ours.mean():.3f})"
    )


if __name__ == "__main__":
    main()
