"""What may be a name: the spans that rules or the tagger see, and what there is to see of each.

The rules' spans, those of the tagger's best reading, and others that the tagger gives a chance are rivals
where they overlap. `combine` decides among them with a classifier that looks at a row of numbers for each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kg.annotate.extensions import TextSpan
from kg.facts.model import ENTITY_TYPES

Floats = NDArray[np.float32]
Key = tuple[int, int, str]

UNREAD = -1.0  # the chance of a span that the tagger could not read, across two sentences
STOPS = "，。；：！？\n"
MARKS = (("、", "、"), ("“‘《（", "”’》）"), (STOPS, STOPS), ("的", "的"))  # before and after a name
WITHIN = ("“”‘’", "、和与及", "0123456789")
BODIES = frozenset(("Union", "Company", "Organization"))
NAMES = (
    *(f"is-{type}" for type in ENTITY_TYPES),
    "length", "place-in-text", "chance", "ruled", "rule's-confidence", "read",
    "rivals", "rivals-ruled", "rivals-read", "longest-ruled-rival", "best-rival", "best-rival-of-type",
    "rivals-chances", "chances-around", "chances-within", "starts-with-place", "starts-with-body",
    "elsewhere", "elsewhere-ruled", "elsewhere-best", "elsewhere-mean", "elsewhere-unseen",
    *(f"{side}-{n}" for n in range(len(MARKS)) for side in ("before", "after")),
    *(f"within-{n}" for n in range(len(WITHIN))),
)  # fmt: skip


def key(span: TextSpan) -> Key:
    """Start, end and type: what makes two spans the same mention."""
    return span.start, span.end, span.type


class Rivals:
    """The candidates of a text in order, and their features.

    ruled: the rules' spans. tagged: those of the tagger's best reading. chances: by start, end and type the
    tagger's probability of exactly this mention; what it holds beside the two others is a candidate, too.
    """

    def __init__(
        self, text: str, ruled: Iterable[TextSpan], tagged: Iterable[TextSpan], chances: Mapping[Key, float]
    ) -> None:
        self.text = text
        self.ruled = {key(span): span for span in ruled}
        self.tagged = {key(span) for span in tagged}
        self.keys: list[Key] = sorted({*self.ruled, *self.tagged, *chances})
        self.chances = [chances.get(k, UNREAD) for k in self.keys]

    def features(self) -> Floats:
        """A row for each candidate, columns as in NAMES."""
        if not self.keys:
            return np.zeros((0, len(NAMES)), dtype=np.float32)
        others, same = self._overlapping(), self._same_name()
        return np.array(
            [
                [*self._name(n), *self._rivals(n, others[n]), *self._elsewhere(n, same), *self._marks(n)]
                for n in range(len(self.keys))
            ],
            dtype=np.float32,
        )

    def _overlapping(self) -> list[list[int]]:
        """For each candidate the numbers of those that overlap it."""
        found: list[list[int]] = [[] for _ in self.keys]
        for n, (_, end, _) in enumerate(self.keys):
            for other in range(n + 1, len(self.keys)):
                if self.keys[other][0] >= end:
                    break
                found[n].append(other)
                found[other].append(n)
        return found

    def _same_name(self) -> dict[tuple[str, str], list[int]]:
        found: dict[tuple[str, str], list[int]] = defaultdict(list)
        for n, (start, end, type) in enumerate(self.keys):
            found[self.text[start:end], type].append(n)
        return found

    def _name(self, n: int) -> list[float]:
        start, end, type = self.keys[n]
        rule = self.ruled.get(self.keys[n])
        return [
            *(type == other for other in ENTITY_TYPES),
            end - start, start / len(self.text), self.chances[n],
            rule is not None, rule.confidence if rule else UNREAD, self.keys[n] in self.tagged,
        ]  # fmt: skip

    def _rivals(self, n: int, others: Sequence[int]) -> list[float]:
        start, end, type = self.keys[n]
        around = within = total = 0.0
        best = of_type = UNREAD
        ruled = read = longest = place = body = 0
        for other in others:
            k, chance = self.keys[other], self.chances[other]
            best = max(best, chance)
            if k[2] == type:
                of_type = max(of_type, chance)
            if k in self.ruled:
                ruled += 1
                longest = max(longest, k[1] - k[0])
            read += k in self.tagged
            if k[0] == start and k[1] < end:
                place |= k[2] == "Place"
                body |= k[2] in BODIES
            if k[:2] != (start, end):
                chance = max(chance, 0.0)
                total += chance
                around += chance * (k[0] <= start and end <= k[1])
                within += chance * (start <= k[0] and k[1] <= end)
        return [
            len(others), ruled, read, longest, best, of_type, total, around, within, place, body
        ]  # fmt: skip

    def _elsewhere(self, n: int, same: Mapping[tuple[str, str], Sequence[int]]) -> list[float]:
        """What of the same name and type where it stands again."""
        start, end, type = self.keys[n]
        name = self.text[start:end]
        again = [other for other in same[name, type] if other != n]
        chances = [self.chances[other] for other in again]
        return [
            len(again),
            sum(self.keys[other] in self.ruled for other in again),
            max(chances, default=UNREAD),
            sum(chances) / len(chances) if chances else UNREAD,
            self.text.count(name) - 1 - len(again),
        ]

    def _marks(self, n: int) -> list[float]:
        start, end, _ = self.keys[n]
        name = self.text[start:end]
        before, after = self.text[start - 1 : start] or "\n", self.text[end : end + 1] or "\n"
        beside = [found for one, other in MARKS for found in (before in one, after in other)]
        return [*beside, *(any(mark in name for mark in marks) for marks in WITHIN)]
