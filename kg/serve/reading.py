"""What the page of a report knows: its text, cut at its marks, and an entry for all that it says."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from kg.notebook.style import STYLES
from kg.rdf.indicators import unit_key
from kg.rdf.iris import ONTOLOGY, Iris
from kg.rdf.vocab import SHORTCUTS
from kg.serve import charts
from kg.serve.marks import Mark, Paragraph, cut, mark_id, stretch_id
from kg.serve.rows import Row, Rows, number
from kg.store.network import RELATIONS, TYPES, VALUES

NUMBER = "number"
COMPARED = 2000  # rows of other reports that are read for a page, for each way to be the same
SHOWN = 12  # of them, shown for one number
META = ("title", "publisher", "region", "published", "period", "url", "union", "name")

REPORT = """SELECT ?id ?title ?publisher ?region ?published ?period ?url ?text ?union ?name {
  GRAPH <%(graph)s> { <%(report)s> a uw:Report ; dcterms:identifier ?id ; uw:text ?text .
    OPTIONAL { <%(report)s> rdfs:label ?title } OPTIONAL { <%(report)s> uw:publisher ?publisher }
    OPTIONAL { <%(report)s> uw:region ?region } OPTIONAL { <%(report)s> uw:published ?published }
    OPTIONAL { <%(report)s> uw:period ?period } OPTIONAL { <%(report)s> schema:url ?url }
    OPTIONAL { <%(report)s> uw:reportingUnion ?union OPTIONAL { ?union rdfs:label ?name } } }
} LIMIT 1"""
NAMES = f"""SELECT ?entity ?type ?name ?alias {{
  {VALUES} GRAPH <%(graph)s> {{ ?entity a ?type ; rdfs:label ?name
    OPTIONAL {{ ?entity skos:altLabel ?alias }} }}
}} ORDER BY ?entity ?alias"""
MENTIONS = """SELECT ?entity ?start ?end ?confidence ?rule { GRAPH <%(graph)s> {
  ?mention uw:entity ?entity ; oa:hasSelector ?place . ?place oa:start ?start ; oa:end ?end .
  OPTIONAL { ?mention uw:confidence ?confidence } OPTIONAL { ?mention uw:rule ?rule }
} } ORDER BY ?start ?end ?entity"""
SAID = """OPTIONAL { ?evidence uw:confidence ?confidence } OPTIONAL { ?evidence uw:rule ?rule }
  ?evidence oa:hasSelector ?place . ?place oa:start ?start ; oa:end ?end ; oa:exact ?quote ."""
TOLD = f"""SELECT * {{ GRAPH <%(graph)s> {{
  ?fact uw:predicate ?predicate ; uw:subject ?subject ; uw:object ?object ; uw:evidence ?evidence .
  OPTIONAL {{ ?fact uw:time ?time }} OPTIONAL {{ ?fact uw:post ?post }} OPTIONAL {{ ?fact uw:giver ?giver }}
  OPTIONAL {{ ?fact uw:planned ?planned }} {SAID}
}} }} ORDER BY ?start ?end ?fact ?giver"""
NUMBERS = f"""SELECT * {{ GRAPH <%(graph)s> {{
  ?fact uw:indicator ?indicator ; uw:subject ?subject ; uw:value ?value ; uw:unit ?unit ;
        uw:modifier ?modifier ; uw:evidence ?evidence .
  OPTIONAL {{ ?fact uw:period ?period }} {SAID}
  ?evidence uw:number ?stretch . ?stretch oa:start ?from ; oa:end ?to ; oa:exact ?surface .
}} }} ORDER BY ?from ?to ?fact"""
ABOUT = """SELECT ?fact ?about { GRAPH <%(graph)s> { ?fact uw:about ?about } } ORDER BY ?fact ?about"""
CONCEPTS = (
    """SELECT ?fact ?concept ?zh ?en { GRAPH <%(graph)s> { ?fact uw:indicatorConcept ?concept }
  GRAPH <"""
    + ONTOLOGY
    + """> { ?concept skos:prefLabel ?zh, ?en FILTER(LANG(?zh) = "zh" && LANG(?en) = "en") } }"""
)
# No subquery or union: the engine would then read all numbers of the store before it joins.
OTHERS = f"""SELECT ?fact ?other ?subject ?name ?indicator ?value ?unit ?modifier ?period
  ?report ?title ?start ?quote {{
  GRAPH <%(graph)s> {{ ?fact %(by)s ?same }}
  ?other %(by)s ?same ; uw:subject ?subject ; uw:indicator ?indicator ; uw:value ?value ;
    uw:unit ?unit ; uw:modifier ?modifier ; uw:evidence ?evidence . ?subject rdfs:label ?name .
  ?evidence oa:hasSource ?source ; oa:hasSelector ?place . ?place oa:start ?start ; oa:exact ?quote .
  ?source dcterms:identifier ?report ; rdfs:label ?title FILTER(?other != ?fact)
  OPTIONAL {{ ?other uw:period ?period }}
}} LIMIT {COMPARED}"""
LABELS = f"""SELECT ?term ?zh ?en {{ VALUES ?term {{ {" ".join(f"<{iri}>" for iri in SHORTCUTS.values())} }}
  GRAPH <{ONTOLOGY}> {{ ?term rdfs:label ?zh, ?en FILTER(LANG(?zh) = "zh" && LANG(?en) = "en") }} }}"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is said. stretches: of the text, by name. mark: of the number, by name."""

    stretches: tuple[str, ...]
    confidence: str
    rule: str
    mark: str = ""
    surface: str = ""


@dataclass(slots=True)
class Name:
    """An entity of the report. marks: where it is named. facts: entries that speak of it."""

    key: str
    iri: str
    type: str
    name: str
    aliases: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    rules: dict[str, str] = field(default_factory=dict)
    facts: list[Told | Number] = field(default_factory=list)


@dataclass(slots=True)
class Told:
    """A relation, with each place where the report tells it."""

    key: str
    iri: str
    relation: str
    zh: str
    en: str
    subject: Name
    object: Name
    time: str
    post: str
    planned: bool
    givers: list[Name] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Other:
    """The same indicator elsewhere. link: a report, and the place in it where it is said."""

    subject: str
    same: bool
    indicator: str
    value: str
    unit: str
    modifier: str
    period: str
    report: str
    title: str
    stretch: str


@dataclass(slots=True)
class Number:
    """An observation. others: the nearest of the same indicator; more: how many are left out."""

    key: str
    iri: str
    subject: Name
    indicator: str
    concept: tuple[str, str, str] | None  # in Chinese, in English, and its key
    value: str
    unit: str
    modifier: str
    period: str
    about: list[Name] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    others: list[Other] = field(default_factory=list)
    more: int = 0
    chart: charts.Chart | None = None


@dataclass(slots=True)
class Report:
    """A report, ready for a page. ends: relations by the stretch whose end tells of them."""

    id: str
    iri: str
    title: str
    facts: Mapping[str, str]
    union: Name | None
    text: list[Paragraph]
    names: list[Name]
    told: list[Told]
    numbers: list[Number]
    ends: Mapping[str, list[Told]]
    counts: Mapping[str, int]


def queries(iris: Iris, document: str) -> dict[str, str]:
    """What to ask about a report, by name."""
    given = {"report": iris.report(document), "graph": iris.graph(document)}
    asked = {
        "report": REPORT,
        "names": NAMES,
        "mentions": MENTIONS,
        "told": TOLD,
        "numbers": NUMBERS,
        "about": ABOUT,
        "concepts": CONCEPTS,
        "labels": LABELS,
    }
    found = {name: sparql % given for name, sparql in asked.items()}
    for name, by in (("same words", "uw:indicator"), ("same concept", "uw:indicatorConcept")):
        found[name] = OTHERS % (given | {"by": by})
    return found


def key_of(letter: str, iri: str) -> str:
    """The name of an entry in the page: the same after each build."""
    return letter + sha256(iri.encode("utf-8", "replace")).hexdigest()[:10]


def read(iri: str, rows: Mapping[str, Rows]) -> Report | None:
    """Put the answers together; None where the store has no such report."""
    if not rows["report"]:
        return None
    facts = dict.fromkeys(META, "") | rows["report"][0]
    raw = facts.pop("text")
    names = _names(rows["names"])
    marks = [
        Mark(int(row["start"]), int(row["end"]), names[row["entity"]].type, names[row["entity"]].key)
        for row in rows["mentions"]
        if row["entity"] in names
    ]
    for mark, row in zip(marks, (row for row in rows["mentions"] if row["entity"] in names), strict=True):
        names[row["entity"]].marks.append(mark.id)
        names[row["entity"]].rules[row.get("rule", "")] = row.get("confidence", "")
    numbered = {(int(row["from"]), int(row["to"]), row["fact"]) for row in rows["numbers"]}
    marks += [Mark(start, end, NUMBER, key_of("n", fact)) for start, end, fact in sorted(numbered)]
    spans = {(int(row["start"]), int(row["end"])) for row in rows["told"] + rows["numbers"]}
    text = cut(raw, marks, spans)
    where = _Where(text)
    told = _told(rows["told"], rows["labels"], names, where)
    numbers = _numbers(rows, names, where)
    ends: dict[str, list[Told]] = defaultdict(list)
    for one in told:
        for place in one.places:
            if place.stretches and one not in ends[place.stretches[-1]]:
                ends[place.stretches[-1]].append(one)
    ranks: dict[str, int] = {type: rank for rank, type in enumerate(STYLES)}
    counts = {type: sum(mark.kind == type for mark in marks) for type in (*STYLES, NUMBER)}
    return Report(
        id=facts["id"],
        iri=iri,
        title=facts["title"] or facts["id"],
        facts=facts,
        union=names.get(facts["union"]),
        text=text,
        names=sorted(names.values(), key=lambda one: (ranks[one.type], -len(one.marks), one.name)),
        told=told,
        numbers=numbers,
        ends=ends,
        counts=counts,
    )


class _Where:
    """The stretches of a text by their place."""

    def __init__(self, text: Sequence[Paragraph]) -> None:
        self.stretches = [one for each in text for one in each.stretches]
        self.starts = [one.start for one in self.stretches]
        self.ends = [one.end for one in self.stretches]

    def place(self, row: Row, mark: str = "") -> Place:
        first = bisect_right(self.ends, int(row["start"]))
        last = bisect_left(self.starts, int(row["end"]))
        ids = tuple(one.id for one in self.stretches[first:last])
        return Place(ids, row.get("confidence", ""), row.get("rule", ""), mark, row.get("surface", ""))


def _names(rows: Rows) -> dict[str, Name]:
    found: dict[str, Name] = {}
    for row in rows:
        iri = row["entity"]
        name = found.setdefault(iri, Name(key_of("e", iri), iri, TYPES[row["type"]], row["name"]))
        if "alias" in row and row["alias"] not in name.aliases:
            name.aliases.append(row["alias"])
    return found


def _told(rows: Rows, labels: Rows, names: Mapping[str, Name], where: _Where) -> list[Told]:
    terms = {row["term"]: (row["zh"], row["en"]) for row in labels}
    found: dict[str, Told] = {}
    for row in rows:
        iri, relation = row["fact"], RELATIONS.get(row["predicate"])
        if relation is None or row["subject"] not in names or row["object"] not in names:
            continue
        zh, en = terms.get(row["predicate"], (relation, relation))
        ends = names[row["subject"]], names[row["object"]]
        planned = row.get("planned") in ("true", "1")
        if iri not in found:
            found[iri] = Told(
                key_of("f", iri),
                iri,
                relation,
                zh,
                en,
                *ends,
                row.get("time", ""),
                row.get("post", ""),
                planned,
            )
        one = found[iri]
        giver = names.get(row.get("giver", ""))
        if giver is not None and giver not in one.givers:
            one.givers.append(giver)
        if (place := where.place(row)) not in one.places:
            one.places.append(place)
    for one in found.values():
        _speak(one, (one.subject, one.object, *one.givers))
    return list(found.values())


def _speak(fact: Told | Number, names: Iterable[Name]) -> None:
    for name in {one.key: one for one in names}.values():
        name.facts.append(fact)


def _numbers(rows: Mapping[str, Rows], names: Mapping[str, Name], where: _Where) -> list[Number]:
    concepts = {
        row["fact"]: (row["zh"], row["en"], row["concept"].rpartition("/")[2]) for row in rows["concepts"]
    }
    about: dict[str, list[Name]] = defaultdict(list)
    for row in rows["about"]:
        if row["about"] in names:
            about[row["fact"]].append(names[row["about"]])
    others: dict[str, Rows] = defaultdict(list)
    for row in rows["same words"] + rows["same concept"]:
        others[row["fact"]].append(row)
    found: dict[str, Number] = {}
    for row in rows["numbers"]:
        iri = row["fact"]
        if row["subject"] not in names:
            continue
        if iri not in found:
            found[iri] = Number(
                key_of("n", iri),
                iri,
                names[row["subject"]],
                row["indicator"],
                concepts.get(iri),
                row["value"],
                row["unit"],
                row["modifier"],
                row.get("period", ""),
                about[iri],
            )
        mark = mark_id(int(row["from"]), int(row["to"]), NUMBER)
        if (place := where.place(row, mark)) not in found[iri].places:
            found[iri].places.append(place)
    for iri, one in found.items():
        _speak(one, (one.subject, *one.about))
        _compare(one, others[iri])
    return list(found.values())


def _compare(one: Number, rows: Rows) -> None:
    """The nearest first: of the same union, in the same unit, by period."""
    found = {
        (row["other"], row["report"]): Other(
            row["name"],
            row["subject"] == one.subject.iri,
            row["indicator"],
            row["value"],
            row["unit"],
            row["modifier"],
            row.get("period", ""),
            row["report"],
            row["title"],
            stretch_id(int(row["start"]), row["quote"]),
        )
        for row in reversed(rows)
    }
    near = sorted(
        found.values(),
        key=lambda other: (
            not other.same,
            not _same_unit(other.unit, one.unit),
            other.period,
            other.report,
            other.indicator,
            other.value,
        ),
    )
    one.others, one.more = near[:SHOWN], max(0, len(near) - SHOWN)
    points = [
        charts.Point(period, value, text, about, here)
        for period, unit, text, about, here in (
            (one.period, one.unit, one.value, one.subject.name, True),
            *((other.period, other.unit, other.value, other.subject, False) for other in one.others),
        )
        if period and _same_unit(unit, one.unit) and (value := number(text)) is not None
    ]
    one.chart = charts.columns(points) if points and points[0].here else None


def _same_unit(one: str, other: str) -> bool:
    """人, 名 and 位 are one."""
    return one == other or (unit_key(one) or one) == (unit_key(other) or other)
