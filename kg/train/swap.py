"""Copies of annotated texts in which names have changed places: 甲县总工会 stands where 乙市总工会 stood.

A tagger that sees few texts learns their names by heart; in a copy the sentence is the same and the name
another, so it has to learn from the sentence.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence

from kg.facts.model import DocumentFacts, Entity, EntityType

Span = tuple[int, int, str]
Pool = Mapping[tuple[int, EntityType, int], Sequence[tuple[int, tuple[str, ...]]]]

SHARE = 0.6  # of the entities whose names change
PLACES = 0.3  # of the places: the rules know which exist
MARKS = '\n\r \u3000“”"'  # a name with such a mark in it stays where it is


def swapped(
    documents: Sequence[DocumentFacts], parts: Sequence[int], seed: int
) -> list[tuple[str, list[Span]]]:
    """Each document's text with names exchanged, and where entities stand in it, by offsets of that text.

    parts: a number for each document; names are exchanged among documents of one number, so that what is
    left out for scoring gives no name to what is learnt. All forms of a name change together: an entity
    with a full and a short form gets those of another of its type with as many forms.
    """
    draw = random.Random(seed)
    pool = _pool(documents, parts)
    return [_copy(number, facts, parts[number], pool, draw) for number, facts in enumerate(documents)]


def _pool(documents: Sequence[DocumentFacts], parts: Sequence[int]) -> Pool:
    pool: defaultdict[tuple[int, EntityType, int], list[tuple[int, tuple[str, ...]]]] = defaultdict(list)
    for number, facts in enumerate(documents):
        for entity in facts.entities:
            if names := _names(entity):
                pool[parts[number], entity.type, len(names)].append((number, names))
    return pool


def _names(entity: Entity) -> tuple[str, ...]:
    """The forms of an entity's name, longest first; none where one of them cannot be moved."""
    names = {mention.surface for mention in entity.mentions}
    if any(mark in name for name in names for mark in MARKS):
        return ()
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


def _copy(
    number: int, facts: DocumentFacts, part: int, pool: Pool, draw: random.Random
) -> tuple[str, list[Span]]:
    exchanged: dict[str, dict[str, str]] = {}
    for entity in facts.entities:
        names = _names(entity)
        if not names or draw.random() > (PLACES if entity.type == "Place" else SHARE):
            continue
        others = [given for other, given in pool[part, entity.type, len(names)] if other != number]
        if others:
            exchanged[entity.id] = dict(zip(names, draw.choice(others), strict=True))
    mentions = sorted(
        ((m.start, m.end, m.surface, entity) for entity in facts.entities for m in entity.mentions),
        key=lambda mention: (mention[0], -mention[1]),
    )
    pieces: list[str] = []
    spans: list[Span] = []
    done = length = 0
    outer: tuple[int, int] | None = None  # where a name that stays began, and begins now
    for start, end, surface, entity in mentions:
        if start < done:  # an employer in its unit: kept where the unit's name is
            if outer:
                spans.append((start - outer[0] + outer[1], end - outer[0] + outer[1], entity.type))
            continue
        name = exchanged.get(entity.id, {}).get(surface, surface)
        pieces += [facts.raw[done:start], name]
        length += start - done
        outer = None if entity.id in exchanged else (start, length)
        spans.append((length, length + len(name), entity.type))
        length += len(name)
        done = end
    return "".join([*pieces, facts.raw[done:]]), spans
