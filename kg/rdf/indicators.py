"""The words of a number and the indicator of `ontology/schemes/indicators.ttl` that they name.

A pure function over strings: the words, cleaned of what only says when or whose, must match the
pattern of an indicator whole, and the unit must be one that the indicator can have.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from kg.rdf import link
from kg.rdf.iris import fold
from kg.resources import ROOT, Row, lexicon, read_toml

SHORTEST_END = 2  # of a program's name: 竞赛参与职工


@dataclass(frozen=True, slots=True)
class Match:
    """key: of the indicator. statistic: `flow` over a period, `stock` at a moment, `ratio`, or None
    where the words do not tell."""

    key: str
    statistic: str | None


@dataclass(frozen=True, slots=True)
class Words:
    """`resources/indicators.toml`, compiled. units: by quantity; slots: by what stands for them."""

    head: re.Pattern[str]
    tail: re.Pattern[str]
    filler: re.Pattern[str]
    population: re.Pattern[str]
    flow: re.Pattern[str]
    stock: re.Pattern[str]
    got: re.Pattern[str]
    units: Mapping[str, frozenset[str]]
    slots: Mapping[str, str]


@lru_cache(maxsize=65536)
def match(words: str, unit: str, about: tuple[str, ...] = ()) -> Match | None:
    """The indicator that the words of a number with this unit name; None where no single one fits.

    about: names of programs that the number is about. Where the words alone name nothing (发放补助),
    they do after as much of such a name as an indicator needs: 医疗互助发放补助.

    >>> match("全区现有爱心驿家", "个")
    Match(key='outdoor-stations', statistic='stock')
    """
    text = clean(words)
    fitting = _fitting(text, unit) or _by_honor(text, unit) or _by_program(text, unit, about)
    if len(fitting) != 1:
        return None
    row = fitting[0]
    return Match(row["key"], statistic(words, row["statistic"]))


def clean(words: str) -> str:
    """The words without quotation marks, blanks and what stands before and behind the thing counted."""
    text = _words().filler.sub("", fold(words))
    while (bare := _words().head.sub("", text)) and bare != text:
        text = bare
    return _words().tail.sub("", text) or text


def statistic(words: str, default: str) -> str | None:
    """What the words say a number is; the default of its indicator where they say nothing."""
    if default == "ratio":
        return default
    if _words().stock.search(words):
        return "stock"
    return "flow" if _words().flow.search(words) else default or None


def population(words: str) -> tuple[str, ...]:
    """What the words tell of whom or what is counted, in order and each once; often nothing.

    >>> population("慰问困难职工、留守职工"), population("新建独立基层工会")
    (('困难', '留守'), ('独立',))
    """
    return tuple(dict.fromkeys(sorted(_words().population.findall(fold(words)))))


def unit_key(unit: str) -> str | None:
    """The concept of a unit: 人, 名 and 位 are one."""
    return _unit_keys().get(unit)


def _fitting(text: str, unit: str) -> list[Row]:
    units = _words().units
    return [row for row, pattern in _patterns() if unit in units[row["quantity"]] and pattern.fullmatch(text)]


def _by_program(text: str, unit: str, about: tuple[str, ...]) -> list[Row]:
    """The indicators that the end of a program's name and the words make up, by the longest end that does.

    Of words that begin with the name or a part of it (春风行动发放救助款) the others may do alone.
    """
    found: dict[str, Row] = {}
    for name in map(fold, about):
        rest = _without(name, text)
        ends = [name[at:] for at in range(len(name) - SHORTEST_END + 1)]
        tries = [rest] + [end + words for words in dict.fromkeys((text, rest)) for end in ends]
        rows = next((rows for words in tries if (rows := _fitting(words, unit))), [])
        found |= {row["key"]: row for row in rows}
    return list(found.values())


def _without(name: str, text: str) -> str:
    """Words without the longest part of a name that they begin with."""
    for end in range(len(text) - SHORTEST_END, SHORTEST_END - 1, -1):
        if text[:end] in name:
            return text[end:]
    return text


def _by_honor(text: str, unit: str) -> list[Row]:
    """The indicators of an honor that the text consists of: 认定建德工匠."""
    by_honor, units = _honor_rows(), _words().units
    for name in (text, _words().got.sub("", text)):
        found = link.links("Honor", name)
        if found.kind == "honor-kind/individual" and name == text:
            continue  # 上海工匠21名 may have come to a meeting
        if found.family and found.level and "提名" not in name:
            rows = by_honor.get(f"{found.family}:{found.level.removeprefix('level/')}", [])
            return [row for row in rows if unit in units[row["quantity"]] | units["honors"]]
    return []


@cache
def _words() -> Words:
    table = read_toml(ROOT, "indicators.toml")
    slots = {f"{{{slot}}}": f"(?:{'|'.join(verbs)})" for slot, verbs in table["verbs"].items()}
    return Words(
        head=re.compile(f"^(?:{table['head']})"),
        tail=re.compile(f"(?:{table['tail']})$"),
        filler=re.compile(table["filler"]),
        population=re.compile(table["population"]),
        flow=re.compile(table["flow"]),
        stock=re.compile(table["stock"]),
        got=re.compile("^" + slots["{get}"]),
        units={quantity: frozenset(units) for quantity, units in table["units"].items()},
        slots=slots | {"{place}": "[一-龥]{2,6}"},
    )


@cache
def _patterns() -> tuple[tuple[Row, re.Pattern[str]], ...]:
    found = []
    for row in lexicon("scheme_indicators"):
        if row["pattern"]:
            expression = row["pattern"]
            for slot, verbs in _words().slots.items():
                expression = expression.replace(slot, verbs)
            found.append((row, re.compile(expression)))
    return tuple(found)


@cache
def _honor_rows() -> Mapping[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in lexicon("scheme_indicators"):
        for honor in row["honors"]:
            found.setdefault(honor, []).append(row)
    return found


@cache
def _unit_keys() -> Mapping[str, str]:
    rows = [row for row in lexicon("scheme_units") if row["broader"]]
    return {name: row["key"] for row in rows for name in (row["label_zh"], *row["aliases"])}
