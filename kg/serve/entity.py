"""What the page of an entity knows: names, what it is, what reports say of it, with every sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from kg.facts.model import RELATION_TYPES
from kg.notebook.payload import pieces
from kg.notebook.style import STYLES
from kg.rdf import joins
from kg.rdf.indicators import unit_key
from kg.rdf.iris import ONTOLOGY, fold
from kg.serve import charts
from kg.serve.marks import mark_id, stretch_id
from kg.serve.rows import Row, Rows, number
from kg.store.network import RELATIONS, TYPES

ROWS = 2000  # of facts with their sentences that are read for a page
# How a relation is called from each of its ends, and from its giver.
HEADINGS: dict[tuple[str, str], tuple[str, str]] = {
    ("CONFERRED", "subject"): ("获得的荣誉", "Honors received"),
    ("CONFERRED", "object"): ("获得者", "Recipients"),
    ("CONFERRED", "giver"): ("授予的荣誉", "Honors conferred"),
    ("HOLDS_POST", "subject"): ("职务", "Posts"),
    ("HOLDS_POST", "object"): ("任职者", "Office holders"),
    ("ORGANIZES", "subject"): ("组织的项目活动", "Programs organized"),
    ("ORGANIZES", "object"): ("组织者", "Organizers"),
    ("PARTICIPATES_IN", "subject"): ("参与的项目活动", "Programs joined"),
    ("PARTICIPATES_IN", "object"): ("参与者", "Participants"),
    ("COOPERATES_WITH", "subject"): ("合作伙伴", "Partners"),
    ("COOPERATES_WITH", "object"): ("合作伙伴", "Partners"),
    ("EMPLOYED_BY", "subject"): ("工作单位", "Employers"),
    ("EMPLOYED_BY", "object"): ("职工", "Employees"),
    ("SUBORDINATE_TO", "subject"): ("上级", "Superiors"),
    ("SUBORDINATE_TO", "object"): ("下级", "Subordinates"),
    ("JURISDICTION", "subject"): ("管辖地区", "Jurisdiction"),
    ("JURISDICTION", "object"): ("管辖它的工会", "Unions of this place"),
    ("LOCATED_IN", "subject"): ("所在地", "Location"),
    ("LOCATED_IN", "object"): ("位于此地", "Located here"),
    ("PART_OF", "subject"): ("属于", "Part of"),
    ("PART_OF", "object"): ("组成部分", "Parts"),
    ("OPERATES", "subject"): ("运营", "Operates"),
    ("OPERATES", "object"): ("运营者", "Operators"),
    ("ISSUED", "subject"): ("发布", "Issued"),
    ("ISSUED", "object"): ("发布者", "Issuers"),
}

HEAD = """SELECT ?type ?name ?alias { <%(iri)s> a ?type ; rdfs:label ?name
  OPTIONAL { <%(iri)s> skos:altLabel ?alias } }"""
TRAITS = f"""SELECT ?property ?value ?zh ?en {{ <%(iri)s> ?property ?value
  FILTER(?property IN (uw:concept, uw:level, uw:kind, uw:edition, uw:divisionCode, skos:exactMatch))
  OPTIONAL {{ GRAPH <{ONTOLOGY}> {{ ?value skos:prefLabel ?zh, ?en
    FILTER(LANG(?zh) = "zh" && LANG(?en) = "en") }} }}
}}"""
# No subquery, path or union: the engine would then read all facts of the store before it joins.
RELATED = "VALUES ?way { uw:subject uw:object uw:giver } ?fact ?way <%(iri)s> ; uw:predicate ?predicate ;"
MEASURED = "VALUES ?way { uw:subject uw:about } ?fact ?way <%(iri)s> ; uw:indicator ?indicator ;"
SAID = """?evidence oa:hasSource ?source ; oa:hasSelector ?place ; uw:confidence ?confidence ; uw:rule ?rule .
  ?place oa:start ?start ; oa:end ?end ; oa:exact ?quote .
  ?source dcterms:identifier ?report ; rdfs:label ?title"""
TOLD = f"""SELECT * {{ {RELATED} uw:subject ?subject ; uw:object ?object ; uw:planned ?planned ;
    uw:evidence ?evidence . ?subject rdfs:label ?subjectName . ?object rdfs:label ?objectName . {SAID}
  OPTIONAL {{ ?fact uw:time ?time }} OPTIONAL {{ ?fact uw:post ?post }}
  OPTIONAL {{ ?source uw:published ?published }}
  OPTIONAL {{ ?fact uw:giver ?giver . ?giver rdfs:label ?giverName }}
}} LIMIT {ROWS}"""
MARKS = f"""SELECT DISTINCT ?evidence ?from ?to {{ {RELATED} ?role ?named ; uw:evidence ?evidence .
  ?evidence oa:hasSource ?source ; oa:hasSelector ?place . ?place oa:start ?start ; oa:end ?end .
  ?mention uw:entity ?named ; oa:hasSource ?source ; oa:hasSelector ?spot . ?spot oa:start ?from ; oa:end ?to
  FILTER(?role IN (uw:subject, uw:object) && ?start <= ?from && ?to <= ?end)
}} LIMIT {4 * ROWS}"""
NUMBERS = f"""SELECT * {{ {MEASURED} uw:subject ?subject ; uw:value ?value ; uw:unit ?unit ;
    uw:modifier ?modifier ; uw:evidence ?evidence . ?subject rdfs:label ?subjectName . {SAID} .
  ?evidence uw:number ?stretch . ?stretch oa:start ?from ; oa:end ?to
  OPTIONAL {{ ?fact uw:period ?period }} OPTIONAL {{ ?source uw:published ?published }}
  OPTIONAL {{ ?fact uw:indicatorConcept ?concept
    GRAPH <{ONTOLOGY}> {{ ?concept skos:prefLabel ?zh, ?en FILTER(LANG(?zh) = "zh" && LANG(?en) = "en") }} }}
}} LIMIT {ROWS}"""
KNOWN = """SELECT ?way ?other ?name ?by {
  VALUES ?way { owl:sameAs owl:differentFrom uw:identifiedBy } <%(iri)s> ?way ?other
  OPTIONAL { ?other rdfs:label ?name } OPTIONAL { ?other uw:identifiedBy/rdfs:label ?by }
} LIMIT 200"""
KNOWN_BACK = """SELECT ?way ?other ?name ?by {
  VALUES ?way { owl:sameAs owl:differentFrom } ?other ?way <%(iri)s>
  OPTIONAL { ?other rdfs:label ?name } OPTIONAL { ?other uw:identifiedBy/rdfs:label ?by }
} LIMIT 200"""
NAMESAKES = """SELECT DISTINCT ?other ?type ?name ?shared ?by {
  { <%(iri)s> rdfs:label|skos:altLabel ?shared . ?other rdfs:label ?shared }
  UNION { <%(iri)s> rdfs:label ?shared . ?other skos:altLabel ?shared }
  ?other a ?type ; rdfs:label ?name FILTER(?other != <%(iri)s>)
  OPTIONAL { ?other uw:identifiedBy ?what . ?what rdfs:label ?by }
} ORDER BY ?name ?other LIMIT 100"""
REPORTS = """SELECT ?report ?title ?published ?from ?to ?words ?reason ?rule {
  ?mention uw:entity <%(iri)s> ; oa:hasSource ?source ; oa:hasSelector ?spot .
  ?spot oa:start ?from ; oa:end ?to ; oa:exact ?words .
  ?source dcterms:identifier ?report ; rdfs:label ?title OPTIONAL { ?source uw:published ?published }
  OPTIONAL { ?mention uw:reason ?reason } OPTIONAL { ?mention uw:rule ?rule }
} ORDER BY ?published ?report ?from LIMIT 20000"""


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence, by turns outside and inside a mark, and the place in a report where it stands."""

    pieces: tuple[str, ...]
    report: str
    title: str
    published: str
    stretch: str
    confidence: str
    rule: str


@dataclass(frozen=True, slots=True)
class Named:
    iri: str
    name: str


@dataclass(slots=True)
class Line:
    """A fact, as it is seen from the entity. other: the thing at its other end."""

    iri: str
    other: Named
    time: str
    post: str
    planned: bool
    givers: list[Named] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)


@dataclass(slots=True)
class Group:
    zh: str
    en: str
    lines: list[Line]


@dataclass(slots=True)
class Value:
    """A number. subject: whose it is, where it is not the entity's own."""

    iri: str
    indicator: str
    value: str
    unit: str
    modifier: str
    period: str
    subject: Named | None
    quotes: list[Quote] = field(default_factory=list)


@dataclass(slots=True)
class Series:
    """The numbers of one indicator in one unit. key: of the indicator's concept, if it has one."""

    indicator: str
    concept: tuple[str, str] | None
    key: str
    values: list[Value]
    chart: charts.Chart | None


@dataclass(frozen=True, slots=True)
class Namesake:
    """Something else of this name, or with this alias. by: what tells it apart. sure: a report says
    that they are two."""

    iri: str
    type: str
    name: str
    shared: str
    by: tuple[str, ...]
    sure: bool


@dataclass(frozen=True, slots=True)
class Same:
    """Another IRI of the entity, where another report tells other things of it. by: these things."""

    iri: str
    name: str
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Join:
    """Words that stand for the entity, why, and where: reports with the first place in each.

    reason: a key of `kg.rdf.joins.REASONS`, or `name` for the name itself. rules: what read the words.
    """

    words: str
    reason: str
    count: int
    rules: tuple[str, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand first in a report."""

    report: str
    title: str
    mark: str


@dataclass(frozen=True, slots=True)
class Appearance:
    """A report that names the entity, how often, and where first."""

    report: str
    title: str
    published: str
    count: int
    mark: str


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity, ready for a page. full: there is more than is shown."""

    iri: str
    type: str
    name: str
    aliases: list[str]
    traits: list[tuple[str, str, str]]
    groups: list[Group]
    series: list[Series]
    namesakes: list[Namesake]
    known_by: list[Named]
    same: list[Same]
    joins: list[Join]
    appearances: list[Appearance]
    full: bool


def queries(iri: str) -> dict[str, str]:
    """What to ask about an entity, by name."""
    asked = {
        "head": HEAD,
        "traits": TRAITS,
        "told": TOLD,
        "marks": MARKS,
        "numbers": NUMBERS,
        "known": KNOWN,
        "known back": KNOWN_BACK,
        "namesakes": NAMESAKES,
        "reports": REPORTS,
    }
    return {name: sparql % {"iri": iri} for name, sparql in asked.items()}


def read(iri: str, rows: Mapping[str, Rows]) -> Entity | None:
    """Put the answers together; None for what is no entity."""
    head = [row for row in rows["head"] if row["type"] in TYPES]
    if not head:
        return None
    type = TYPES[head[0]["type"]]
    told = sorted(rows["told"], key=lambda row: (row["planned"], _before(row.get("time", "")), *_place(row)))
    numbers = sorted(rows["numbers"], key=lambda row: (row.get("period", ""), *_place(row)))
    groups = _groups(iri, told, rows["marks"])
    series = _series(iri, numbers)
    return Entity(
        iri,
        type,
        head[0]["name"],
        sorted({row["alias"] for row in head if "alias" in row}),
        _traits(rows["traits"]),
        groups,
        series,
        *_identity(rows),
        _joins(rows["reports"], type, head[0]["name"]),
        _appearances(rows["reports"], type),
        max(len(told), len(numbers)) >= ROWS,
    )


def _place(row: Row) -> tuple[str, int, str]:
    return row["report"], int(row["start"]), row["fact"]


def _before(time: str) -> tuple[int, ...]:
    """A key that sorts later times first, and those untold last."""
    return tuple(-ord(char) for char in time) or (1,)


def _traits(rows: Rows) -> list[tuple[str, str, str]]:
    """Property, and its value in both languages."""
    return sorted(
        (row["property"].rpartition("#")[2], row.get("zh", row["value"]), row.get("en", row["value"]))
        for row in rows
    )


def quote_of(row: Row, marks: Iterable[tuple[int, int]]) -> Quote:
    start = int(row["start"])
    inside = [[one - start, other - start] for one, other in sorted(marks)]
    return Quote(
        tuple(pieces(row["quote"], inside)),
        row["report"],
        row["title"],
        row.get("published", ""),
        stretch_id(start, row["quote"]),
        row["confidence"],
        row["rule"],
    )


def _groups(iri: str, rows: Rows, marks: Rows) -> list[Group]:
    spans: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for row in marks:
        spans[row["evidence"]].add((int(row["from"]), int(row["to"])))
    lines: dict[tuple[str, str], dict[str, Line]] = defaultdict(dict)
    for row in rows:
        relation = RELATIONS.get(row["predicate"])
        if relation is None:
            continue
        way = "subject" if row["subject"] == iri else "object" if row["object"] == iri else "giver"
        other = Named(row["object"], row["objectName"])
        if way == "object" or (way == "giver" and relation != "CONFERRED"):
            other = Named(row["subject"], row["subjectName"])
        line = lines[relation, way].setdefault(
            row["fact"],
            Line(
                row["fact"], other, row.get("time", ""), row.get("post", ""), row["planned"] in ("true", "1")
            ),
        )
        if "giver" in row and row["giver"] != iri:
            giver = Named(row["giver"], row["giverName"])
            if giver not in line.givers:
                line.givers.append(giver)
        if way == "giver":
            recipient = Named(row["subject"], row["subjectName"])
            if recipient not in line.givers:
                line.givers.append(recipient)
        quote = quote_of(row, spans[row["evidence"]])
        if quote not in line.quotes:
            line.quotes.append(quote)
    order = {key: place for place, key in enumerate(HEADINGS)}
    groups: dict[tuple[str, str], list[Line]] = {}
    for key in sorted(lines, key=lambda key: (order.get(key, len(order)), RELATION_TYPES.index(key[0]))):
        groups.setdefault(HEADINGS.get(key, (key[0], key[0])), []).extend(lines[key].values())
    return [Group(zh, en, found) for (zh, en), found in groups.items()]


def _series(iri: str, rows: Rows) -> list[Series]:
    """By indicator, or by words where there is none, and by unit; the long ones first."""
    values: dict[tuple[str, str], dict[str, Value]] = defaultdict(dict)
    concepts: dict[tuple[str, str], tuple[str, str] | None] = {}
    for row in rows:
        key = (row.get("concept", row["indicator"]), unit_key(row["unit"]) or row["unit"])
        concepts[key] = (row["zh"], row["en"]) if "zh" in row else None
        value = values[key].setdefault(
            row["fact"],
            Value(
                row["fact"],
                row["indicator"],
                row["value"],
                row["unit"],
                row["modifier"],
                row.get("period", ""),
                None if row["subject"] == iri else Named(row["subject"], row["subjectName"]),
            ),
        )
        quote = quote_of(row, [(int(row["from"]), int(row["to"]))])
        if quote not in value.quotes:
            value.quotes.append(quote)
    found = []
    for key, of_it in values.items():
        own = list(of_it.values())
        points = [
            charts.Point(
                one.period, amount, one.value, one.subject.name if one.subject else one.indicator, True
            )
            for one in own
            if one.period and (amount := number(one.value)) is not None
        ]
        chart = charts.columns(points) if len(points) > 1 else None
        known = concepts[key]
        found.append(Series(own[0].indicator, known, key[0].rpartition("/")[2] if known else "", own, chart))
    return sorted(found, key=lambda one: (one.chart is None, -len(one.values)))


def _identity(rows: Mapping[str, Rows]) -> tuple[list[Namesake], list[Named], list[Same]]:
    """Who else is called so, what the entity is known by, and its other IRIs, which are no namesakes."""
    told = [*rows["known"], *rows["known back"]]
    by: dict[str, set[str]] = defaultdict(set)
    for row in (*told, *rows["namesakes"]):
        if "by" in row:
            by[row["other"]].add(row["by"])
    same = {row["other"]: row for row in told if row["way"].endswith("#sameAs")}
    two = {row["other"] for row in told if row["way"].endswith("#differentFrom")}
    found = {
        row["other"]: Namesake(
            row["other"],
            TYPES[row["type"]],
            row["name"],
            row["shared"],
            tuple(sorted(by[row["other"]])),
            row["other"] in two,
        )
        for row in rows["namesakes"]
        if row["type"] in TYPES and row["other"] not in same
    }
    ranks: dict[str, int] = {type: rank for rank, type in enumerate(STYLES)}
    return (
        sorted(found.values(), key=lambda one: (one.name != one.shared, ranks[one.type], one.name, one.iri)),
        [
            Named(row["other"], row.get("name", row["other"]))
            for row in rows["known"]
            if row["way"].endswith("#identifiedBy")
        ],
        [
            Same(iri, row.get("name", _last(iri)), tuple(sorted(by[iri])) or (_last(iri),))
            for iri, row in sorted(same.items())
        ],
    )


def _last(iri: str) -> str:
    """What an IRI ends with, for people: of a person, what they are known by."""
    return unquote(iri.rpartition("/")[2])


def _joins(rows: Rows, type: str, name: str) -> list[Join]:
    """The words of all reports, the name itself first, then those of most reports."""
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        words = fold(row["words"]) or row["words"]
        reason = row.get("reason") or joins.reason(row["words"], name) or "name"
        found["name" if reason == "spelling" else reason, words].append(row)
    made = []
    for (reason, words), each in found.items():
        first: dict[str, Row] = {}
        for each_row in each:
            first.setdefault(each_row["report"], each_row)
        places = (
            Place(report, one["title"], mark_id(int(one["from"]), int(one["to"]), type))
            for report, one in first.items()
        )
        rules = tuple(sorted({one["rule"] for one in each if one.get("rule")}))
        made.append(Join(words, reason, len(each), rules, tuple(places)))
    return sorted(made, key=lambda one: (one.reason != "name", -len(one.places), -one.count, one.words))


def _appearances(rows: Rows, type: str) -> list[Appearance]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["report"]].append(row)
    return [
        Appearance(
            report,
            each[0]["title"],
            each[0].get("published", ""),
            len(each),
            mark_id(int(each[0]["from"]), int(each[0]["to"]), type),
        )
        for report, each in found.items()
    ]
