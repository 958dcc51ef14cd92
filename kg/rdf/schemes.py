"""The concept schemes of `ontology/schemes/`, written from `kg/resources/lexicons/`.

    python -m kg.rdf.schemes [FOLDER]

writes one Turtle file for each; a test compares them byte for byte. All rows are checked first:
no two concepts of a scheme share a name or an alias, and nobody confers above their level.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import DataFileError
from kg.rdf import link, ontology, regions
from kg.rdf.iris import CONCEPTS, fold, segment
from kg.resources import Row, lexicon

PREFIXES = """\
@prefix uw: <https://w3id.org/union-work/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix qudt: <http://qudt.org/schema/qudt/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
LICENCE = "<https://creativecommons.org/licenses/by/4.0/>"
TITLES = {
    "level": ("级别", "Levels"),
    "honor": ("荣誉", "Honors"),
    "honor-kind": ("荣誉对象", "Kinds of honor"),
    "program": ("项目活动", "Programs"),
    "indicator": ("统计指标", "Indicators"),
    "union-kind": ("工会类型", "Kinds of union"),
    "facility-kind": ("场所类型", "Kinds of facility"),
    "unit": ("计量单位", "Units"),
    "division": ("行政区划（1981—2024）", "Administrative divisions, 1981 to 2024"),
}
FILES: Mapping[str, Sequence[str]] = {
    "levels": ["level"],
    "honors": ["honor", "honor-kind"],
    "programs": ["program"],
    "indicators": ["indicator"],
    "unions": ["union-kind"],
    "facilities": ["facility-kind"],
    "units": ["unit"],
    "divisions": ["division"],
}
HONOR_LEVELS = {
    "national": ("national-honor", "全国荣誉", "national honors"),
    "provincial": ("provincial-honor", "省级荣誉", "provincial honors"),
    "municipal": ("municipal-honor", "市级荣誉", "municipal honors"),
    "county": ("county-honor", "县级荣誉", "county honors"),
}
SISTERS = (("奖章", "奖状"), ("劳动模范", "先进工作者"), ("劳动模范", "模范集体"), ("优胜单位", "优胜班组"))
LOCAL = re.compile(r"[A-Za-z0-9\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff-]*")  # what a prefixed name may hold
NATIONAL_BODY = re.compile(r"全国|中华|中国|中共中央|国务院|中宣部|共青团中央|^(?:人力资源|应急管理)")


@dataclass
class Concept:
    """key: within its scheme. broader, related, close: paths `SCHEME/KEY`. more: further
    predicates with terms as Turtle writes them."""

    key: str
    zh: str
    en: str | None = None
    aliases: tuple[str, ...] = ()
    broader: list[str] = field(default_factory=list)
    related: list[str] = field(default_factory=list)
    notation: str | None = None
    more: list[tuple[str, str]] = field(default_factory=list)


def main(folder: Path | None = None) -> None:
    """Write all schemes into a folder, that of the ontology where none is given."""
    target = folder or ontology.folder() / "schemes"
    target.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        (target / f"{name}.ttl").write_text(turtle(name), encoding="utf-8", newline="\n")


def turtle(file: str) -> str:
    """One file of schemes. Raises DataFileError for rows that contradict each other."""
    written = ["\n".join(_written(scheme, _checked(scheme))) + "\n" for scheme in FILES[file]]
    used = [
        scheme
        for scheme in SCHEMES
        if any(f" {scheme}:" in f" {text}" or f"\n{scheme}:" in text for text in written)
    ]
    prefixes = [f"@prefix {scheme}: <{CONCEPTS}{scheme}/> .\n" for scheme in used]
    return "\n".join([f"@prefix c: <{CONCEPTS}> .\n{''.join(prefixes)}{PREFIXES}", *written])


def _checked(scheme: str) -> list[Concept]:
    concepts = SCHEMES[scheme]()
    check(scheme, concepts)
    return concepts


def check(scheme: str, concepts: Sequence[Concept]) -> None:
    """Raises DataFileError where two concepts share a key, a name or an alias, or one points nowhere."""
    keys: set[str] = set()
    names: dict[str, str] = {}
    for one in concepts:
        if one.key in keys:
            raise DataFileError(f"scheme {scheme}", f"a second {one.key!r}", "keep one of the rows")
        keys.add(one.key)
    if scheme == "division":  # names recur there, in other places and times
        return
    for one in concepts:
        for name in (one.zh, *one.aliases):
            if names.setdefault(fold(name), one.key) != one.key:
                found = f"{name!r} for {one.key!r} and {names[fold(name)]!r}"
                raise DataFileError(f"scheme {scheme}", found, "take the name from one of them")
        for path in (*one.broader, *one.related):
            other, key = path.split("/", 1)
            if other == scheme and key not in keys:
                raise DataFileError(f"scheme {scheme}", f"{one.key!r} points to {key!r}", "add it")


def levels() -> list[Concept]:
    """From the nation down; the notation is the rank, to sort by."""
    found = _kinds("level")
    for rank, level in enumerate(found, start=1):
        level.notation = str(rank)
    return found


def honor_kinds() -> list[Concept]:
    return _kinds("honor-kind")


def honors() -> list[Concept]:
    """Levels and families on top; composed honors below them; the honors by name below those."""
    rows = lexicon("scheme_honors")
    tops = [Concept(key, zh, en) for key, zh, en in HONOR_LEVELS.values()] + _kinds("honor-family")
    names = {row["name"] for row in rows}
    found = []
    for row in rows:
        check_honor(row)
        found.append(_honor(row, names))
    below = {path for one in found for path in one.broader}
    return [top for top in tops if f"honor/{top.key}" in below] + found


def check_honor(row: Row) -> None:
    """Raises DataFileError for an honor whose region is of another level, or whose body cannot be
    the one that confers it."""
    where, name, level, body = "lexicons/scheme_honors.csv", row["name"], row["level"], row["body"]
    found = next((regions.level(region) for region, _ in regions.split(name)), None)
    if found and regions.LEVELS[found] != level:
        raise DataFileError(where, f"{name} of level {level!r}", f"write {regions.LEVELS[found]}")
    if body and level != "county" and (level == "national") != bool(NATIONAL_BODY.search(body)):
        raise DataFileError(where, f"{name} by {body}", "check the body, or the level")


def _honor(row: Row, names: set[str]) -> Concept:
    general = None if row["region"] else link.composed_of(row["name"])
    if general:
        broader = [f"honor/{general}"]
    else:
        broader = [f"honor/{HONOR_LEVELS[row['level']][0]}"] if row["level"] else []
        broader += [f"honor/{row['family']}"] if row["family"] else []
    sisters = [
        row["name"].replace(one, other)
        for pair in SISTERS
        for one, other in (pair, pair[::-1])
        if row["name"].endswith(one)
    ]
    more = [("uw:level", _iri(f"level/{row['level']}"))] if row["level"] else []
    more.append(("uw:kind", _iri(f"honor-kind/{row['kind']}")))
    if row["body"]:
        more.append(("uw:conferringBody", _text(row["body"], "zh")))
    related = [f"honor/{name}" for name in sisters if name in names]
    name, en = row["name"], row["label_en"]
    return Concept(name, name, en, row["aliases"], broader, related, more=more)


def programs() -> list[Concept]:
    found = []
    for row in lexicon("scheme_programs"):
        more = [("uw:usualOrganizer", _text(row["organizer"], "zh"))] if row["organizer"] else []
        broader = [f"program/{row['kind']}"]
        found.append(Concept(row["name"], row["name"], None, row["aliases"], broader, more=more))
    return _kinds("program-kind") + found


def indicators() -> list[Concept]:
    found = []
    for row in lexicon("scheme_indicators"):
        more = [("uw:stockOrFlow", _text(row["statistic"]))] if row["statistic"] else []
        more.append(("uw:quantity", _text(row["quantity"])))
        families = dict.fromkeys(honor.split(":")[0] for honor in row["honors"])
        more += [("skos:relatedMatch", _iri(f"honor/{family}")) for family in families]
        broader = [f"indicator/theme-{row['theme']}"]
        found.append(
            Concept(row["key"], row["label_zh"], row["label_en"], (), broader, notation=row["key"], more=more)
        )
    themes = _kinds("theme")
    for theme in themes:
        theme.key = f"theme-{theme.key}"
    return themes + found


def union_kinds() -> list[Concept]:
    found = []
    for row in lexicon("scheme_union_kinds"):
        more = [("uw:level", _iri(f"level/{row['level']}"))] if row["level"] else []
        if row["example"]:
            more.append(("skos:example", _text(row["example"], "zh")))
        broader = [f"union-kind/{row['broader']}"] if row["broader"] else []
        found.append(
            Concept(row["key"], row["label_zh"], row["label_en"], row["aliases"], broader, more=more)
        )
    return found


def facility_kinds() -> list[Concept]:
    return [
        Concept(
            row["key"],
            row["label_zh"],
            row["label_en"],
            tuple(ending for ending in row["endings"] if ending != row["label_zh"]),
            [f"facility-kind/{row['broader']}"] if row["broader"] else [],
        )
        for row in lexicon("scheme_facility_kinds")
    ]


def units() -> list[Concept]:
    found = []
    for row in lexicon("scheme_units"):
        more = []
        if row["code"]:
            code = _text(row["code"])
            more.append(("uw:currencyCode", code) if row["broader"] == "money" else ("qudt:ucumCode", code))
        if row["factor"] is not None:
            more.append(("uw:factor", f'"{row["factor"]:.10g}"^^xsd:decimal'))
        broader = [f"unit/{row['broader']}"] if row["broader"] else []
        found.append(
            Concept(row["key"], row["label_zh"], row["label_en"], row["aliases"], broader, more=more)
        )
    return found


def divisions() -> list[Concept]:
    """Each division under each of its names, with its years and what replaced it."""
    all = regions.divisions()
    by_code: defaultdict[str, list[regions.Division]] = defaultdict(list)
    by_full: defaultdict[tuple[str, str, str], list[regions.Division]] = defaultdict(list)
    for one in all:
        by_code[one.code].append(one)
        by_full[one.level, one.province, one.name].append(one)
    provinces = {row["code"]: row for row in lexicon("provinces")}
    return [_division(one, by_code, by_full, provinces) for one in all]


def _division(
    one: regions.Division,
    by_code: Mapping[str, list[regions.Division]],
    by_full: Mapping[tuple[str, str, str], list[regions.Division]],
    provinces: Mapping[str, Row],
) -> Concept:
    above: list[regions.Division] = []
    if one.level == "county" and one.prefecture != regions.DIRECT:
        above = by_full.get(("prefecture", one.province, one.prefecture), [])
    if not above and one.level != "province":
        above = by_full.get(("province", one.province, one.province), [])
    more = [("uw:level", _iri(f"level/{regions.LEVELS[one.level]}")), ("uw:validFrom", _year(one.start))]
    if one.end is not None:
        more.append(("uw:validTo", _year(one.end)))
    for code, year in one.successors:
        replaced = one.end is not None and year in (None, one.end)
        later = _then(by_code.get(code, []), one.end if replaced else year)
        if later is not None and later is not one:
            predicate = "dcterms:isReplacedBy" if replaced else "uw:cededTo"
            more.append((predicate, _iri(f"division/{later.key}")))
    if one.level == "province" and one.end is None and one.code in provinces:
        row = provinces[one.code]
        more.append(("skos:notation", _text(row["iso"])))
        more.append(("skos:exactMatch", f"<http://www.wikidata.org/entity/{row['wikidata']}>"))
    parent = _then(above, one.end - 1 if one.end is not None else None)
    full = (one.full,) if one.full != one.name else ()
    broader = [f"division/{parent.key}"] if parent else []
    return Concept(one.key, one.name, None, full, broader, notation=one.code, more=list(dict.fromkeys(more)))


def _then(found: Sequence[regions.Division], year: int | None) -> regions.Division | None:
    """The one that was there in a year, today where it is None; else the latest."""
    for one in found:
        if (year is None and one.end is None) or (
            year is not None and one.start <= year and (one.end is None or year < one.end)
        ):
            return one
    return max(found, key=lambda one: one.start, default=None)


SCHEMES: Mapping[str, Callable[[], list[Concept]]] = {
    "level": levels,
    "honor": honors,
    "honor-kind": honor_kinds,
    "program": programs,
    "indicator": indicators,
    "union-kind": union_kinds,
    "facility-kind": facility_kinds,
    "unit": units,
    "division": divisions,
}


def _kinds(scheme: str) -> list[Concept]:
    return [
        Concept(row["key"], row["label_zh"], row["label_en"], row["aliases"])
        for row in lexicon("scheme_kinds")
        if row["scheme"] == scheme
    ]


def _written(scheme: str, concepts: Sequence[Concept]) -> Iterator[str]:
    zh, en = TITLES[scheme]
    yield f"{_iri(scheme)} a skos:ConceptScheme ;"
    yield f"    skos:prefLabel {_text(zh, 'zh')}, {_text(en, 'en')} ;"
    yield f"    dcterms:license {LICENCE} ."
    for one in concepts:
        parts = ["a skos:Concept", f"skos:inScheme {_iri(scheme)}"]
        labels = [_text(one.zh, "zh"), *([_text(one.en, "en")] if one.en else [])]
        parts.append("skos:prefLabel " + ", ".join(labels))
        if one.aliases:
            parts.append(
                "skos:altLabel " + ", ".join(_text(alias, "zh") for alias in dict.fromkeys(one.aliases))
            )
        if one.notation:
            parts.append(f"skos:notation {_text(one.notation)}")
        if one.broader:
            parts.append("skos:broader " + ", ".join(_iri(path) for path in one.broader))
        else:
            parts.append(f"skos:topConceptOf {_iri(scheme)}")
        if one.related:
            parts.append("skos:related " + ", ".join(_iri(path) for path in dict.fromkeys(one.related)))
        parts += [f"{predicate} {term}" for predicate, term in one.more]
        yield f"{_iri(f'{scheme}/{one.key}')} {' ; '.join(parts)} ."


def _iri(path: str) -> str:
    scheme, _, key = path.partition("/")
    if not key:
        return f"c:{scheme}"
    if LOCAL.fullmatch(key):
        return f"{scheme}:{key}"
    return f"<{CONCEPTS}{scheme}/{segment(key)}>"


def _text(text: str, language: str = "") -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"{f"@{language}" if language else ""}'


def _year(year: int) -> str:
    return f'"{year}"^^xsd:gYear'


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
