"""Fit the classifier that decides among the rules' spans and the tagger's, and say how well it does.

    python -m kg.evaluate.train_combine --on TAGGER GOLD.jsonl TEXTS [--on …] [--out combine.json] [--folds 5]

The tagger must not have been fitted to the reports that it is tried on here, or the classifier learns to
trust it too much: `--on` names, for each file of annotations, the tagger that knows nothing of it (a file
that `kg train` made of the others, or `packaged`). Every candidate of a report is right where a reader
marked exactly this mention. The printed figures (precision, recall, F1, of both ends and the type) are of
reports left out in turn. Without --out nothing is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.annotate.combine import choose
from kg.annotate.edges import mend
from kg.annotate.pipeline import COMPONENTS
from kg.annotate.rivals import NAMES, Key, Rivals
from kg.annotate.trees import Trees, dump
from kg.evaluate.boosting import Settings, fit
from kg.evaluate.training import On, figures, left_out, loaded, marked, on, options_on, read
from kg.facts.model import ENTITY_TYPES

SETTINGS = Settings(trees=300, depth=3, features=0.3, rows=0.7)
BEFORE = COMPONENTS[: COMPONENTS.index("combine")]


@dataclass(frozen=True, slots=True)
class Sample:
    """The candidates of one report. gold: what a reader marked, in the offsets of the text."""

    id: str
    rivals: Rivals
    features: NDArray[np.float32]
    gold: frozenset[Key]

    @property
    def labels(self) -> NDArray[np.float64]:
        """1.0 for each candidate that a reader marked."""
        return np.array([key in self.gold for key in self.rivals.keys], dtype=np.float64)


def samples(paths: Sequence[On]) -> Iterator[Sample]:
    """A sample of each annotated report."""
    for nlp, gold_path, texts in loaded(paths, BEFORE):
        for gold, normal, doc in read([(gold_path, texts)], nlp):
            rivals = Rivals.of(doc)
            yield Sample(gold.id, rivals, rivals.features(), frozenset(marked(gold, normal)))


def train(chosen: Sequence[Sample]) -> Trees:
    """Trees fitted to the candidates of samples."""
    labels = np.concatenate([sample.labels for sample in chosen])
    features = np.concatenate([sample.features for sample in chosen])
    return fit(NAMES, features, labels, np.ones(len(labels)), SETTINGS)


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    options = options_on("train_combine", __doc__, 5).parse_args(arguments)
    seen = list(samples(on(options.on)))
    print(f"{len(seen)} reports, {sum(len(s.rivals.keys) for s in seen)} candidates")
    print_figures(seen, left_out(seen, options.folds, train))
    if options.out:
        options.out.write_text(dump(train(seen)), encoding="utf-8")


def print_figures(seen: Sequence[Sample], fitted: Sequence[Trees]) -> None:
    """Print, by type and in all, how well the chosen spans are. fitted: the trees for each sample."""
    gold, found, right = Counter[str](), Counter[str](), Counter[str]()
    for sample, trees in zip(seen, fitted, strict=True):
        spans = choose(sample.rivals, trees.chances(sample.features).tolist())
        told = {(span.start, span.end, str(span.type)) for span in mend(sample.rivals.text, spans)}
        gold.update(type for _, _, type in sample.gold)
        found.update(type for _, _, type in told)
        right.update(type for _, _, type in told & sample.gold)
    for types in (*((type,) for type in ENTITY_TYPES), ENTITY_TYPES):
        hits, ours, theirs = (sum(count[type] for type in types) for count in (right, found, gold))
        name = types[0] if len(types) == 1 else "all"
        print(f"{name:12} {figures(hits, ours, theirs)}")


if __name__ == "__main__":
    main()
