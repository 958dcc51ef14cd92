"""Chinese and Arabic numerals -> numbers: 三百, 二十五, 两, 1,200, 3.5 万, 百分之八十."""

from __future__ import annotations

import re

DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7,
          "八": 8, "九": 9}  # fmt: skip
SMALL_POWERS = {"十": 10, "百": 100, "千": 1000}
GREAT_POWERS = {"万": 10**4, "亿": 10**8}
ARABIC = re.compile(r"\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
CHINESE = "零〇一二两三四五六七八九十百千万亿"


def parse_chinese(numeral: str) -> int | None:
    """二十五 -> 25, 两千零三 -> 2003, 二〇二一 -> 2021, 万 -> 10000; None if it is no numeral."""
    if not numeral or any(character not in CHINESE for character in numeral):
        return None
    if len(numeral) > 1 and all(character in DIGITS for character in numeral):
        return int("".join(str(DIGITS[character]) for character in numeral))
    total = section = 0
    digit: int | None = None
    for character in numeral:
        if character in DIGITS:
            digit = DIGITS[character]
        elif character in SMALL_POWERS:
            section += (1 if digit is None else digit) * SMALL_POWERS[character]
            digit = None
        else:
            section += digit or 0
            total = (total + section or 1) * GREAT_POWERS[character]
            section, digit = 0, None
    return total + section + (digit or 0)


def parse_numeral(numeral: str) -> float | None:
    """The number that digits, a Chinese numeral, or digits before 百, 千, 万, 亿 stand for."""
    arabic = ARABIC.match(numeral)
    if arabic is None:
        return parse_chinese(numeral)
    digits = arabic.group().replace(",", "").replace("，", "")
    power = 1
    for character in numeral[arabic.end() :]:
        factor = SMALL_POWERS.get(character) or GREAT_POWERS.get(character)
        if factor is None:
            return None
        power *= factor
    if power == 1:
        return float(digits)
    whole, _, fraction = digits.partition(".")
    return int(whole + fraction) * power / float(10 ** len(fraction))
