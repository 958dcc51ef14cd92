"""The rules' spans and the tagger's, made one.

The tagger's probabilities decide, by the thresholds of models/combine.csv for each type: from `add` on, a
span of the tagger stands where no rule found anything; from `widen` on, it takes the place of rules' spans
that lie within it, if it is likelier than each and none of them is the tagger's, too; below `veto`, a
rule's span falls. An empty threshold never lets it. What both found stays, and the spans of a type without
a row are the rules' alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import inf

from spacy.tokens import Doc

from kg.annotate.extensions import TextSpan, text_of
from kg.annotate.unions import EMPLOYERS
from kg.resources import ROOT, read_csv

COUNTED = re.compile(r"(?:[0-9]|[一二两三四五六七八九十])(?:余|多)?[个家名]$")  # 8个|街道总工会 are no one
Key = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Threshold:
    """From or below which probability the tagger decides about spans of a type."""

    add: float = inf
    widen: float = inf
    veto: float = 0.0


def load_thresholds() -> dict[str, Threshold]:
    """The packaged thresholds, by type."""
    return {
        row["type"]: Threshold(
            inf if row["add"] is None else row["add"],
            inf if row["widen"] is None else row["widen"],
            row["veto"] or 0.0,
        )
        for row in read_csv(ROOT, "models/combine.csv")
    }


class Combiner:
    """Rewrites doc._.spans, which `spans` made free of overlaps; reads doc._.tagged and doc._.chances."""

    def __init__(self, thresholds: Mapping[str, Threshold] | None = None) -> None:
        self.thresholds = load_thresholds() if thresholds is None else thresholds

    def __call__(self, doc: Doc) -> Doc:
        text = text_of(doc)
        tagged = [
            span
            for span in doc._.tagged
            if not is_bare_union(text[span.start : span.end])
            and not COUNTED.search(text, max(0, span.start - 6), span.start)
        ]
        doc._.spans = combine(doc._.spans, tagged, doc._.chances, self.thresholds)
        return doc


def is_bare_union(surface: str) -> bool:
    """Whether a name is that of any employer's union (公司工会): a rule knows when it stands for one."""
    return surface.endswith("工会") and surface.removesuffix("工会") in EMPLOYERS


def combine(
    rules: Iterable[TextSpan],
    tagged: Iterable[TextSpan],
    chances: Mapping[Key, float],
    thresholds: Mapping[str, Threshold],
) -> list[TextSpan]:
    """The spans that stand, in text order. chances: of the rules' spans, where they have one."""
    standing = {key(span): span for span in rules}
    by_rule = dict(standing)
    agreed: set[Key] = set()
    for span in sorted(tagged, key=lambda s: (-s.confidence, s.start)):
        if key(span) in by_rule:
            agreed.add(key(span))
            continue
        limit = thresholds.get(span.type, Threshold())
        rivals = [k for k in standing if k[0] < span.end and span.start < k[1]]
        if not rivals:
            if span.confidence >= limit.add:
                standing[key(span)] = span
        elif span.confidence >= limit.widen and all(
            span.start <= k[0]
            and k[1] <= span.end
            and k[2] in thresholds
            and k in by_rule
            and k not in agreed
            and chances.get(k, 0.0) < span.confidence
            for k in rivals
        ):
            for rival in rivals:
                del standing[rival]
            standing[key(span)] = span
    kept = [
        span
        for k, span in standing.items()
        if k not in by_rule or chances.get(k, 1.0) >= thresholds.get(span.type, Threshold()).veto
    ]
    return sorted(kept, key=lambda s: (s.start, -s.end))


def key(span: TextSpan) -> Key:
    """Start, end and type: what makes two spans the same mention."""
    return span.start, span.end, span.type
