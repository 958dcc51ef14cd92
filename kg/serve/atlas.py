"""The graph as the explorer needs it: who is connected with whom, by what, when, said where.

No sentence is held; 100,000 entities with 220,000 facts take some 150 MB. Entities, links and facts
are numbers, in an order that does not change: of IRIs, then of subject and object. A link is two
entities and all facts that connect them. An entity's key is a short text made of its IRI.
"""

from __future__ import annotations

import io
import json
from base64 import urlsafe_b64encode
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kg.facts.model import ENTITY_TYPES, RELATION_TYPES
from kg.notebook.payload import years
from kg.store.network import LABELS, RELATIONS
from kg.store.store import Store

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

GIVER, ABOUT = "GIVER", "ABOUT"
KINDS: tuple[str, ...] = (*RELATION_TYPES, GIVER, ABOUT)  # what can connect two entities
TYPE_OF = {type: number for number, type in enumerate(ENTITY_TYPES)}
KIND_OF = {kind: number for number, kind in enumerate(KINDS)}
WORDS = {GIVER: ("授予者", "given by"), ABOUT: ("统计涉及", "number about")}

# Only scans of one pattern each, joined here: the engine takes three times as long to join them.
PAIRS = "SELECT ?one ?value { ?one %s ?value }"
NUMBERS = """SELECT ?fact ?subject ?about ?period {
  ?fact uw:indicator ?indicator ; uw:subject ?subject ; uw:about ?about
  OPTIONAL { ?fact uw:period ?period } }"""


class Fact(NamedTuple):
    """A fact between two entities, by number. years: first and last; 0 where nobody says.

    reports: where it is said, by number. said: the time as written, else "".
    """

    kind: int
    subject: int
    object: int
    years: tuple[int, int]
    confidence: float
    reports: tuple[int, ...]
    planned: bool
    said: str


class Report(NamedTuple):
    iri: str
    id: str
    title: str
    year: int


@dataclass(frozen=True, slots=True)
class Filter:
    """What is to be seen. types, kinds: those left out. reports: ids, all where empty. years: first
    and last, 0 for open; facts that nobody dates stay."""

    types: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    reports: frozenset[str] = frozenset()
    years: tuple[int, int] = (0, 0)
    confidence: float = 0.0

    @property
    def empty(self) -> bool:
        return self == Filter()


@dataclass(slots=True, repr=False, eq=False)
class Atlas:
    """The graph. names, types, iris: of entities. ends: the two entities of each link. facts: sorted
    by link, those of link n from `first[n]` to `first[n + 1]`. near: of each entity, its neighbours
    and the links to them.
    """

    iris: list[str]
    names: list[str]
    types: list[int]
    reports: list[Report]
    facts: list[Fact]
    ends: list[tuple[int, int]]
    first: list[int]
    labels: dict[str, tuple[str, str]] = field(default_factory=dict)
    near: list[list[tuple[int, int]]] = field(init=False)
    keys: list[str] = field(init=False)
    number: dict[str, int] = field(init=False)
    columns: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self.near = [[] for _ in self.iris]
        for link, (a, b) in enumerate(self.ends):
            self.near[a].append((b, link))
            self.near[b].append((a, link))
        self.keys = [key(iri) for iri in self.iris]
        self.number = {name: one for one, name in enumerate(self.keys)}
        self.number |= {iri: one for one, iri in enumerate(self.iris)}
        self.columns = {
            "kind": np.array([fact.kind for fact in self.facts], dtype=np.int64),
            "from": np.array([fact.years[0] for fact in self.facts], dtype=np.int64),
            "to": np.array([fact.years[1] for fact in self.facts], dtype=np.int64),
            "sure": np.array([fact.confidence for fact in self.facts], dtype=np.float64),
            "link": np.repeat(np.arange(len(self.ends)), np.diff(self.first)),
            "type": np.array(self.types, dtype=np.int64),
            "ends": np.array(self.ends, dtype=np.int64).reshape(-1, 2),
        }

    def degree(self, entity: int) -> int:
        return len(self.near[entity])

    def of(self, link: int) -> list[Fact]:
        """The facts of a link."""
        return self.facts[self.first[link] : self.first[link + 1]]

    def seen(self, wanted: Filter) -> Mask:
        """Which facts pass a filter, the types of their ends among it."""
        held = self.columns
        mask: Mask = ~np.isin(held["kind"], [KIND_OF[kind] for kind in wanted.kinds if kind in KIND_OF])
        mask &= held["sure"] >= wanted.confidence - 1e-9
        first, last = wanted.years
        dated = held["to"] > 0
        if first:
            mask &= (held["to"] >= first) | ~dated
        if last:
            mask &= (held["from"] <= last) | ~dated
        if wanted.reports:
            ids = {number for number, report in enumerate(self.reports) if report.id in wanted.reports}
            told = (not ids.isdisjoint(fact.reports) for fact in self.facts)
            mask &= np.fromiter(told, bool, len(self.facts))
        if wanted.types:
            left_out = np.isin(held["type"], [TYPE_OF[type] for type in wanted.types if type in TYPE_OF])
            ends = held["ends"][held["link"]]
            mask &= ~(left_out[ends[:, 0]] | left_out[ends[:, 1]])
        return mask

    def links_seen(self, wanted: Filter) -> Mask | None:
        """Which links have a fact that passes; None for all."""
        if wanted.empty:
            return None
        found = np.zeros(len(self.ends), dtype=bool)
        found[self.columns["link"][self.seen(wanted)]] = True
        return found


def key(iri: str) -> str:
    """A short name of an IRI, the same at all times.

    >>> key("https://example.org/id/union/甲")
    'lxfTNT8f'
    """
    return urlsafe_b64encode(blake2b(iri.encode("utf-8", "replace"), digest_size=6).digest()).decode()


def load(store: Store) -> Atlas:
    """The graph of a store."""
    called = dict(_pairs(store, "rdfs:label"))
    of = {
        iri: TYPE_OF[type]
        for type in ENTITY_TYPES
        for iri, _ in _pairs(store, f"a uw:{type} ; a")
        if iri in called
    }
    place = {iri: number for number, iri in enumerate(sorted(of))}
    reports = _reports(store)
    facts = {fact for fact in _facts(store, place, reports) if fact.subject != fact.object}
    ordered = sorted(facts, key=lambda one: (*sorted((one.subject, one.object)), one))
    ends: list[tuple[int, int]] = []
    first = []
    for number, fact in enumerate(ordered):
        pair = (min(fact.subject, fact.object), max(fact.subject, fact.object))
        if not ends or ends[-1] != pair:
            ends.append(pair)
            first.append(number)
    labels: dict[str, tuple[str, str]] = dict(WORDS)
    for row in _rows(store, LABELS):
        if row["term"] in RELATIONS:
            labels[RELATIONS[row["term"]]] = (row["zh"], row["en"])
    names, types = [called[iri] for iri in place], [of[iri] for iri in place]
    return Atlas(list(place), names, types, reports, ordered, ends, [*first, len(ordered)], labels)


def _rows(store: Store, sparql: str) -> Iterator[defaultdict[str, str]]:
    """Rows by way of JSON, which is several times as fast as terms. A cell that is missing is empty."""
    out = io.BytesIO()
    store.results(sparql).write(out, "application/sparql-results+json", lambda: None)
    for row in json.loads(out.getvalue())["results"]["bindings"]:
        yield defaultdict(str, {name: cell["value"] for name, cell in row.items()})


def _pairs(store: Store, property: str) -> Iterator[tuple[str, str]]:
    """All that have a property, and its values, by way of TSV, twice as fast again."""
    out = io.BytesIO()
    store.results(PAIRS % property).write(out, "text/tab-separated-values", lambda: None)
    for line in out.getvalue().decode("utf-8").split("\n")[1:-1]:
        one, _, value = line.partition("\t")
        yield one[1:-1], plain(value)


def plain(cell: str) -> str:
    r"""The text of a cell of SPARQL's TSV.

    >>> plain("<urn:a>"), plain('"a\\"b"@zh'), plain("0.8"), plain('"2021"^^<urn:year>')
    ('urn:a', 'a"b', '0.8', '2021')
    """
    if cell.startswith("<"):
        return cell[1:-1]
    if not cell.startswith('"'):
        return cell
    text = cell[: cell.rindex('"') + 1]
    return str(json.loads(text, strict=False)) if "\\" in text else text[1:-1]


def _reports(store: Store) -> list[Report]:
    found = []
    for id, one in store.documents().items():
        told = years(one["period"]) or years(one["published"])
        found.append(Report(store.iris.report(id), id, one["title"] or id, told[-1] if told else 0))
    return found


def _said(store: Store, reports: Sequence[Report]) -> dict[str, tuple[tuple[int, ...], float]]:
    """In which reports each fact is said, and how sure the surest reading of it is."""
    where = {report.iri: number for number, report in enumerate(reports)}
    sources = {one: where[iri] for one, iri in _pairs(store, "oa:hasSource") if iri in where}
    sure = dict(_pairs(store, "uw:confidence"))
    found: dict[str, tuple[set[int], float]] = {}
    for fact, evidence in _pairs(store, "uw:evidence"):
        told, most = found.get(fact, (set(), 0.0))
        if evidence in sources:
            told.add(sources[evidence])
        found[fact] = (told, max(most, float(sure.get(evidence, 0))))
    return {fact: (tuple(sorted(told)), most) for fact, (told, most) in found.items()}


def _facts(store: Store, place: Mapping[str, int], reports: Sequence[Report]) -> Iterator[Fact]:
    said = _said(store, reports)
    subjects = {fact: place.get(iri, -1) for fact, iri in _pairs(store, "uw:subject")}
    objects = {fact: place.get(iri, -1) for fact, iri in _pairs(store, "uw:object")}
    times, planned = (dict(_pairs(store, f"uw:{name}")) for name in ("time", "planned"))
    givers: dict[str, list[int]] = defaultdict(list)
    for fact, iri in _pairs(store, "uw:giver"):
        givers[fact].append(place.get(iri, -1))
    for fact, iri in _pairs(store, "uw:predicate"):
        kind, object = KIND_OF.get(RELATIONS.get(iri, ""), -1), objects.get(fact, -1)
        if object < 0 or kind < 0:
            continue
        (told, sure), time = said.get(fact, ((), 0.0)), times.get(fact, "")
        rest = (_years(time, told, reports), sure, told, planned.get(fact) in ("true", "1"), time)
        if subjects.get(fact, -1) >= 0:
            yield Fact(kind, subjects[fact], object, *rest)
        for giver in givers.get(fact, ()):
            if giver >= 0:
                yield Fact(KIND_OF[GIVER], object, giver, *rest)
    for row in _rows(store, NUMBERS):
        subject, about = place.get(row["subject"], -1), place.get(row["about"], -1)
        if subject >= 0 and about >= 0:
            told, sure = said.get(row["fact"], ((), 0.0))
            span = _years(row["period"], told, reports)
            yield Fact(KIND_OF[ABOUT], subject, about, span, sure, told, False, row["period"])


def _years(time: str, said: Sequence[int], reports: Sequence[Report]) -> tuple[int, int]:
    """The years a fact is of; where it names none, the one its reports are about."""
    told = years(time) or sorted(year for year in (reports[one].year for one in said) if year)
    return (told[0], told[-1]) if told else (0, 0)
