"""The facts of one document: frozen dataclasses of strings, numbers and offsets.

Offsets are Unicode code points of `Document.raw`, half-open `[start, end)`. Money is in 元,
percentages as written, times and periods ISO 8601 (2021, 2021-06, 2021-06-25, 2018/2023).
Types and their meaning are those of the annotation guidelines (`docs/guidelines.md`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

EntityType = Literal[
    "Union", "Company", "Person", "Honor", "Program", "Organization", "Place", "Facility", "Document"
]
RelationType = Literal[
    "CONFERRED", "ORGANIZES", "PARTICIPATES_IN", "EMPLOYED_BY", "HOLDS_POST", "SUBORDINATE_TO",
    "JURISDICTION", "LOCATED_IN", "COOPERATES_WITH", "PART_OF", "OPERATES", "ISSUED",
]  # fmt: skip
Modifier = Literal["exact", "over", "about", "target", "cumulative"]

ENTITY_TYPES: tuple[EntityType, ...] = get_args(EntityType)
RELATION_TYPES: tuple[RelationType, ...] = get_args(RelationType)
MODIFIERS: tuple[Modifier, ...] = get_args(Modifier)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentence a fact was read from, and what read it (出处).

    quote: the raw text of `[start, end)`, layout included. rule: the pattern, component or
    model that found the fact (`relations/conferred-list`, `ner/fool`). confidence: 0 to 1.
    """

    start: int
    end: int
    quote: str
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of a document's raw text that names something (提及).

    `raw[start:end] == surface`. rule, confidence: what found it, and how sure that is.
    """

    start: int
    end: int
    surface: str
    type: EntityType
    rule: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Entity:
    """What one or more mentions of a document name (实体).

    id: unique within its document only. name: the fullest official name that the document lets
    a reader work out, without quotation marks, blanks and line breaks. aliases: other names.
    mentions: in text order; empty where the text implies the entity but never names it.
    """

    id: str
    type: EntityType
    name: str
    aliases: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """Two entities of a document, typed and directed (关系).

    subject, object, by: entity ids. A conferral (授予) is a relation of type CONFERRED, from
    recipient to honor, `by` its giver. post: the office, for HOLDS_POST. planned: announced for
    the future and not yet done. One per (type, subject, object, time).
    """

    type: RelationType
    subject: str
    object: str
    evidence: Evidence
    time: str | None = None
    by: str | None = None
    post: str | None = None
    planned: bool = False


@dataclass(frozen=True, slots=True)
class Observation:
    """One number that measures union work or its result (统计观测).

    subject, about: entity ids. indicator: what is counted, in the report's words. value: 万 and
    亿 multiplied out, money in 元. unit: the measure word as written, `元` for money, or `%`.
    period: the time it covers. start, end, surface: the number with its 万 or 亿 and unit.
    """

    subject: str
    indicator: str
    value: float
    unit: str
    start: int
    end: int
    surface: str
    evidence: Evidence
    modifier: Modifier = "exact"
    period: str | None = None
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """All that one document says.

    id, file, sha256: of the text; the offsets are void for another text. title, publisher,
    region, published, period, url: metadata, given or found in the text; `None` where unknown.
    union: entity id of the reporting union. raw: the whole text. warnings: lines for a person.
    """

    id: str
    file: str
    sha256: str
    raw: str
    title: str | None = None
    publisher: str | None = None
    region: str | None = None
    published: str | None = None
    period: str | None = None
    url: str | None = None
    union: str | None = None
    entities: tuple[Entity, ...] = ()
    relations: tuple[Relation, ...] = ()
    observations: tuple[Observation, ...] = ()
    warnings: tuple[str, ...] = field(default=())
