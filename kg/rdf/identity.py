"""What tells things of one name apart: the qualifier of their IRIs (`docs/decisions/0012-identity.md`).

A person is known by name and by where they work or hold a post; else by an award and its year; else
by the union whose report names them; else only within that report. What has a name that says
another thing in each report (市总工会, 普陀区) is likewise known only within its report. All of it
follows from one report alone, so neither the order of reports nor what else is in a store matters.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from kg.facts.model import DocumentFacts, Entity, EntityType
from kg.rdf import joins, link, regions
from kg.rdf.iris import Iris, fold

WORK = {"EMPLOYED_BY": 0, "HOLDS_POST": 1}
YEAR = re.compile(r"\d{4}")
# The beginning of a name that leaves out which city, county or firm is meant.
UNNAMED = re.compile(
    r"(?:本|该|我|全)?(?:省|市|区|县|旗|州|盟|镇|乡|街道|社区|开发区|高新区|经开区|公司|集团|企业|厂|学校|医院)"
)
UNNAMED_PROGRAM = re.compile(r"(?:本|该|我|全)?[省市区县](?:首届|第|职工|直|总|属)")
BARE = re.compile(
    r"(?:总工会|工会|工会委员会|党委|党组|党支部|办公室|委员会|公司|集团|集团公司|分公司|有限公司)"
)
NOT_UNNAMED = re.compile(r"区域|区块|市场|市政|市北|市民|省际|州际|县域|乡村|企业家|公司法")
INTRODUCED: frozenset[EntityType] = frozenset({"Union", "Company", "Organization", "Program", "Facility"})
SHORTEST = 4  # characters of a short name that is another's in hardly any report
OFFICE = "总书记"  # at any time one person's; so is the name, then
UNREGIONAL: frozenset[EntityType] = frozenset({"Company", "Document"})  # named after a place by habit


@dataclass(frozen=True, slots=True)
class Identity:
    """Who an entity is.

    iri: its own. name: what it is called in all reports. also: IRIs that the same thing has in
    reports which tell less or other things. by: id of the entity that tells it apart: employer, honor
    or union. local: known only within its report.
    """

    iri: str
    name: str
    also: tuple[str, ...] = ()
    by: str | None = None
    local: bool = False


@dataclass(frozen=True, slots=True)
class _Key:
    """What a person is known by: a part of the IRI, and the entity that it speaks of."""

    qualifier: str
    by: str | None = None


def identities(facts: DocumentFacts, iris: Iris) -> dict[str, Identity]:
    """The identity of each entity, by its id."""
    here, introduced = f"report:{facts.id}", joins.introduced(facts.raw)
    found: dict[str, Identity] = {}
    people: defaultdict[str, list[Entity]] = defaultdict(list)
    for entity in facts.entities:
        if entity.type == "Person":
            people[fold(entity.name)].append(entity)
        elif is_relative(entity.type, entity.name):
            iri = iris.entity(entity.type, entity.name, here)
            found[entity.id] = Identity(iri, fold(entity.name), local=True)
        else:
            found[entity.id] = _named(entity, introduced, iris)
    known = _work(facts)
    for persons in people.values():
        found |= _persons(persons, known, _fallback(facts, here), facts.raw, iris)
    return found


def different(facts: DocumentFacts, found: Mapping[str, Identity]) -> list[tuple[str, str]]:
    """IRIs of persons of one name whom the report itself keeps apart, in both directions."""
    people: defaultdict[str, dict[str, Identity]] = defaultdict(dict)
    for entity in facts.entities:
        if entity.type == "Person":
            people[fold(entity.name)][found[entity.id].iri] = found[entity.id]
    pairs = [pair for persons in people.values() for pair in combinations(sorted(persons), 2)]
    return [way for one, other in pairs for way in ((one, other), (other, one))]


@lru_cache(maxsize=65536)
def is_relative(type: EntityType, name: str) -> bool:
    """Whether the name says another thing in each report.

    >>> is_relative("Union", "市总工会"), is_relative("Union", "镇江市总工会"), is_relative("Place", "普陀区")
    (True, False, True)
    """
    name = fold(name)
    if type == "Person":
        return False
    if type == "Program":
        return UNNAMED_PROGRAM.match(name) is not None
    if BARE.fullmatch(name):
        return True
    ways = [region for region, _ in regions.split(name + "|")]  # the name itself may be a division
    if ways:
        return type not in UNREGIONAL and regions.find(ways[0]) is None
    return UNNAMED.match(name) is not None and NOT_UNNAMED.match(name) is None


def _named(entity: Entity, introduced: frozenset[str], iris: Iris) -> Identity:
    """What its name alone tells from all else, and the short names that the report introduces for it."""
    name = fold(link.same(entity.type, entity.name))
    iri = iris.entity(entity.type, name or entity.name)
    short = [
        iris.entity(entity.type, alias)
        for alias in entity.aliases
        if entity.type in INTRODUCED
        and alias in introduced
        and len(alias) >= SHORTEST
        and not is_relative(entity.type, alias)
    ]
    return Identity(iri, name, tuple(one for one in dict.fromkeys(short) if one != iri))


def _work(facts: DocumentFacts) -> dict[str, tuple[list[_Key], list[_Key]]]:
    """The bodies and the awards that persons are known by, by entity id, the first of each the best."""
    by_id = {entity.id: entity for entity in facts.entities}
    bodies: defaultdict[str, set[tuple[int, str, str]]] = defaultdict(set)
    awards: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for relation in facts.relations:
        other = by_id.get(relation.object)
        if other is None or relation.planned or is_relative(other.type, other.name):
            continue
        name = fold(other.name)
        if relation.type in WORK and name:
            bodies[relation.subject].add((WORK[relation.type], name, other.id))
        elif relation.type == "CONFERRED" and (year := YEAR.match(relation.time or "")):
            awards[relation.subject].add((f"{year.group()}{name}", other.id))
    return {
        id: (
            [_Key(name, by) for _, name, by in sorted(bodies[id])],
            [_Key(name, by) for name, by in sorted(awards[id])],
        )
        for id in bodies.keys() | awards.keys()
    }


def _fallback(facts: DocumentFacts, here: str) -> _Key:
    """Who is only named is known by the union that reports, where one does."""
    union = next((one for one in facts.entities if one.id == facts.union), None)
    if union is None or is_relative(union.type, union.name):
        return _Key(here)
    return _Key(fold(union.name), union.id)


def _persons(
    persons: list[Entity],
    known: Mapping[str, tuple[list[_Key], list[_Key]]],
    fallback: _Key,
    raw: str,
    iris: Iris,
) -> dict[str, Identity]:
    """The identities of persons of one name in one report.

    Nothing that two of them share can tell one of them apart, but where they work: who has one name
    and one employer is one.
    """
    keys: dict[str, list[_Key]] = {}
    for entity in persons:
        work, awards = known.get(entity.id, ([], []))
        if any(raw.startswith(OFFICE, mention.end) for mention in entity.mentions):
            work = [_Key(OFFICE)]
        keys[entity.id] = [*work, *awards] if work else [*awards, fallback]
    shared = [qualifier for id in keys for qualifier in {key.qualifier for key in keys[id]}]
    found: dict[str, Identity] = {}
    working = {entity.id: {key.qualifier for key in known.get(entity.id, ([], []))[0]} for entity in persons}
    alone = int(any(fallback.qualifier in bodies for bodies in working.values()))
    for entity in persons:
        bodies = working[entity.id]
        own = [key for key in keys[entity.id] if key.qualifier in bodies or shared.count(key.qualifier) == 1]
        if not own:
            alone += 1
            own = [_Key(fallback.qualifier if alone == 1 else f"{fallback.qualifier}:{alone}", fallback.by)]
        names = dict.fromkeys(iris.entity("Person", entity.name, key.qualifier) for key in own)
        iri, *also = names
        local = own[0].by is None and own[0].qualifier != OFFICE
        found[entity.id] = Identity(iri, fold(entity.name), tuple(also), own[0].by, local)
    return found
