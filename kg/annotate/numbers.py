"""Numbers that count something: value, unit, modifier, and the words that belong to the number.

Dates, ordinals, ages, clock times, durations, versions and idioms are no such numbers; nor are
numbers of a rule (100人以上企业). Numbers inside names are left to the caller.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg import resources
from kg.annotate.numerals import parse_numeral
from kg.facts.model import Modifier

BEFORE = (
    "超过|超|逾|突破|高达|多达|达到|达|将近|接近|近|大约|约|共计|总计|合计|累计达|累计|共有|共|至少|不少于|不低于"
    "|平均每年|每年|总价值|价值|面值|不到|(?<![晚早网线以])上(?=[百千万亿][百千万亿人名家个余多元])"
)
AFTER = "以上|左右|以内|之多|不等"
OVER = re.compile("超|逾|突破|至少|不少于|不低于|上|余|多|之多")
ABOUT = re.compile("近|约|左右")
RULE_TAIL = re.compile(
    r"(?:以上|以下|及以上)的?(?:[^，。；、\d]{0,4}(?:企业|单位|用人单位|非公|规模|已建会|未建会|基层|小微)|应建|全部建)"
)
NO_COUNT_BEFORE = re.compile(
    r"(?:第|前|每|排名|人均|[“‘](?=[一二两三四五六七八九十百千])|满|不足|年满|位列|仅|任|[这那](?=[一二两三四五六七八九十]?$))$"
)
BACK = 8  # characters before a number that may tell that it counts nothing
NO_NUMBER = re.compile(r"(?:第(?:[一二三四五六七八九十]、)*|前|五花)$")  # 第二、三、四名; 五花八门
SOME = re.compile(r"(?:(?<![总人户次个件])数|[好几])$")  # 数百名, 几百名: no number
PLAIN = r"[，。；、）]|以上|左右|[涨增升]"
NO_COUNT_AFTER = re.compile(r"一|制")
ROUND = ("百", "千", "万", "百万", "千万", "千百", "万千", "亿")  # an idiom (千家), but for 近千名
GROWS = "增加|增长|发展|上升|提高|提升|扩大|壮大|攀升|下降|减少|降低|扩展|拓展"


@dataclass(frozen=True, slots=True)
class Number:
    """A counted number in doc.text.

    start, end: digits, 万 or 亿, 余 or 多, and unit. left, right: with the words around it that
    tell how exact it is, and a unit in brackets. spelled: whether it stands in Chinese characters.
    """

    start: int
    end: int
    left: int
    right: int
    value: float
    unit: str
    modifier: Modifier
    spelled: bool = False
    doubtful: bool = False


@cache
def _pattern() -> re.Pattern[str]:
    table = resources.read_toml(resources.ROOT, "units.toml")
    names = [
        name
        for kind in ("people", "organisations", "events", "things", "measures", "money")
        for name in table[kind]
    ]
    not_before = table["not_before"]

    def alternatives(units: list[str]) -> str:
        return "|".join(
            unit + (f"(?!{not_before[unit]})" if unit in not_before else "")
            for unit in sorted(units, key=lambda unit: (-len(unit), unit))
        )

    arabic = r"\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d{1,12}(?:\.\d{1,4})?"
    people = "|".join(sorted(table["bare_people"], key=len, reverse=True))
    return re.compile(
        rf"(?P<left>(?:{BEFORE}|(?<=[了的])多)*)"
        rf"(?:(?:(?<![\dA-Za-z.\-—~～:/+])|(?<=\d[—~～]))(?P<digits>{arabic})(?P<more1>[余多])?"
        rf"(?P<power>[千百]?[万亿]?)(?P<more2>[余多])?"
        rf"(?:(?P<percent>%)|(?P<unit>{alternatives(names)})|(?=(?P<people>{people})(?!.{{0,4}}热线))"
        rf"|(?=(?:{GROWS})[到至为][^，。；\d]{{0,8}}(?:{arabic})[余多]?[千百]?[万亿]?[余多]?(?P<later>{alternatives(names)}))"
        rf"|(?=(?:至|到|—|~|～)(?:{arabic})(?P<shared>[万亿]?)(?P<ranged>{alternatives(names)}))"
        rf"|(?P<rare>{alternatives(table['rare'])})|(?P<plain>(?<=[万亿])(?={PLAIN})))"
        rf"|(?P<spelled>[一二两三四五六七八九十百千万亿]{{1,6}})(?P<more3>[余多])?"
        rf"(?:(?P<unit2>{alternatives(table['in_characters'])})|(?P<rare2>{alternatives(table['rarely_in_characters'])}))"
        r"|百分之(?P<share>[零一二三四五六七八九十百\d.]{1,6}))"
        rf"(?P<bracket>（[^（）]{{1,3}}）)?(?P<right>{AFTER})?"
    )


def find_numbers(text: str, *, doubtful: bool = False) -> Iterator[Number]:
    """All numbers of a text that count something, in order; also those that hardly do, if asked for."""
    for match in _pattern().finditer(text):
        number = _read(text, match)
        if number and (doubtful or not number.doubtful):
            yield number


def _read(text: str, match: re.Match[str]) -> Number | None:
    left, tail = match["left"], match["right"] or ""
    start = match.end("left")
    if RULE_TAIL.match(text, match.start("right") if match["right"] else match.end()):
        return None
    if match["spelled"] and NO_COUNT_AFTER.match(text, match.end()):
        return None
    around = left + (match["more1"] or match["more2"] or match["more3"] or "") + tail
    before = text[max(0, match.start() - BACK) : match.start()]
    if NO_NUMBER.search(before) and not match["share"]:
        return None
    if match["spelled"] and SOME.search(before + left):
        return None
    doubtful = bool(match["rare"] or match["rare2"] or match["plain"] is not None)
    if NO_COUNT_BEFORE.search(before) and not match["share"] and not _each_money(before, match):
        doubtful = True
    if match["share"]:
        value, unit, end = parse_numeral(match["share"]), "%", match.end("share")
    elif match["spelled"]:
        value, unit = parse_numeral(match["spelled"]), match["unit2"] or match["rare2"]
        end = match.end("unit2" if match["unit2"] else "rare2")
        doubtful = doubtful or (
            match["spelled"] in ROUND and not (OVER.search(around) or ABOUT.search(around))
        )
        if match["spelled"] == "一":
            return None
    elif match["percent"]:
        value, unit, end = parse_numeral(match["digits"]), "%", match.end("percent")
    else:
        value = parse_numeral(match["digits"] + (match["power"] or match["shared"] or ""))
        own = match["unit"] or match["rare"]
        unit = own or match["later"] or match["ranged"] or "人"
        end = match.end("more2" if match["more2"] else "power") + len(own or "")
        bare = not (own or match["later"] or match["ranged"] or match["power"])
        if bare and value is not None and value < 100:
            return None
    if value is None or value == 0:
        return None
    modifier: Modifier = "exact"
    if OVER.search(around):
        modifier = "over"
    elif ABOUT.search(around):
        modifier = "about"
    spelled = bool(match["spelled"] or match["share"])
    return Number(start, end, match.start(), match.end(), value, unit, modifier, spelled, doubtful)


def _each_money(before: str, match: re.Match[str]) -> bool:
    """每人88元 and 不足 before money still tell an amount."""
    return match["unit"] == "元" and not before.endswith(("第", "前"))
