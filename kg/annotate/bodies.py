"""Full names of organs of Party and state, and of national societies: 市委宣传部, 镇党委, 全国妇联."""

from __future__ import annotations

import re

from kg.resources import lexicon, patterns

P = {name: pattern.regex for name, pattern in patterns("naming").items()}
ORGANS: dict[str, str] = {row["short"]: row["full"] for row in lexicon("organs")}
NATIONAL: dict[str, str] = {row["short"]: row["full"] for row in lexicon("national_bodies")}
LONGEST = sorted((short for short in NATIONAL if len(short) > 3), key=len, reverse=True)
TAX_MERGED = 2018  # since then the State's bureau alone collects taxes


def national(name: str) -> str | None:
    """The full name of a national body, with a department of it or without; None for any other."""
    if name in NATIONAL:
        return NATIONAL[name]
    for short in LONGEST:
        if name.startswith(short) and P["DEPARTMENT"].fullmatch(name, len(short)):
            return NATIONAL[short] + name[len(short) :]
    return None


def organ(division: str, rest: str, year: int | None) -> str:
    """The full name of a division's organ. division: the full name; rest: what follows it."""
    if rest in ("委", "委员会", "党委"):
        return f"中共{division}委" + ("" if rest == "委" else "员会")
    if rest in ("直机关工委", "直属机关工委", "直属机关工作委员会"):
        return f"中共{division}直属机关工作委员会"
    if rest in ORGANS:
        return division + ORGANS[rest]
    if P["OF_PARTY"].match(rest):
        return f"中共{division}委{ORGANS.get(rest[1:], '办公室' if rest == '委办' else rest[1:])}"
    if rest == "税务局" and year is not None and year >= TAX_MERGED:
        return f"国家税务总局{division}{rest}"
    if P["OF_GOVERNMENT"].match(rest):
        return f"{division}人民政府{'办公室' if rest == '政府办' else rest[2:]}"
    return division + rest


def committee(name: str) -> str:
    """The committee of the Party in a town, street or zone: 甲县乙镇党委 is 中共甲县乙镇委员会."""
    if P["TOWN_COMMITTEE"].fullmatch(name):
        return f"中共{name.removesuffix('党委').removesuffix('委员会')}委员会"
    if P["ZONE_COMMITTEE"].fullmatch(name):
        return f"中共{name}"
    return re.sub(r"(?<=[镇乡])政府$", "人民政府", name)
