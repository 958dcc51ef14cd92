"""Small charts: where the columns of a series stand. Templates draw them as inline SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

HEIGHT, BASE, TOP = 104, 84, 18  # of the picture, of the line the columns stand on, of the highest
SLOT, COLUMN, MOST = 58, 26, 12  # width for a column and of it; columns in a chart


@dataclass(frozen=True, slots=True)
class Point:
    """A value of a period. here: the one that the reader looks at. about: for the tooltip."""

    period: str
    value: Decimal
    text: str
    about: str
    here: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    x: int
    y: int
    width: int
    height: int
    point: Point
    label: str

    @property
    def middle(self) -> int:
        return self.x + self.width // 2


@dataclass(frozen=True, slots=True)
class Chart:
    width: int
    height: int
    base: int
    columns: tuple[Column, ...]


def columns(points: Sequence[Point]) -> Chart | None:
    """The columns of a series in the order of time, the last ones where there are too many; None
    where fewer than two periods have a value, or a value is below zero.
    """
    wanted = sorted(points, key=lambda one: (one.period, not one.here, one.about))[-MOST:]
    if len({one.period for one in wanted}) < 2 or min(one.value for one in wanted) < 0:
        return None
    highest = max(one.value for one in wanted) or Decimal(1)
    found = []
    for place, one in enumerate(wanted):
        tall = max(1, round(one.value / highest * (BASE - TOP)))
        x = place * SLOT + (SLOT - COLUMN) // 2
        found.append(Column(x, BASE - tall, COLUMN, tall, one, period(one.period)))
    return Chart(SLOT * len(found), HEIGHT, BASE, tuple(found))


def period(text: str) -> str:
    """A period in few characters.

    >>> period("2018/2023"), period("2021-01/2021-06"), period("2021-06")
    ('2018–23', '2021.1–6', '2021.6')
    """
    first, _, last = text.partition("/")
    parts = [part.split("-") for part in (first, last)]
    if not last:
        return _dotted(parts[0])
    if parts[0][0] == parts[1][0] and len(parts[0]) > 1:
        return f"{_dotted(parts[0])}–{_dotted(parts[1][1:])}"
    if len(parts[0]) == len(parts[1]) == 1:
        return f"{first}–{last[-2:]}"
    return f"{parts[0][0]}–{parts[1][0][-2:]}"


def _dotted(parts: Sequence[str]) -> str:
    return ".".join(part.lstrip("0") or part for part in parts)
