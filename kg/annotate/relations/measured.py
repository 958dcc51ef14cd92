"""How often each rule was right, and the confidence that follows.

resources/patterns/relations-measured.csv counts, for every rule, what it found and how much of
that was right in annotated reports, entities given. Confidence is (right + 1) / (found + 2).
"""

from __future__ import annotations

import csv
from functools import lru_cache
from importlib import resources

UNMEASURED = 0.5


@lru_cache(maxsize=1)
def _counts() -> dict[str, tuple[int, int]]:
    path = resources.files("kg.resources") / "patterns" / "relations-measured.csv"
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return {row["rule"]: (int(row["right"]), int(row["found"])) for row in rows}


def confidence_of(rule: str) -> float:
    """The share of right relations among those a rule found, smoothed."""
    counts = _counts().get(rule)
    return (counts[0] + 1) / (counts[1] + 2) if counts else UNMEASURED
