"""The classifiers of facts, one for each relation, and the file that keeps them (models/facts.json)."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from kg.annotate import trees
from kg.annotate.trees import Doubles, Trees, probability
from kg.facts.model import RELATION_TYPES, RelationType
from kg.resources import ROOT

WHERE = "models/facts.json"
NEVER = -9.0  # the score of a pair in a relation that no trees were fitted to


@dataclass(frozen=True, slots=True)
class Classifiers:
    """The trees of each relation. All look at the same features."""

    by_relation: dict[RelationType, Trees]

    def scores(self, kinds: Sequence[RelationType], features: NDArray[np.float32]) -> Doubles:
        """The score of each row, of a pair in the relation of `kinds`."""
        return self._ask(kinds, features, Trees.scores, NEVER)

    def chances(self, kinds: Sequence[RelationType], features: NDArray[np.float32]) -> Doubles:
        """The probability of each row."""
        never = float(probability(np.array(NEVER)))
        return self._ask(kinds, features, Trees.chances, never)

    def _ask(
        self,
        kinds: Sequence[RelationType],
        features: NDArray[np.float32],
        ask: Callable[[Trees, NDArray[np.float32]], Doubles],
        never: float,
    ) -> Doubles:
        """What the trees of its relation say of each row, `never` where there are none."""
        told: Doubles = np.full(len(kinds), never)
        which = np.array([RELATION_TYPES.index(kind) for kind in kinds], dtype=np.int64)
        for number in np.unique(which).tolist():
            model = self.by_relation.get(RELATION_TYPES[number])
            if model is not None:
                here = np.flatnonzero(which == number)
                told[here] = ask(model, features[here])
        return told


def dump(models: Classifiers) -> str:
    """The model file's text: the names of the features once, then the trees of each relation."""
    names = next(iter(models.by_relation.values())).names
    kept = {kind: trees.dump(replace(model, names=())).strip() for kind, model in models.by_relation.items()}
    rows = [f'"names": {json.dumps(list(names))}', *(f'"{kind}": {text}' for kind, text in kept.items())]
    return "{\n" + ",\n".join(rows) + "\n}\n"


def read(text: str, names: tuple[str, ...], where: str = WHERE) -> Classifiers:
    """Classifiers from the text of a model file. Raises DataFileError where its features are not `names`."""
    try:
        data = json.loads(text)
        known = tuple(data["names"])
        models = {kind: trees.of({**data[kind], "names": known}) for kind in RELATION_TYPES if kind in data}
    except (KeyError, TypeError, ValueError) as error:
        raise trees.broken(where, str(error)) from error
    trees.require(known, names, where)
    return Classifiers(models)


@cache
def load(names: tuple[str, ...]) -> Classifiers:
    """The packaged classifiers, which look at the features `names`."""
    return read(ROOT.joinpath(WHERE).read_text("utf-8"), names)
