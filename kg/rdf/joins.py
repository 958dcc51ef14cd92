"""Why the words of a report stand for an entity whose name they do not write.

A pure function over strings: the entity was found by the resolver, and this says by what the words
lead to it, so that a reader can judge whether they do.
"""

from __future__ import annotations

import re
from functools import lru_cache

from kg.rdf.iris import fold

# What `uw:reason` says, and how it is told to people.
REASONS: dict[str, tuple[str, str]] = {
    "spelling": ("写法不同，名称相同", "the same name, written in another way"),
    "introduced": ("文中说明了这个简称", "the report introduces it as a short name"),
    "place": ("省去了上级地名，按报告所属地区补全", "the place is left out; it is that of the report"),
    "short": ("全称的简称，字序相同", "a short form: its characters, in their order"),
    "longer": ("比名称多出说明的词", "the name with further words around it"),
    "context": ("同一份报告的上下文", "by its context in the report"),
}
PLACE = re.compile(r".*(?:省|市|区|县|州|盟|旗|镇|乡|街道|自治区)")
BRACKETS = re.compile(r"\([^()]*\)")
INTRODUCED = re.compile('(?:统称|简称|下称|又称|亦称)[:：为]?[“"「《‘]?([^”"」》’（）()，。、；;\n]{2,24})')


@lru_cache(maxsize=65536)
def reason(words: str, name: str) -> str | None:
    """By what the words lead to the name; None where they are it.

    >>> reason("区总工会", "杭州市钱塘区总工会"), reason("区总", "杭州市钱塘区总工会")
    ('place', 'short')
    >>> reason("“安康杯”竞赛", "安康杯竞赛"), reason("安康杯竞赛", "安康杯竞赛")
    ('spelling', None)
    """
    if words == name:
        return None
    short, full = fold(words).lower(), fold(name).lower()
    if short == full:
        return "spelling"
    bare = BRACKETS.sub("", short)
    if bare and bare != short and (bare == full or reason(bare, full) in ("place", "short")):
        return reason(bare, full) or "spelling"
    if not short or not full:
        return "context"
    if full.endswith(short) and PLACE.fullmatch(_head(full, short)):
        return "place"
    if within(short, full):
        return "short"
    return "longer" if within(full, short) else "context"


def introduced(raw: str) -> frozenset[str]:
    """The names that a report introduces as short ones.

    >>> sorted(introduced("杭州市钱塘区总工会（以下简称“区总”）"))
    ['区总']
    """
    return frozenset(INTRODUCED.findall(raw))


def within(short: str, full: str) -> bool:
    """Whether all characters of one stand in the other, in their order."""
    rest = iter(full)
    return bool(short) and all(char in rest for char in short)


def _head(full: str, tail: str) -> str:
    """What stands before the tail, with the sign of the level that the tail begins with: 区总工会."""
    return full[: len(full) - len(tail)] + (tail[0] if tail[0] in "省市区县州镇乡" else "")
