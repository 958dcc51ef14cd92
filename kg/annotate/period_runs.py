"""What the characters of a report tell of the kind of its period: a day, a month, a year, or several.

Every run of one to three characters of the title, of the opening and of what follows has a weight for each
kind (models/period.csv); an expression of time is one letter by its kind, digits are 0. The weights
that a report meets are numbers that the classifier of kg/annotate/period.py looks at beside all else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from kg import resources
from kg.annotate.extensions import DateSpan
from kg.annotate.run_table import BIAS, LINE_END, RunTable

KINDS = tuple(map(len, ("2016", "2016-08", "2016-08-08", "2015/2016", "2016-01/2016-08",
                        "2016-08-08/2016-08-09")))  # fmt: skip
NAMES = ("year", "month", "day", "years", "months", "days")
LETTERS, OTHER = "ABCDEF", "G"
TITLE, OPENING, BODY = 60, 150, 600
ENOUGH = 4 * BODY  # characters in which all that is looked at stands, dates and all
SIZES = (1, 2, 3)
DIGIT = re.compile(r"\d")


@cache
def packaged() -> RunTable:
    """The packaged weights."""
    return RunTable.of(resources.weights("period"), NAMES)


def runs(text: str, dates: Sequence[DateSpan]) -> list[str]:
    """The runs of a text, each once. dates: those of a meaning, in order."""
    told = _with_letters(text, dates)
    title, _, body = told.partition("\n")
    if len(title) > TITLE or not body:
        title, body = "", told
    found = {BIAS}
    for where, stretch in (("t", title), ("o", body[:OPENING]), ("b", body[OPENING:BODY])):
        for size in SIZES:
            found.update(where + stretch[at : at + size] for at in range(len(stretch) - size + 1))
    return sorted(run.replace("\n", LINE_END) for run in found)


def _with_letters(text: str, dates: Sequence[DateSpan]) -> str:
    pieces: list[str] = []
    at = 0
    for date in dates:
        if date.start < at:
            continue
        length = len(date.value or "")
        pieces += (text[at : date.start], LETTERS[KINDS.index(length)] if length in KINDS else OTHER)
        at = date.end
        if at > ENOUGH:
            break
    return DIGIT.sub("0", "".join((*pieces, text[at : at + ENOUGH])))
