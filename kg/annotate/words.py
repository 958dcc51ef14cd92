"""Where a name may begin: the words that stand before one and are no part of it."""

from __future__ import annotations

import re

from kg.resources import lexicon


def left_boundary(text: str, start: int, end: int, *, weak: bool = True) -> int:
    """Move `start` to behind the last boundary word in `text[start:end]` that leaves two characters.

    weak: single characters (和, 由, 的) count as boundaries, too.
    """
    boundary = start
    for match in BEFORE_NAME[weak].finditer(text, start, end):
        if end - match.end() >= 2:
            boundary = match.end()
    return boundary


def _pattern(*kinds: str) -> re.Pattern[str]:
    words = sorted(
        (row["word"] for row in lexicon("name_breaks") if row["kind"] in kinds), key=lambda w: (-len(w), w)
    )
    return re.compile("|".join(map(re.escape, words)))


BEFORE_NAME = {False: _pattern("strong"), True: _pattern("strong", "weak")}
STOPS = re.compile(r"[，。：；！？、\n]")


def balance(text: str, start: int, end: int) -> tuple[int, int]:
    """Take the other half of a bracket that a span cuts apart, where it is near; else cut it off."""
    inside = text[start:end]
    if inside.count("（") > inside.count("）"):
        close = text.find("）", end, end + 12)
        if close >= 0 and not STOPS.search(text, end, close):
            return start, close + 1
        return start, text.rfind("（", start, end) if text.rfind("（", start, end) > start else end
    elif inside.count("）") > inside.count("（"):
        begin = text.rfind("（", max(0, start - 12), start)
        if begin >= 0 and not STOPS.search(text, begin, start):
            return begin, end
        return (start, end - 1) if text[end - 1] == "）" else (start, end)
    return start, end
