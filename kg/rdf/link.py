"""Entities and concepts: what a name alone tells by the lists of `ontology/schemes/`.

Only exact names, listed aliases and names put together by rule (a region and 五一劳动奖章) are
linked to a concept; kinds also follow from how a name ends. Everything is a function of type and
name, so that reports never disagree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from kg.facts.model import EntityType
from kg.rdf import regions
from kg.rdf.iris import fold
from kg.resources import Row, lexicon

EDITION = re.compile(r"第[0-9一二三四五六七八九十百]{1,4}(?:届|期|季|轮)|首届")
YEAR = re.compile(r"^(?:(?:19|20)\d\d年度?)")
NOTE = re.compile(r"\([^()]{1,20}\)$")
TAIL = re.compile(r"(?:活动|行动)$")
INSTALMENT = re.compile(rf"^(?:{EDITION.pattern})")


@dataclass(frozen=True, slots=True)
class Links:
    """What the lists tell of an entity. concept, level, kind: `SCHEME/KEY`. family: of an honor.
    edition: as the name writes it. code: GB/T 2260. wikidata: an identifier such as Q16967."""

    concept: str | None = None
    level: str | None = None
    kind: str | None = None
    family: str | None = None
    edition: str | None = None
    code: str | None = None
    wikidata: str | None = None


NOTHING = Links()


@lru_cache(maxsize=65536)
def links(type: EntityType, name: str) -> Links:
    """What the lists tell of an entity of this type and name.

    >>> links("Honor", "建德市劳动模范").level
    'level/county'
    """
    name = fold(name)
    match type:
        case "Honor":
            return honor(name)
        case "Program":
            return program(name)
        case "Place":
            return place(name)
        case "Facility":
            return facility(name)
        case "Union":
            return union(name)
        case _:
            return NOTHING


def honor(name: str) -> Links:
    """By its name; else by its region and what it is made of."""
    row = _by_name("scheme_honors").get(name) or _composed(name)
    edition = EDITION.search(name)
    found = edition.group() if edition else None
    if row is None and (bare := INSTALMENT.sub("", YEAR.sub("", name))) != name:
        row = _by_name("scheme_honors").get(bare) or _composed(bare)
    if row is None:
        return _general(name) or (Links(edition=found) if found else NOTHING)
    level = row["level"] or _level_of(name)
    return Links(
        concept=f"honor/{row['name']}",
        level=f"level/{level}" if level else None,
        kind=f"honor-kind/{row['kind']}",
        family=row["family"] or None,
        edition=found,
    )


def composed_of(name: str) -> str | None:
    """The general honor that a special one is a case of: 省级五一劳动奖章 of 浙江省五一劳动奖章."""
    row = _composed(name)
    return None if row is None else str(row["name"])


def program(name: str) -> Links:
    """By its name, without the region, year and edition that a report may put before it.

    A program that the list lacks has its kind from how its name ends, the longest ending first.
    """
    edition = EDITION.search(name)
    listed = _by_name("scheme_programs")
    row = next((listed[one] for one in _spellings(name) if one in listed), None)
    return Links(
        concept=f"program/{row['name']}" if row else None,
        kind=f"program/{row['kind']}" if row else _kind_of_program(NOTE.sub("", name)),
        edition=edition.group() if edition else None,
    )


def same(type: EntityType, name: str) -> str:
    """The name that a thing goes by in all reports, where the lists say that names are of one thing.

    >>> same("Program", "春风送岗"), same("Program", "临空杯竞赛")
    ('春送岗位', '临空杯竞赛')
    """
    return _same_programs().get(fold(name), name) if type == "Program" else name


def _kind_of_program(name: str) -> str | None:
    endings = _program_endings()
    for said in (name, TAIL.sub("", name)):
        if kind := next((endings[said[at:]] for at in range(len(said)) if said[at:] in endings), None):
            return f"program/{kind}"
    return None


def place(name: str) -> Links:
    """A division that the name can only mean."""
    found = regions.find(name)
    if found is None:
        return NOTHING
    return Links(
        concept=f"division/{found.key}",
        level=f"level/{regions.LEVELS[found.level]}",
        code=found.code,
        wikidata=_wikidata().get(found.code) if found.level == "province" else None,
    )


def facility(name: str) -> Links:
    """By how its name ends; the longest ending counts."""
    bare = NOTE.sub("", name)
    kinds = _endings()
    found = next((kinds[bare[at:]] for at in range(len(bare)) if bare[at:] in kinds), None)
    return Links(kind=f"facility-kind/{found}") if found else NOTHING


def union(name: str) -> Links:
    """By its region and what follows it: the longest region first, then the first kind that fits."""
    for region, rest in [*regions.split(name), (None, name)]:
        level = regions.level(region) if region else None
        for row, pattern in _union_kinds():
            wanted = row["region"]
            if wanted == "none":
                fits = region is None
            else:
                fits = region is not None and (wanted == "any" or wanted == level)
            if fits and pattern.fullmatch(rest):
                at = f"level/{row['level']}" if row["level"] else None
                return Links(kind=f"union-kind/{row['key']}", level=at)
    return NOTHING


@cache
def _by_name(lexicon_name: str) -> Mapping[str, Row]:
    """The rows of a scheme by name and by alias; a name goes before an alias."""
    rows = [row for row in lexicon(lexicon_name) if not row.get("region")]
    aliases = {fold(alias): row for row in rows for alias in row["aliases"]}
    return aliases | {fold(row["name"]): row for row in rows}


def _composed(name: str) -> Row | None:
    """The row of the honors that are put together as this one is."""
    endings = _honor_endings()
    for at in range(1, len(name)):
        if (rows := endings.get(name[at:])) is None:
            continue
        region = name[:at]
        level = regions.level(region)
        if level is None and name.endswith(("工匠", "工匠提名奖")):
            level = regions.level(region, short=True)
        return next((row for row in rows if level and row["region"] in (level, "any")), None)
    return None


def _general(name: str) -> Links | None:
    """An honor that a text names without its region or level: 工人先锋号."""
    rows = _honor_endings().get(name, [])
    if not rows or not rows[0]["family"]:
        return None
    family = rows[0]["family"]
    return Links(concept=f"honor/{family}", kind=f"honor-kind/{rows[0]['kind']}", family=family)


def _level_of(name: str) -> str | None:
    for region, _ in regions.split(name):
        if found := regions.level(region):
            return regions.LEVELS[found]
    return "national" if name.startswith("全国") else None


def _spellings(name: str) -> Iterator[str]:
    """The name as it is, and with less and less of what only tells an instance."""
    yield name
    bare = INSTALMENT.sub("", YEAR.sub("", name))
    yield bare
    for region, rest in regions.split(bare):
        if regions.level(region):
            rest = INSTALMENT.sub("", YEAR.sub("", rest))
            yield rest
            yield TAIL.sub("", rest)
    yield TAIL.sub("", bare)


@cache
def _same_programs() -> Mapping[str, str]:
    return {fold(name): row["name"] for row in lexicon("scheme_programs") for name in row["same"]}


@cache
def _honor_endings() -> Mapping[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in lexicon("scheme_honors"):
        for ending in row["endings"]:
            found.setdefault(ending, []).append(row)
    return found


@cache
def _endings() -> Mapping[str, str]:
    return {ending: row["key"] for row in lexicon("scheme_facility_kinds") for ending in row["endings"]}


@cache
def _program_endings() -> Mapping[str, str]:
    rows = [row for row in lexicon("scheme_kinds") if row["scheme"] == "program-kind"]
    return {ending: row["key"] for row in rows for ending in row["endings"]}


@cache
def _union_kinds() -> tuple[tuple[Row, re.Pattern[str]], ...]:
    """Special kinds before general ones: the list has general ones first."""
    rows = [row for row in lexicon("scheme_union_kinds") if row["pattern"]]
    return tuple(
        (row, re.compile(row["pattern"])) for row in sorted(rows, key=lambda row: row["broader"] == "")
    )


@cache
def _wikidata() -> Mapping[str, str]:
    return {row["code"]: row["wikidata"] for row in lexicon("provinces")}
