"""The rules' spans and the tagger's, made one.

What rules or the tagger see are candidates (rivals.py). A classifier, boosted trees (models/combine.json),
gives each the probability of being a mention of its type. Of candidates that overlap those stand that exceed
LIMIT by most in sum, and none below it. A rule's span that the tagger could not read, across two sentences,
counts as sure.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import cast

from spacy.tokens import Doc

from kg.annotate.edges import mend
from kg.annotate.extensions import TextSpan
from kg.annotate.own_tagger import RULE
from kg.annotate.rivals import NAMES, UNREAD, Rivals
from kg.annotate.trees import Trees, load
from kg.annotate.unions import EMPLOYERS
from kg.facts.model import EntityType

COUNTED = re.compile(r"(?:[0-9]|[一二两三四五六七八九十])(?:余|多)?[个家名]$")  # 8个|街道总工会 are no one
FOUNDED = re.compile(r"(?:新建|组建|成立|建立|新增)(?:基层|联合|独立)?工会$")  # 江南市新建工会20家 are no one
LIMIT = 0.4  # probability from which a candidate may stand
LIMITS = {"Program": 0.25}  # one that is half right is worth having
LEAST = 1e-6  # what a character of a candidate is worth: the longer stands, where nothing is likelier


class Combiner:
    """Rewrites doc._.spans, which `spans` made free of overlaps; reads doc._.tagged and doc._.chances."""

    def __init__(self, trees: Trees | None = None) -> None:
        self.trees = load("combine", NAMES) if trees is None else trees

    def __call__(self, doc: Doc) -> Doc:
        rivals = Rivals.of(doc)
        doc._.spans = mend(rivals.text, choose(rivals, self.trees.chances(rivals.features()).tolist()))
        return doc


def may_stand(text: str, start: int, end: int) -> bool:
    """Whether a name that the tagger alone finds may be one, by what it is and what stands before it."""
    return (
        not is_bare_union(text[start:end])
        and not FOUNDED.search(text, start, end)
        and not COUNTED.search(text, max(0, start - 6), start)
    )


def is_bare_union(surface: str) -> bool:
    """Whether a name is that of any employer's union (公司工会): a rule knows when it stands for one."""
    return surface.endswith("工会") and surface.removesuffix("工会") in EMPLOYERS


def choose(rivals: Rivals, chances: Sequence[float]) -> list[TextSpan]:
    """The spans that stand, in text order. chances: the probability of each rival.

    An employer that a rule found at the head of its unit stands with the unit.
    """
    worth: list[tuple[TextSpan, float]] = []
    for k, read, chance in zip(rivals.keys, rivals.chances, chances, strict=True):
        rule = rivals.ruled.get(k)
        sure, limit = 1.0 if rule and read == UNREAD else chance, LIMITS.get(k[2], LIMIT)
        if sure >= limit and (rule or may_stand(rivals.text, k[0], k[1])):
            span = rule or TextSpan(k[0], k[1], cast(EntityType, k[2]), RULE, round(sure, 6))
            worth.append((span, sure - limit + LEAST * (k[1] - k[0])))
    standing = best(worth)
    units = {span.start: span.end for span in standing if span.type == "Organization"}
    standing += [
        span
        for span in rivals.ruled.values()
        if span.type == "Company" and span.end < units.get(span.start, 0)
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
