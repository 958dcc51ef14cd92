"""Administrative divisions of China: names, short names, what contains what, and since when.

Source: kg/resources/lexicons/divisions.csv (CC0), 1981 to 2024, codes of GB/T 2260.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kg.resources import lexicon

MUNICIPALITIES = frozenset({"北京市", "天津市", "上海市", "重庆市"})
PEOPLES = (
    "壮族|回族|维吾尔|藏族|羌族|彝族|苗族|土家族|布依族|侗族|朝鲜族|蒙古族|蒙古|满族|黎族|白族|傣族|哈尼族|景颇族"
    "|傈僳族|独龙族|怒族|哈萨克|柯尔克孜|瑶族|畲族|仡佬族|水族|纳西族|拉祜族|佤族|布朗族|普米族|土族|撒拉族"
    "|东乡族|保安族|裕固族|锡伯|塔吉克|仫佬族|毛南族|达斡尔族|各族"
)
SUFFIX = re.compile(rf"(?:特别行政区|(?:{PEOPLES})*自治[区州县]|林区|新区|地区|[省市县区盟])$")
PEOPLES_IN = re.compile(rf"(?:{PEOPLES})+(?:自治)?(?=[区县州旗]$)")
KIND = re.compile(r"(?:自治区|自治[州县]|[省市县区])$")
MIN_SHORT = 2


@dataclass(frozen=True, slots=True)
class Division:
    """One division in one stretch of years. level: province, prefecture or county.

    province, prefecture: names of what contains it (its own where it is one itself).
    start, end: first and last year; end is None for what still exists.
    """

    code: str
    name: str
    level: str
    province: str
    prefecture: str
    start: int
    end: int | None

    @property
    def short(self) -> str:
        """The name without its kind (钱塘, 浙江), or the name itself where too little is left."""
        for suffix in (SUFFIX, KIND):
            short = suffix.sub("", self.name)
            if len(short) >= MIN_SHORT:
                return short
        return self.name

    @property
    def common(self) -> str:
        """The name as used without the peoples in it (瀍河区, 门源县), or the name itself."""
        common = PEOPLES_IN.sub("", self.name)
        return common if len(common) > MIN_SHORT else self.name

    @property
    def full(self) -> str:
        """The name that tells it from its namesakes: a district takes its city's name before its own."""
        if self.level == "county" and self.name.endswith("区"):
            above = self.province if self.province in MUNICIPALITIES else self.prefecture
            return above + self.name
        return self.name

    @property
    def path(self) -> str:
        """All names from the province down (浙江省杭州市钱塘区)."""
        parts = [self.province, self.prefecture, self.name]
        return "".join(dict.fromkeys(part for part in parts if part and part != "直辖"))

    def existed(self, year: int | None) -> bool:
        """Whether it existed in a year; any year will do for a division that still does."""
        return self.end is None or (year is not None and self.start <= year <= self.end)


class Divisions:
    """Look-up by any form of a name."""

    def __init__(self, divisions: list[Division]) -> None:
        self.all = divisions
        self.by_form: dict[str, list[Division]] = defaultdict(list)
        for division in divisions:
            for form in {division.name, division.short, division.common}:
                self.by_form[form].append(division)
        # short names of counties are often common words (新建, 会同, 互助): they do not begin a name
        self.safe = {form for d in divisions for form in (d.name, d.common)} | {
            d.short for d in divisions if d.level != "county"
        }
        self.safe -= {name for name in self.safe if len(name) == 2 and name[-1] in "区县"}
        self._safe = self._index(self.safe)
        self._found = lru_cache(maxsize=64)(self._scan)  # several annotators look through one text
        self._all = self._index(set(self.by_form))
        self._safe_start, self._any_start = self._starts(self._safe), self._starts(self._all)
        self._parents = {(d.name, d.level): d for d in divisions if d.level != "county" and d.end is None}

    @staticmethod
    def _index(forms: set[str]) -> dict[str, list[str]]:
        index: dict[str, list[str]] = defaultdict(list)
        for form in sorted(forms, key=lambda form: (-len(form), form)):
            if len(form) >= MIN_SHORT:
                index[form[:2]].append(form)
        return index

    @staticmethod
    def _starts(index: dict[str, list[str]]) -> re.Pattern[str]:
        """Where it pays to look a form up: at the characters that forms begin with."""
        return re.compile("[" + re.escape("".join(sorted({key[0] for key in index}))) + "]")

    def at(self, text: str, start: int, *, any_form: bool = False) -> str | None:
        """The longest form that begins at `start`; short names of counties only with `any_form`."""
        for form in (self._all if any_form else self._safe).get(text[start : start + 2], ()):
            if text.startswith(form, start):
                return form
        return None

    def chain(self, text: str, start: int) -> int:
        """The end of the longest run of forms from `start` (浙江省杭州市), `start` where there is none."""
        end = start
        while form := self.at(text, end):
            end += len(form)
        return end

    def leading(self, name: str, *, any_form: bool = False) -> tuple[list[str], str]:
        """The forms with which a name begins, one after the other, and the rest of it."""
        forms, end = [], 0
        while form := self.at(name, end, any_form=any_form):
            forms.append(form)
            end += len(form)
        return forms, name[end:]

    def run_before(self, text: str, floor: int, end: int) -> int | None:
        """Where the longest run of forms begins that stands in `text[floor:end]` and ends at `end`."""
        return next((at for at in range(max(0, floor), end) if self.chain(text, at) == end), None)

    def finditer(self, text: str, *, any_form: bool = False) -> Iterator[tuple[int, int, str]]:
        """All forms in text order, the longest at each place, none overlapping."""
        return iter(self._found(text, any_form))

    def _scan(self, text: str, any_form: bool) -> tuple[tuple[int, int, str], ...]:
        found = []
        position = 0
        for match in (self._any_start if any_form else self._safe_start).finditer(text):
            start = match.start()
            form = self.at(text, start, any_form=any_form) if start >= position else None
            if form:
                position = start + len(form)
                found.append((start, position, form))
        return tuple(found)

    def parent(self, division: Division) -> Division | None:
        """What contains a division; None for a province."""
        if division.level == "county" and division.prefecture not in ("", "直辖"):
            found = self._parents.get((division.prefecture, "prefecture"))
            if found:
                return found
        return None if division.level == "province" else self._parents.get((division.province, "province"))

    def ancestors(self, division: Division) -> list[Division]:
        """The division itself and all that contain it, upward."""
        line: list[Division] = []
        here: Division | None = division
        while here is not None:
            line.append(here)
            here = self.parent(here)
        return line


@lru_cache(maxsize=1)
def load_divisions() -> Divisions:
    """The packaged divisions, current ones first."""
    found = [
        Division(
            row["code"],
            row["name_zh"],
            row["level"],
            row["province_zh"],
            row["prefecture_zh"],
            row["start_year"],
            row["end_year"],
        )
        for row in lexicon("divisions")
        if not (row["status"] == "changed" and row["level"] == "county")
    ]
    order = {"province": 0, "prefecture": 1, "county": 2}
    found.sort(key=lambda d: (d.end is not None, order[d.level], d.code, -(d.end or 0)))
    return Divisions(found)
