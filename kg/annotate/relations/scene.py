"""A document as rules read it: every mention is one character, so that patterns see types.

Quotation marks and brackets that touch a mention are left out, lists become `甲、乙、丙`, and a
pattern need not know how long a name is. Positions of a scene lead back to `doc.text`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc

from kg.annotate.extensions import EntityDraft, Sentence, TextSpan, text_of
from kg.facts.model import ENTITY_TYPES, EntityType

CHARACTERS: dict[EntityType, str] = {kind: chr(0xE000 + i) for i, kind in enumerate(ENTITY_TYPES)}
KINDS: dict[str, EntityType] = {character: kind for kind, character in CHARACTERS.items()}
ANY = "\ue000-\ue008"
QUOTES = frozenset("“”‘’《》〈〉【】\"'")
OWN_ACCOUNT = 12  # programs that make a document a union's account of its year
THIS_ONE = re.compile(r"(?:[此本这该]次|本届|这[项场个]|该)[“《]?$")
SHORTEST = 4
ALIKE = 0.7  # share of a name's characters that the name of the same event holds


@dataclass(frozen=True, slots=True)
class Mark:
    """A mention in a scene: where its character stands, its span and its entity."""

    at: int
    span: TextSpan
    entity: EntityDraft

    @property
    def id(self) -> str:
        """The id of its entity."""
        return self.entity.id

    @property
    def type(self) -> EntityType:
        """The type of its entity."""
        return self.entity.type


def _same_programs(text: str, programs: list[EntityDraft]) -> dict[str, EntityDraft]:
    """Programs of news that are named anew by a shorter name, by id, and what they are.

    A later name that ends one told before (慈善助学晚会), or follows 此次 and is like it.
    """
    same: dict[str, EntityDraft] = {}
    if len(programs) >= OWN_ACCOUNT:
        return same
    for program in programs:
        name, first = program.name.removesuffix("活动"), program.spans[0].start
        earlier = [other for other in programs if other.spans[0].start < first and other.id not in same]
        earlier = [other for other in earlier if len(other.name) > len(name) and "暨" not in other.name]
        if len(name) < SHORTEST:
            continue
        fits = [other for other in earlier if other.name.removesuffix("活动").endswith(name)]
        if not fits and THIS_ONE.search(text[max(0, first - 4) : first]):
            fits = [one for one in earlier if sum(c in one.name for c in name) >= ALIKE * len(name)]
        if fits:
            before = [(span.start, other) for other in fits for span in other.spans if span.start < first]
            same[program.id] = max(before, key=lambda pair: pair[0])[1]
    return same


class Scene:
    """The text of a Doc with its mentions put in, outermost only.

    text: the encoded text. marks: by position in it. nested: pairs (inner, outer) of entities
    whose mentions lie inside one another. entities: by id. reporter: the reporting union's id.
    starts: where its sentences begin.
    """

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.entities: dict[str, EntityDraft] = {entity.id: entity for entity in doc._.entities}
        self.reporter: str | None = doc._.reporter if doc._.reporter in self.entities else None
        spans = sorted(
            ((span, entity) for entity in doc._.entities for span in entity.spans),
            key=lambda pair: (pair[0].start, -pair[0].end),
        )
        self.nested: list[tuple[EntityDraft, EntityDraft]] = []
        outer: list[tuple[TextSpan, EntityDraft]] = []
        for span, entity in spans:
            if outer and span.start < outer[-1][0].end:
                if span.end <= outer[-1][0].end:
                    self.nested.append((entity, outer[-1][1]))
                continue
            outer.append((span, entity))
        text = text_of(doc)
        self._same = _same_programs(text, [e for e in doc._.entities if e.type == "Program" and e.spans])
        self._encode(text, outer)
        self._bound(doc)

    def _encode(self, text: str, outer: list[tuple[TextSpan, EntityDraft]]) -> None:
        edges = {span.start: (span, entity) for span, entity in outer}
        after = {span.end for span, _ in outer}
        before = set(edges)
        for position in sorted(before, reverse=True):
            if position and text[position - 1] in QUOTES:
                before.add(position - 1)
        characters: list[str] = []
        self.origin: list[int] = []
        self.marks: dict[int, Mark] = {}
        position = 0
        while position < len(text):
            if position in edges:
                span, entity = edges[position]
                entity = self._same.get(entity.id, entity)
                self.marks[len(characters)] = Mark(len(characters), span, entity)
                characters.append(CHARACTERS[entity.type])
                self.origin.append(position)
                position = span.end
                continue
            character = text[position]
            touches = position in after or position + 1 in before
            if character in QUOTES and touches:
                if position in after:
                    after.add(position + 1)
            else:
                characters.append(character)
                self.origin.append(position)
            position += 1
        self.origin.append(len(text))
        self.text = "".join(characters)
        self.order = sorted(self.marks)

    def _bound(self, doc: Doc) -> None:
        self.sentences: list[tuple[int, int, Sentence]] = []
        at = 0
        for sentence in doc._.sentences:
            start = at
            while at < len(self.text) and self.origin[at] < sentence.end:
                at += 1
            while start < at and self.origin[start] < sentence.start:
                start += 1
            self.sentences.append((start, at, sentence))
        self.starts = [start for start, _, _ in self.sentences]

    def marks_in(self, start: int, end: int, *kinds: str) -> list[Mark]:
        """Marks of `[start, end)` of the scene, of the given types, of any where none are given."""
        between = self.order[bisect_left(self.order, start) : bisect_left(self.order, end)]
        marks = (self.marks[at] for at in between)
        return [mark for mark in marks if not kinds or mark.type in kinds]

    def sentence_at(self, position: int) -> tuple[int, int, Sentence]:
        """Bounds in the scene, and the sentence, around a position; the last before it between two."""
        return self.sentences[max(0, bisect_right(self.starts, position) - 1)]

    def of_type(self, *kinds: str) -> Iterator[EntityDraft]:
        """The entities of the given types, in their order."""
        return (entity for entity in self.doc._.entities if entity.type in kinds)

    def stretch(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of the scene in offsets of `doc.text`."""
        last = self.marks.get(end - 1)
        return self.origin[start], last.span.end if last else self.origin[end - 1] + 1
