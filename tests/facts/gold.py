"""The gold of the seeds as facts, and made-up documents for properties."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from kg.facts import jsonl
from kg.facts.model import (
    ENTITY_TYPES,
    MODIFIERS,
    RELATION_TYPES,
    DocumentFacts,
    Entity,
    Evidence,
    Mention,
    Observation,
    Relation,
)
from kg.rdf.identity import identities
from kg.rdf.iris import Iris

SEEDS = Path(__file__).parents[2] / "seeds"
GOLD = SEEDS / "gold" / "seeds.jsonl"


@cache
def gold() -> tuple[DocumentFacts, ...]:
    """The five seed reports as people annotated them."""
    return tuple(jsonl.read(GOLD, SEEDS))


def by_id(id: str) -> DocumentFacts:
    return next(facts for facts in gold() if facts.id == id)


def iris_of(facts: DocumentFacts) -> dict[str, str]:
    """The IRIs of its entities, by id."""
    return {id: found.iri for id, found in identities(facts, Iris()).items()}


TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
RAW = st.text(
    st.sampled_from("区总工会举办春风行动,慰问职工1.2万名。\n\u3000“”<>&\"\\'\t\x0b🎉"),
    min_size=5,
    max_size=60,
)
TIME = st.sampled_from([None, "2021", "2021-06", "2021-06-25", "2018/2023", "2022-11/2023"])
PART = st.floats(0, 1)


@st.composite
def documents(pick: Any) -> DocumentFacts:
    """Documents whose facts fit their text, with whatever text and names."""
    raw = pick(RAW)

    def span() -> tuple[int, int]:
        start, end = sorted(pick(st.tuples(st.integers(0, len(raw)), st.integers(0, len(raw)))))
        return start, end

    def evidence() -> Evidence:
        start, end = span()
        return Evidence(start, end, raw[start:end], pick(TEXT), pick(PART))

    entities = []
    for number in range(pick(st.integers(1, 4))):
        type = pick(st.sampled_from(ENTITY_TYPES))
        spans = [span() for _ in range(pick(st.integers(0, 2)))]
        mentions = tuple(Mention(a, b, raw[a:b], type, pick(TEXT), pick(PART)) for a, b in spans)
        aliases = tuple(pick(st.lists(TEXT, max_size=2)))
        entities.append(Entity(f"e{number}", type, pick(TEXT), aliases, mentions))
    ids = st.sampled_from([entity.id for entity in entities])
    relations = [
        Relation(
            pick(st.sampled_from(RELATION_TYPES)),
            pick(ids),
            pick(ids),
            evidence(),
            pick(TIME),
            pick(st.none() | ids),
            pick(st.none() | TEXT),
            pick(st.booleans()),
        )
        for _ in range(pick(st.integers(0, 3)))
    ]
    observations = []
    for _ in range(pick(st.integers(0, 3))):
        start, end = span()
        observations.append(
            Observation(
                pick(ids),
                pick(TEXT),
                pick(st.floats(allow_nan=False, allow_infinity=False)),
                pick(TEXT),
                start,
                end,
                raw[start:end],
                evidence(),
                pick(st.sampled_from(MODIFIERS)),
                pick(TIME),
                tuple(pick(st.lists(ids, max_size=2, unique=True))),
            )
        )
    sha256 = hashlib.sha256(raw.encode()).hexdigest()
    return DocumentFacts(
        pick(TEXT),
        "text.txt",
        sha256,
        raw,
        title=pick(st.none() | TEXT),
        region=pick(st.none() | TEXT),
        period=pick(TIME),
        union=pick(st.none() | ids),
        entities=tuple(entities),
        relations=tuple(relations),
        observations=tuple(observations),
        warnings=tuple(pick(st.lists(TEXT, max_size=1))),
    )
