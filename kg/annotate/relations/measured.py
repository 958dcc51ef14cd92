"""How often each rule was right, and the confidence that follows.

resources/relations/measured.csv counts, for every rule, what it found and how much of that was
right in annotated reports that the pipeline read (`python -m kg.evaluate.count_rules`): the five
seeds, 258 news texts, 234 texts on union work of all provinces and 72 made-up reports of other
kinds. Most of them are texts that the rules were written and mended by; on texts that nobody looked
at rules are right less often. Confidence is
(right + 1) / (found + 2); the classifier of facts weighs it with all else that it sees.
"""

from __future__ import annotations

from functools import cache

from kg.resources import ROOT, read_csv

UNMEASURED = 0.5


@cache
def counts() -> dict[str, tuple[int, int]]:
    """Right and found by rule."""
    rows = read_csv(ROOT, "relations/measured.csv")
    return {row["rule"]: (row["right"], row["found"]) for row in rows}


def confidence_of(rule: str) -> float:
    """The share of right relations among those a rule found, smoothed."""
    right, found = counts().get(rule, (0, 0))
    return (right + 1) / (found + 2) if found else UNMEASURED
