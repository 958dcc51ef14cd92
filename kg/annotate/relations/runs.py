"""What the characters between and beside two names tell of their relation.

Each relation has a weight for every run of one to three characters (models/facts.csv): what 由…承办 or
…携手… is worth need not be written down by anybody. The weights that a pair meets add up to one number,
which the classifier of the relation looks at beside all else.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from kg import resources
from kg.annotate.extensions import text_of
from kg.annotate.relations.candidates import Pair
from kg.annotate.relations.scene import Scene
from kg.annotate.run_table import BIAS, LINE_END, Doubles, RunTable
from kg.facts.model import RELATION_TYPES

SIDE = 8  # characters on either side of a name
EDGE = 20  # characters after the first name and before the second that are looked at where many lie between
SHORT = 8  # characters between two names that count as a whole, too
BESIDE = 3  # characters next to a name that count as a whole
SIZES, SIDE_SIZES = (1, 2, 3), (1, 2)
SIGNS = "><"  # of stretches behind the subject, and before it
GAP = 2  # sentences from which on it does not matter how many lie between


@cache
def packaged() -> RunTable:
    """The packaged weights."""
    return RunTable.of(resources.weights("facts"), RELATION_TYPES)


class Runs:
    """The runs of a scene."""

    def __init__(self, scene: Scene) -> None:
        self.text, self.starts = scene.text.replace("\n", LINE_END), scene.starts
        whole = text_of(scene.doc)
        self.named = {
            at: (mark.type, whole[mark.span.start : mark.span.end]) for at, mark in scene.marks.items()
        }

    def of(self, pair: Pair) -> list[str]:
        """All runs of a pair, those that stand there twice twice."""
        between = [
            f"{sign}{self.text[at : at + size]}"
            for sign, start, end in self._between(pair)
            for size in SIZES
            for at in range(start, end - size + 1)
        ]
        return [
            *self._whole(pair),
            *self._beside(pair.subject_at, "s"),
            *self._beside(pair.object_at, "o"),
            *between,
        ]

    def scores(self, pairs: Sequence[Pair], table: RunTable) -> NDArray[np.float32]:
        """What the weights of each pair's runs add up to, in its relation."""
        if not pairs:
            return np.zeros(0, dtype=np.float32)
        place = {key: number for number, key in enumerate(dict.fromkeys(map(_where, pairs)))}
        distinct = list({_where(pair): pair for pair in pairs}.values())
        beside = {
            (at, role): table.sum(self._beside(at, role))
            for at, role in {
                spot for pair in distinct for spot in ((pair.subject_at, "s"), (pair.object_at, "o"))
            }
        }
        total = self._sums_between(distinct, table)
        for number, pair in enumerate(distinct):
            total[number] += beside[pair.subject_at, "s"] + beside[pair.object_at, "o"]
            total[number] += table.sum(self._whole(pair))
        kinds = [RELATION_TYPES.index(pair.type) for pair in pairs]
        return total[[place[_where(pair)] for pair in pairs], kinds].astype(np.float32)

    def _sums_between(self, pairs: Sequence[Pair], table: RunTable) -> Doubles:
        """For each pair and relation, what the weights of the runs between the names add up to."""
        total = np.zeros((len(pairs), len(RELATION_TYPES)))
        stretches = [(number, *one) for number, pair in enumerate(pairs) for one in self._between(pair)]
        for sign in SIGNS:
            own = np.array([(n, start, end) for n, s, start, end in stretches if s == sign], dtype=np.int64)
            for size in SIZES if len(own) else ():
                long = own[own[:, 2] - own[:, 1] >= size]
                running = table.running(self.text, sign, size)
                sums = running[long[:, 2] - size + 1] - running[long[:, 1]]
                np.add.at(total, long[:, 0], sums)
        return total

    def _between(self, pair: Pair) -> Iterator[tuple[str, int, int]]:
        """The stretches between two names that are looked at, and which of the two stands first."""
        if pair.apart:
            return
        first, last = sorted((pair.subject_at, pair.object_at))
        sign = SIGNS[pair.object_at < pair.subject_at]
        if last - first - 1 <= 2 * EDGE:
            yield sign, first + 1, last
        else:
            yield sign, first + 1, first + 1 + EDGE
            yield sign, last - EDGE, last

    def _whole(self, pair: Pair) -> Iterator[str]:
        """What holds for the pair as a whole: its types, order and distance, and a short stretch between."""
        first, last = sorted((pair.subject_at, pair.object_at))
        sign = SIGNS[pair.object_at < pair.subject_at]
        gap = min(GAP, bisect_right(self.starts, last) - bisect_right(self.starts, first))
        kinds = (self.named[at][0] if at in self.named else "-" for at in (pair.subject_at, pair.object_at))
        yield BIAS
        yield f"types={' '.join(kinds)}{sign}{gap}"
        yield f"meant={pair.meant} apart={pair.apart}"
        if not pair.apart and last - first - 1 <= SHORT:
            yield f"whole{sign}{self.text[first + 1 : last]}"

    def _beside(self, at: int, role: str) -> Iterator[str]:
        """The runs before and behind a name, and its last characters."""
        text = self.text
        for side, stretch in (("-", text[max(0, at - SIDE) : at]), ("+", text[at + 1 : at + 1 + SIDE])):
            for size in SIDE_SIZES:
                for start in range(len(stretch) - size + 1):
                    yield f"{role}{side}{stretch[start : start + size]}"
        yield f"{role}-next={text[max(0, at - BESIDE) : at]}"
        yield f"{role}+next={text[at + 1 : at + 1 + BESIDE]}"
        kind, name = self.named.get(at, (None, ""))
        if name and kind != "Person":
            for size in SIZES:
                yield f"{role}-ends={name[-size:]}"


def _where(pair: Pair) -> tuple[int, int, bool, bool]:
    """What the runs of a pair depend on, whatever the relation."""
    return pair.subject_at, pair.object_at, pair.meant, pair.apart
