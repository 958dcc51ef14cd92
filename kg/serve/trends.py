"""The picture of an indicator: lines over years where a union has several, else a bar for each number.

Only numbers of the usual unit are drawn. A line is broken between numbers that are not of one kind.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from kg.serve.charts import period
from kg.serve.dress import brief
from kg.serve.entity import Named
from kg.serve.figures import Figure

LINES, BARS = 8, 40  # that are drawn at most
LEFT, TOP, TALL = 58, 14, 230  # of the field of lines
SLOT, LEAST, MOST = 84, 420, 900  # width of a year; of the field
LABEL, LENGTH, ROW = 250, 420, 24  # of bars


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: float
    figure: Figure


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line. broken: it joins numbers of different kinds."""

    x1: float
    y1: float
    x2: float
    y2: float
    broken: bool


@dataclass(frozen=True, slots=True)
class Line:
    subject: Named
    dots: Sequence[Dot]
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Tick:
    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Bar:
    y: float
    width: float
    label: str
    text: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Trend:
    """What is drawn: lines or bars. left_out: numbers of the usual unit that find no place."""

    width: int
    height: int
    unit: str
    lines: Sequence[Line]
    bars: Sequence[Bar]
    years: Sequence[Tick]
    values: Sequence[Tick]
    left_out: int


def trend(figures: Sequence[Figure]) -> Trend | None:
    """The picture; None where fewer than two numbers can be drawn."""
    drawn = [
        one for one in figures if one.amount is not None and "unit" not in one.breaks and one.amount >= 0
    ]
    if len(drawn) < 2:
        return None
    unit = drawn[0].unit
    by_subject: dict[Named, list[Figure]] = defaultdict(list)
    for one in drawn:
        if one.year:
            by_subject[one.subject].append(one)
    if any(len({one.year for one in own}) > 1 for own in by_subject.values()):
        return _lines(by_subject, unit, len(drawn))
    return _bars(drawn, unit)


def _lines(by_subject: dict[Named, list[Figure]], unit: str, count: int) -> Trend:
    subjects = sorted(by_subject, key=lambda one: (-len({each.year for each in by_subject[one]}), one.name))
    subjects = subjects[:LINES]
    shown = [one for subject in subjects for one in by_subject[subject]]
    first, last = (choose(int(one.year) for one in shown) for choose in (min, max))
    step = _step(max(_amount(one) for one in shown))
    high = step * max(1, math.ceil(max(_amount(one) for one in shown) / step))
    width = min(MOST, max(LEAST, (last - first + 1) * SLOT))
    across = (width - 48) / max(last - first, 1)

    def place(one: Figure) -> Dot:
        x = LEFT + 24 + (int(one.year) - first) * across
        return Dot(round(x, 1), round(TOP + TALL - float(_amount(one) / high) * TALL, 1), one)

    lines = []
    for subject in subjects:
        dots = [
            place(one)
            for one in sorted(by_subject[subject], key=lambda one: (one.year, one.breaks, one.period))
        ]
        joined = {dot.figure.year: dot for dot in reversed(dots)}  # of several in a year the first
        path = [joined[year] for year in sorted(joined)]
        pieces = [
            Piece(one.x, one.y, other.x, other.y, one.figure.sort() != other.figure.sort())
            for one, other in pairwise(path)
        ]
        lines.append(Line(subject, dots, pieces))
    every = max(1, math.ceil((last - first + 1) / 12))
    years = [
        Tick(round(LEFT + 24 + (year - first) * across, 1), str(year))
        for year in range(first, last + 1, every)
    ]
    values = [
        Tick(round(TOP + TALL - float(step * at / high) * TALL, 1), brief(str(step * at)))
        for at in range(int(high / step) + 1)
    ]
    return Trend(LEFT + width + 16, TOP + TALL + 28, unit, lines, (), years, values, count - len(shown))


def _bars(drawn: Sequence[Figure], unit: str) -> Trend:
    shown = sorted(drawn, key=lambda one: (-_amount(one), one.subject.name))[:BARS]
    high = max(_amount(one) for one in shown) or Decimal(1)
    bars = [
        Bar(
            at * ROW + 6,
            max(2.0, round(float(_amount(one) / high) * LENGTH, 1)),
            f"{_short(one.subject.name)} {period(one.period) if one.period else ''}".strip(),
            brief(one.value),
            one,
        )
        for at, one in enumerate(shown)
    ]
    return Trend(LABEL + LENGTH + 80, len(bars) * ROW + 8, unit, (), bars, (), (), len(drawn) - len(shown))


def _amount(one: Figure) -> Decimal:
    assert one.amount is not None
    return one.amount


def _short(name: str) -> str:
    return name if len(name) <= 12 else name[:11] + "…"


def _step(highest: Decimal) -> Decimal:
    """A round distance between lines, four or five of them up to the highest value."""
    if highest <= 0:
        return Decimal(1)
    rough = highest / 4
    size = Decimal(10) ** rough.adjusted()
    return next(size * factor for factor in (1, 2, Decimal("2.5"), 5, 10) if size * factor >= rough)
