"""The administrative divisions of China by name and year, 1981 to 2024 (`lexicons/divisions.csv`)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from kg.resources import lexicon

LEVELS = {"province": "provincial", "prefecture": "municipal", "county": "county"}
DIRECT = "直辖"
LONGEST = 24
SHORT = re.compile(r"(?:特别行政区|(?:维吾尔|壮族|回族)?自治区|省|市|区|县)$")
SUCCESSOR = re.compile(r"(\d{6})(?:\[(\d{4})\])?")


@dataclass(frozen=True, slots=True)
class Division:
    """One division under one name. code: GB/T 2260. level: province, prefecture or county. start,
    end: years; `end` is None for a division of today. successors: codes, some with their first year."""

    code: str
    name: str
    level: str
    province: str
    prefecture: str
    start: int
    end: int | None
    successors: tuple[tuple[str, int | None], ...]

    @property
    def key(self) -> str:
        """Of its concept: the code and the first year, as a code may change its name."""
        return f"{self.code}-{self.start}"

    @property
    def full(self) -> str:
        """The name with those of what it lies in: 浙江省杭州市钱塘区."""
        above = [self.province] if self.level == "prefecture" else [self.province, self.prefecture]
        return "".join([*(one for one in above if self.level != "province" and one != DIRECT), self.name])


@cache
def divisions() -> tuple[Division, ...]:
    """All of them, in the order of the list."""
    return tuple(
        Division(
            row["code"],
            row["name_zh"],
            row["level"],
            row["province_zh"],
            row["prefecture_zh"],
            row["start_year"],
            row["end_year"],
            tuple(
                (code, int(year) if year else None)
                for code, year in SUCCESSOR.findall(row["successor_codes"])
            ),
        )
        for row in lexicon("divisions")
    )


def find(name: str) -> Division | None:
    """The division that a name can only mean: 舟山市普陀区, and not 普陀区, of which there are two.

    Of several under one name, that of today is taken.
    """
    found = _best(_names().get(name, ()))
    return found[0] if len({one.code for one in found}) == 1 else None


def level(name: str, *, short: bool = False) -> str | None:
    """The level that all divisions of this name have. short: the name lacks its 省, 市, 区 or 县."""
    found = _best((_short_names() if short else _names()).get(name, ()))
    levels = {one.level for one in found}
    return levels.pop() if len(levels) == 1 else None


def split(name: str) -> list[tuple[str, str]]:
    """The ways to cut a name into a division and what follows it, the longest division first.

    >>> split("杭州市下城区总工会")
    [('杭州市下城区', '总工会'), ('杭州市', '下城区总工会')]
    """
    known = _names()
    ends = range(min(len(name) - 1, LONGEST), 1, -1)
    return [(name[:end], name[end:]) for end in ends if name[:end] in known]


def _best(found: Iterable[Division]) -> list[Division]:
    all = list(found)
    today = [one for one in all if one.end is None]
    latest = max((one.start for one in all), default=0)
    return today or [one for one in all if one.start == latest]


@cache
def _names() -> Mapping[str, list[Division]]:
    names: defaultdict[str, list[Division]] = defaultdict(list)
    for one in divisions():
        forms = {one.name, one.full, one.province + one.name}
        if one.level == "county" and one.prefecture != DIRECT:
            forms.add(one.prefecture + one.name)
        for form in forms if one.level != "province" else {one.name}:
            names[form].append(one)
    return dict(names)


@cache
def _short_names() -> Mapping[str, list[Division]]:
    names: defaultdict[str, list[Division]] = defaultdict(list)
    for one in divisions():
        short = SHORT.sub("", one.name)
        if len(short) > 1 and short != one.name:
            names[short].append(one)
    return dict(names)
