"""The rules' spans and the tagger's, made one.

Each span has a chance, the tagger's probability of exactly this span and type, and a limit by its type and
by who found it (models/combine.csv): `keep` for what a rule found, `add` for what the tagger alone found.
Of spans that overlap those stand that exceed their limits by most in sum, and none below its limit. A rule's
span that the tagger could not read, across two sentences, counts as sure. An empty limit leaves the rules
alone: what they found stays, or the tagger adds nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from spacy.tokens import Doc

from kg.annotate.edges import mend
from kg.annotate.extensions import TextSpan, text_of
from kg.annotate.unions import EMPLOYERS
from kg.resources import ROOT, read_csv

COUNTED = re.compile(r"(?:[0-9]|[一二两三四五六七八九十])(?:余|多)?[个家名]$")  # 8个|街道总工会 are no one
FOUNDED = re.compile(r"(?:新建|组建|成立|建立|新增)(?:基层|联合|独立)?工会$")  # 江南市新建工会20家 are no one
LEAST = 1e-6  # what a character of a span at its limit is worth: the longer stands, where nothing is likelier
Key = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Limit:
    """From which chance on a span of a type stands, when a rule found it and when only the tagger did."""

    keep: float = 0.0
    add: float = inf


def load_limits() -> dict[str, Limit]:
    """The packaged limits, by type."""
    return {
        row["type"]: Limit(row["keep"] or 0.0, inf if row["add"] is None else row["add"])
        for row in read_csv(ROOT, "models/combine.csv")
    }


class Combiner:
    """Rewrites doc._.spans, which `spans` made free of overlaps; reads doc._.tagged and doc._.chances."""

    def __init__(self, limits: Mapping[str, Limit] | None = None) -> None:
        self.limits = load_limits() if limits is None else limits

    def __call__(self, doc: Doc) -> Doc:
        text = text_of(doc)
        tagged = [
            span
            for span in doc._.tagged
            if not is_bare_union(text[span.start : span.end])
            and not FOUNDED.search(text, span.start, span.end)
            and not COUNTED.search(text, max(0, span.start - 6), span.start)
        ]
        doc._.spans = mend(text, combine(doc._.spans, tagged, doc._.chances, self.limits))
        return doc


def is_bare_union(surface: str) -> bool:
    """Whether a name is that of any employer's union (公司工会): a rule knows when it stands for one."""
    return surface.endswith("工会") and surface.removesuffix("工会") in EMPLOYERS


def combine(
    rules: Iterable[TextSpan],
    tagged: Iterable[TextSpan],
    chances: Mapping[Key, float],
    limits: Mapping[str, Limit],
) -> list[TextSpan]:
    """The spans that stand, in text order. chances: of the rules' spans, where they have one.

    An employer that a rule found at the head of its unit stands with the unit.
    """
    by_rule = {key(span): span for span in rules}
    none = Limit()
    worth = [(span, chances.get(k, 1.0) - limits.get(span.type, none).keep) for k, span in by_rule.items()]
    worth += [
        (span, span.confidence - limits.get(span.type, none).add)
        for span in tagged
        if key(span) not in by_rule
    ]
    least = [(span, excess + LEAST * (span.end - span.start)) for span, excess in worth if excess >= 0]
    standing = best(least)
    units = {span.start: span.end for span in standing if span.type == "Organization"}
    standing += [
        span for span in by_rule.values() if span.type == "Company" and span.end < units.get(span.start, 0)
    ]
    return sorted(standing, key=lambda s: (s.start, -s.end))


def best(worth: Sequence[tuple[TextSpan, float]]) -> list[TextSpan]:
    """Of spans with what each is worth, those that do not overlap and are worth most together."""
    ordered = sorted(worth, key=lambda pair: (pair[0].end, pair[0].start, pair[0].type))
    ends = [span.end for span, _ in ordered]
    sums, before, taken = [0.0], list[int](), list[bool]()
    for number, (span, value) in enumerate(ordered):
        before.append(bisect_right(ends, span.start, 0, number))
        taken.append(sums[before[-1]] + value > sums[-1])
        sums.append(max(sums[-1], sums[before[-1]] + value))
    found: list[TextSpan] = []
    at = len(ordered)
    while at:
        at -= 1
        if taken[at]:
            found.append(ordered[at][0])
            at = before[at]
    return found


def key(span: TextSpan) -> Key:
    """Start, end and type: what makes two spans the same mention."""
    return span.start, span.end, span.type
