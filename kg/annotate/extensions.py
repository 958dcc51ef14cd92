"""Every extension of a spaCy Doc, registered here only, and the plain classes they hold.

Offsets are code points of `doc.text`, the normalised text, half-open. Spans are offsets, not
tokens: jieba cuts 35万人 into 35 | 万人, so 35万 has no spaCy Span.

    doc._.frame         Frame           what is known of the document from outside
    doc._.gaps          frozenset[int]  offsets before which a blank was left out
    doc._.sentences     list[Sentence]  by `sections`
    doc._.dates         list[DateSpan]  by `dates`
    doc._.ner           list[NerSpan]   by `name_tagger`
    doc._.spans         list[TextSpan]  by the span annotators; by `spans` made free of overlaps
    doc._.tagged        list[TextSpan]  by `own_tagger`: what the model finds, with its probability
    doc._.chances       dict[tuple[int, int, str], float]  by `own_tagger`: of all that may be names
    doc._.home          Home            by `resolver`: the division that the report is from
    doc._.entities      list[EntityDraft]   by `resolver`
    doc._.reporter      str | None      by `reporter`: the id of the union whose work is told
    doc._.relations     list[RelationDraft] by `relations`
    doc._.observations  list[ObservationDraft] by `observations`
    doc._.warnings      list[str]       lines for a person
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from kg.facts.model import EntityType, Modifier, RelationType


@dataclass(frozen=True, slots=True)
class Frame:
    """What is known of a document before it is read: metadata, ISO dates, None where unknown."""

    id: str = ""
    title: str | None = None
    publisher: str | None = None
    region: str | None = None
    published: str | None = None
    period: str | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or a heading. planned: it tells of what is to come, not of what was done.

    paragraph: running number of its paragraph. heading: it stands above text and is no sentence.
    """

    start: int
    end: int
    paragraph: int
    heading: bool = False
    planned: bool = False


YEAR, MONTH, DAY = len("2016"), len("2016-08"), len("2016-08-08")  # of an ISO date, by how fine it is


@dataclass(frozen=True, slots=True)
class DateSpan:
    """An expression of time and the ISO 8601 date or period that it means, None if unclear."""

    start: int
    end: int
    value: str | None


@dataclass(frozen=True, slots=True)
class TextSpan:
    """A stretch of text that names something. name: the full name, where the finder knows it."""

    start: int
    end: int
    type: EntityType
    rule: str = ""
    confidence: float = 1.0
    name: str | None = None


@dataclass(slots=True)
class EntityDraft:
    """An entity of the document: its full name, other names, and its spans in text order."""

    id: str
    type: EntityType
    name: str
    aliases: list[str] = field(default_factory=list)
    spans: list[TextSpan] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class RelationDraft:
    """A relation between entity ids, read from `[start, end)`, its sentence or sentences."""

    type: RelationType
    subject: str
    object: str
    start: int
    end: int
    rule: str
    confidence: float
    time: str | None = None
    by: str | None = None
    post: str | None = None
    planned: bool = False


@dataclass(frozen=True, slots=True)
class ObservationDraft:
    """A number with its meaning. start, end: the number with 万, 亿 and unit."""

    subject: str
    indicator: str
    value: float
    unit: str
    start: int
    end: int
    rule: str
    confidence: float
    modifier: Modifier = "exact"
    period: str | None = None
    about: tuple[str, ...] = ()


_DEFAULTS: dict[str, object] = {
    "frame": Frame(),
    "gaps": frozenset(),
    "sentences": [],
    "dates": [],
    "ner": [],
    "spans": [],
    "tagged": [],
    "chances": {},
    "home": None,
    "entities": [],
    "reporter": None,
    "relations": [],
    "observations": [],
    "warnings": [],
}


def register() -> None:
    """Make the extensions known to spaCy; doing so again changes nothing."""
    for name, default in _DEFAULTS.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)


def text_of(doc: Doc) -> str:
    """doc.text, which spaCy joins anew at every access, kept after the first."""
    text: str | None = doc.user_data.get("kg.text")
    if text is None:
        text = doc.user_data["kg.text"] = doc.text
    return text


def token_bounds(doc: Doc) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where the words of jieba begin and end, by offset."""
    lengths = doc.to_array(["LENGTH", "SPACY"]).astype(np.int64)
    starts = lengths.sum(axis=1).cumsum() - lengths.sum(axis=1)  # a blank behind a word counts
    return starts, starts + lengths[:, 0]


def token_starts(doc: Doc) -> frozenset[int]:
    """Where the words of jieba begin, kept after the first call."""
    starts: frozenset[int] | None = doc.user_data.get("kg.token_starts")
    if starts is None:
        starts = doc.user_data["kg.token_starts"] = frozenset(token_bounds(doc)[0].tolist())
    return starts


def entities_at(doc: Doc, start: int, end: int) -> list[tuple[TextSpan, EntityDraft]]:
    """The spans inside `[start, end)` with their entities, in text order, longest first."""
    found = [
        (span, entity)
        for entity in doc._.entities
        for span in entity.spans
        if start <= span.start and span.end <= end
    ]
    return sorted(found, key=lambda pair: (pair[0].start, -pair[0].end, pair[1].id))


register()
