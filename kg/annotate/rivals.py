"""What may be a name: the spans that rules or the tagger see, and what there is to see of each.

The rules' spans, those of the tagger's best reading, and others that the tagger gives a chance are rivals
where they overlap. `combine` decides among them with a classifier that looks at a row of numbers for each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from kg.annotate.extensions import TextSpan, text_of
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

    @classmethod
    def of(cls, doc: Doc) -> Rivals:
        """The candidates of a text that the rules and the tagger have read."""
        return cls(text_of(doc), doc._.spans, doc._.tagged, doc._.chances)

    def features(self) -> Floats:
        """A row for each candidate, columns as in NAMES."""
        if not self.keys:
            return np.zeros((0, len(NAMES)), dtype=np.float32)
        others, elsewhere = self._overlapping(), self._elsewhere()
        return np.array(
            [
                [*self._name(n), *self._rivals(n, others[n]), *elsewhere[n], *self._marks(n)]
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

    def _elsewhere(self) -> list[list[float]]:
        """For each candidate what there is of the same name and type where it stands again."""
        groups: dict[tuple[str, str], list[int]] = defaultdict(list)
        for n, (start, end, type) in enumerate(self.keys):
            groups[self.text[start:end], type].append(n)
        found: list[list[float]] = [[]] * len(self.keys)
        for (name, _), group in groups.items():
            chances = [self.chances[n] for n in group]
            first, second = sorted([*chances, UNREAD], reverse=True)[:2]
            ruled = sum(self.keys[n] in self.ruled for n in group)
            total, unseen, again = sum(chances), self.text.count(name) - len(group), len(group) - 1
            for n, chance in zip(group, chances, strict=True):
                found[n] = [
                    again,
                    ruled - (self.keys[n] in self.ruled),
                    second if chance == first else first,
                    (total - chance) / again if again else UNREAD,
                    unseen,
                ]
        return found

    def _marks(self, n: int) -> list[float]:
        start, end, _ = self.keys[n]
        name = self.text[start:end]
        before, after = self.text[start - 1 : start] or "\n", self.text[end : end + 1] or "\n"
        beside = [found for one, other in MARKS for found in (before in one, after in other)]
        return [*beside, *(any(mark in name for mark in marks) for marks in WITHIN)]
