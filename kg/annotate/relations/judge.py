"""Which relations are told: those of rules that a classifier believes, and those it sees by itself.

The classifier of a relation (models/facts.json, fitted by kg/evaluate/train_facts.py) gives each pair of
entities that may stand in it a probability, which is the confidence of the fact.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.annotate.relations.candidates import Pair
from kg.annotate.relations.classifiers import load
from kg.annotate.relations.events import Events
from kg.annotate.relations.features import Looker, names
from kg.annotate.relations.measured import confidence_of
from kg.annotate.relations.rules import Found
from kg.annotate.relations.scene import Scene
from kg.facts.model import RelationType

LEAST = 0.3  # probability from which a relation is told: what serves F1 best on reports left out
SEEN = "classifier"  # the rule of a relation that no rule found
ONE_OF: tuple[tuple[RelationType, RelationType], ...] = (
    ("ORGANIZES", "PARTICIPATES_IN"),
    ("HOLDS_POST", "EMPLOYED_BY"),
)
Key = tuple[RelationType, str, str]


def decide(scene: Scene, events: Events, found: Sequence[Found]) -> list[tuple[list[Found], float]]:
    """The readings of each relation that is told, the surest first, and its probability."""
    looker = Looker(scene, events, found)
    kinds = [pair.type for pair in looker.pairs]
    chances = load(names()).chances(kinds, looker.features()).tolist()
    by_key = {
        (pair.type, pair.subject, pair.object): chance
        for pair, chance in zip(looker.pairs, chances, strict=True)
    }
    told = []
    for pair, chance in zip(looker.pairs, chances, strict=True):
        key: Key = (pair.type, pair.subject, pair.object)
        if chance >= LEAST and not _yields(key, by_key):
            readings = sorted(
                looker.ruled.get(key, ()), key=lambda item: (-confidence_of(item.rule), item.start)
            )
            told.append((readings or [_seen(pair)], round(chance, 3)))
    return sorted(
        told, key=lambda one: (one[0][0].start, one[0][0].type, one[0][0].subject, one[0][0].object)
    )


def _yields(key: Key, chances: dict[Key, float]) -> bool:
    """Whether a likelier relation shuts this one out: who organises does not also take part."""
    kind, subject, obj = key
    for pair in ONE_OF:
        for one, other in (pair, pair[::-1]):
            if one == kind and chances.get((other, subject, obj), 0.0) > chances[key]:
                return True
    return kind == "COOPERATES_WITH" and chances.get((kind, obj, subject), 0.0) > chances[key]


def _seen(pair: Pair) -> Found:
    start, end = sorted((pair.subject_at, pair.object_at))
    if pair.apart:
        start, end = pair.subject_at, pair.subject_at
    return Found(pair.type, pair.subject, pair.object, start, end + 1, SEEN)
