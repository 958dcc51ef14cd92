"""Fit the classifiers of facts to annotated reports, and say how well they do on reports left out.

    python -m kg.evaluate.train_facts --on TAGGER GOLD.jsonl TEXTS [--on …] [--out FOLDER] [--folds 3]

Every report is read twice: with its gold entities, and with those that the pipeline finds, led back to the
gold as the scores do it, so that the classifiers learn from the mistakes they will meet. So the tagger must
not have been fitted to the report: `--on` names, for each file of annotations, one that knows nothing of it
(a file that `kg train` made of the others, or `packaged`). A pair of entities is right where the gold says
that relation of them; each relation has its own classifier. What runs of characters are worth is fitted
first, by logistic regression; the trees learn from sums of weights that had not seen the report. The printed
figures, and the odds of the written classifiers, come from ones that had not seen it either. --out names the
folder of facts.json and facts.csv; without it nothing is written. The rules' own counts
(relations/measured.csv) are taken as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate.pipeline import AFTER_ENTITIES, COMPONENTS
from kg.annotate.relations import find
from kg.annotate.relations.classifiers import Classifiers, dump
from kg.annotate.relations.events import Events
from kg.annotate.relations.features import RULED, RUNS, Looker, names
from kg.annotate.relations.judge import LEAST
from kg.annotate.relations.scene import Scene
from kg.annotate.run_table import RunTable
from kg.annotate.trees import probability
from kg.evaluate.boosting import Settings, calibrate, fit
from kg.evaluate.reliability import print_table
from kg.evaluate.run_weights import Met, Numbering, Weights, unseen_sums, weigh, with_column
from kg.evaluate.training import (
    On,
    figures,
    left_out,
    loaded,
    on,
    options_on,
    with_entities,
    write_weights,
)
from kg.facts import jsonl
from kg.facts.model import RELATION_TYPES, DocumentFacts, RelationType

FOUND_WEIGHT = 0.8  # of a pair of found entities; a pair of gold ones weighs 1
BEFORE = tuple(name for name in COMPONENTS if name not in AFTER_ENTITIES)
NEAR = -2.2  # score from which a pair counts for the odds
FEW = 40  # pairs that are too few to fit the odds of a relation by
FLAT = 0.3  # a slope below which odds tell of too few pairs and not of the scores
SETTINGS = Settings(trees=200, depth=5, rate=0.07, features=0.25, rows=0.6)
HIDDEN = 20  # of a hundred right findings of rules that training does not show
OF_PAIR = frozenset(
    {"rule", "rules", "settled", "other-relation", "organise-the-same"} | {f"ruled-{kind}" for kind in RULED}
)
LIMITS = tuple(step / 20 for step in range(20))  # probabilities that are tried as limits
NOTHING = RunTable.of({}, RELATION_TYPES)
Key = tuple[RelationType, str, str]
Odds = dict[RelationType, tuple[float, float]]  # slope and shift from scores to the log-odds


@dataclass(frozen=True, slots=True)
class Sample:
    """The pairs of one report. gold: how many facts it has, wanted: by relation; found: whether entities
    were found or given; features: without what runs are worth; met: the runs.
    """

    id: str
    found: bool
    gold: int
    wanted: dict[RelationType, int]
    keys: list[Key]
    ruled: NDArray[np.bool_]
    features: NDArray[np.float32]
    labels: NDArray[np.float64]
    met: Met

    @property
    def kinds(self) -> list[RelationType]:
        """The relation of each pair."""
        return [kind for kind, _, _ in self.keys]


@dataclass(frozen=True, slots=True)
class Fitted:
    """The classifiers, and the weights of runs that they look at."""

    models: Classifiers
    weights: Weights

    def scores(self, sample: Sample) -> NDArray[np.float64]:
        """The score of each pair of a sample."""
        sums = self.weights.sums(sample.met)
        return self.models.scores(sample.kinds, with_column(sample.features, names(), RUNS, sums))


def samples(paths: Sequence[On], runs: Numbering) -> Iterator[Sample]:
    """Two samples of each annotated report: with found entities and with its own."""
    for nlp, gold_path, texts in loaded(paths, BEFORE):
        for gold in jsonl.read(gold_path, texts):
            for found in (True, False):
                sample = _sample(gold, nlp, runs, found=found)
                if sample.keys:
                    yield sample


def _sample(gold: DocumentFacts, nlp: Language, runs: Numbering, *, found: bool) -> Sample:
    doc, aligned = with_entities(gold, nlp, found=found)
    wanted = {(fact.type, fact.subject, fact.object) for fact in gold.relations}
    return _look(doc, gold.id, aligned, wanted, runs, found=found)


def _look(
    doc: Doc, id: str, aligned: dict[str, str], wanted: set[Key], runs: Numbering, *, found: bool
) -> Sample:
    scene = Scene(doc)
    events = Events(scene)
    looker = Looker(scene, events, list(find(scene, events)))
    keys: list[Key] = [(pair.type, pair.subject, pair.object) for pair in looker.pairs]
    right = [(kind, aligned.get(one, ""), aligned.get(other, "")) in wanted for kind, one, other in keys]
    ruled = np.array([key in looker.settled for key in keys], dtype=np.bool_)
    labels = np.array(right, dtype=np.float64)
    kinds = Counter(kind for kind, _, _ in wanted)
    rows = [(RELATION_TYPES.index(pair.type), looker.runs.of(pair)) for pair in looker.pairs]
    met = Met.of(id, rows, right, FOUND_WEIGHT if found else 1.0, runs)
    return Sample(id, found, len(wanted), dict(kinds), keys, ruled, looker.features(NOTHING), labels, met)


def train(chosen: Sequence[Sample], settings: Settings) -> Fitted:
    """Weights of runs, and trees for each relation, fitted to the pairs of samples."""
    met = [sample.met for sample in chosen]
    seen = zip(chosen, unseen_sums(met), strict=True)
    features = np.concatenate(
        [with_column(_partly_hidden(sample), names(), RUNS, sums) for sample, sums in seen]
    )
    labels = np.concatenate([sample.labels for sample in chosen])
    weights = np.concatenate([sample.met.shares for sample in chosen])
    kinds = np.concatenate([sample.met.kinds for sample in chosen])
    fitted = {}
    for number, kind in enumerate(RELATION_TYPES):
        here = kinds == number
        if 0 < labels[here].sum() < here.sum():
            fitted[kind] = fit(names(), features[here], labels[here], weights[here], settings)
    return Fitted(Classifiers(fitted), weigh(met))


def _partly_hidden(sample: Sample) -> NDArray[np.float32]:
    """The features, some of what rules found rightly hidden: they know the texts they were written by.

    So the classifier also learns to see what rules will miss in others.
    """
    lot = [crc32("|".join((sample.id, *key)).encode()) % 100 for key in sample.keys]
    rows = (np.array(lot) < HIDDEN) & (sample.labels > 0)
    columns = np.array([name in OF_PAIR for name in names()])
    features = sample.features.copy()
    features[rows[:, None] & columns[None, :]] = 0
    return features


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = options_on("train_facts", __doc__, 3)
    parser.add_argument("--trees", type=int, default=SETTINGS.trees, help="how many trees")
    options = parser.parse_args(arguments)
    runs = Numbering()
    seen, settings = list(samples(on(options.on), runs)), replace(SETTINGS, trees=options.trees)
    unseen = zip(seen, left_out(seen, options.folds, partial(train, settings=settings)), strict=True)
    scores = [fitted.scores(sample) for sample, fitted in unseen]
    odds = _odds(seen, scores)
    print_figures(seen, scores, odds)
    print_least(seen, scores, odds)
    if options.out:
        fitted = train(seen, settings)
        (options.out / "facts.json").write_text(dump(calibrated(fitted.models, odds)), encoding="utf-8")
        write_weights(
            options.out / "facts.csv", fitted.weights.named(runs, [f"{kind}/" for kind in RELATION_TYPES])
        )


def calibrated(models: Classifiers, odds: Odds) -> Classifiers:
    """The classifiers with slopes and shifts."""
    return Classifiers(
        {
            kind: replace(trees, slope=odds[kind][0], shift=odds[kind][1])
            for kind, trees in models.by_relation.items()
        }
    )


def _odds(chosen: Sequence[Sample], scores: Sequence[NDArray[np.float64]]) -> Odds:
    """By relation, slope and shift of the found pairs that come near to being told."""
    ours = [(sample, score) for sample, score in zip(chosen, scores, strict=True) if sample.found]
    score = np.concatenate([score for _, score in ours])
    labels = np.concatenate([sample.labels for sample, _ in ours])
    kinds = np.array([RELATION_TYPES.index(kind) for sample, _ in ours for kind in sample.kinds])
    odds: Odds = {}
    for number, kind in enumerate(RELATION_TYPES):
        near = (kinds == number) & (score > NEAR)
        odds[kind] = (1.0, 0.0)
        if near.sum() >= FEW and 0 < labels[near].sum() < near.sum():
            slope, shift = calibrate(score[near], labels[near])
            if slope > FLAT:
                odds[kind] = (slope, shift)
    return odds


def _chances(sample: Sample, score: NDArray[np.float64], odds: Odds) -> NDArray[np.float64]:
    """The probabilities of a sample's pairs."""
    both = np.array([odds[kind] for kind in sample.kinds]).reshape(-1, 2)
    return probability(both[:, 0] * score + both[:, 1])


def print_figures(chosen: Sequence[Sample], scores: Sequence[NDArray[np.float64]], odds: Odds) -> None:
    """Print precision, recall, F1 of the rules alone and of what is told, and its reliability."""
    chances = [_chances(sample, score, odds) for sample, score in zip(chosen, scores, strict=True)]
    for ours in (True, False):
        here = [(s, p, p >= LEAST) for s, p in zip(chosen, chances, strict=True) if s.found == ours]
        print("entities found" if ours else "entities given")
        print("  rules alone ", _figures([(s.gold, s.ruled, s.labels) for s, _, _ in here]))
        print("  classifier  ", _figures([(s.gold, told, s.labels) for s, _, told in here]))
        if ours:
            stated = (zip(p[told].tolist(), s.labels[told].tolist(), strict=True) for s, p, told in here)
            print_table([(chance, right > 0) for both in stated for chance, right in both])


def print_least(chosen: Sequence[Sample], scores: Sequence[NDArray[np.float64]], odds: Odds) -> None:
    """Print, for each relation and all, the probability from which telling it serves F1 best."""
    chances = np.concatenate([_chances(s, score, odds) for s, score in zip(chosen, scores, strict=True)])
    right = np.concatenate([sample.labels for sample in chosen])
    kinds = np.array([kind for sample in chosen for kind in sample.kinds])
    print("told from which probability, F1")
    for name, of in (*((kind, (kind,)) for kind in RELATION_TYPES), ("all", RELATION_TYPES)):
        gold, here = sum(sample.wanted.get(kind, 0) for sample in chosen for kind in of), np.isin(kinds, of)
        reached = []
        for limit in LIMITS:
            told = chances[here] >= limit
            reached.append((2 * float(right[here][told].sum()) / max(1, gold + int(told.sum())), limit))
        best, limit = max(reached)
        print(f"  {name:16} {limit:.2f} {best:.3f}")


def _figures(rows: Sequence[tuple[int, NDArray[np.bool_], NDArray[np.float64]]]) -> str:
    gold, told = sum(row[0] for row in rows), sum(int(row[1].sum()) for row in rows)
    hits = sum(float(row[2][row[1]].sum()) for row in rows)
    return figures(hits, told, gold)


if __name__ == "__main__":
    main()
