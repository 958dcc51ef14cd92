"""Pairs of entities that may stand in a relation: those that rules found, and others of some relations.

A pair is looked at where its two names stand nearest: in one sentence, in neighbouring ones, or, in
news of few programs, anywhere. `本次活动` counts as a name of the event that it means.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from kg.annotate.relations.events import Events
from kg.annotate.relations.rules import Found
from kg.annotate.relations.scene import Mark, Scene
from kg.facts.model import EntityType, RelationType

BODY: tuple[EntityType, ...] = ("Union", "Organization", "Company")
TYPES: dict[RelationType, tuple[tuple[EntityType, ...], tuple[EntityType, ...]]] = {
    "ORGANIZES": (BODY, ("Program",)),
    "PARTICIPATES_IN": (("Person", *BODY), ("Program",)),
    "COOPERATES_WITH": (("Union",), BODY),
    "EMPLOYED_BY": (("Person",), BODY),
    "HOLDS_POST": (("Person",), BODY),
    "LOCATED_IN": (("Program", "Company", "Facility", "Organization"), ("Place", "Facility")),
    "CONFERRED": (("Person", *BODY, "Facility", "Program"), ("Honor",)),
    "PART_OF": (("Organization", "Facility"), BODY),
    "OPERATES": (("Union",), ("Facility", "Organization")),
    "ISSUED": (("Union", "Organization"), ("Document",)),
    "SUBORDINATE_TO": (("Union",), ("Union",)),
    "JURISDICTION": (("Union",), ("Place",)),
}
REACH = 40  # mentions on either side that are looked at: a list of a thousand names stays bearable
# Relations that classifiers may see by themselves; of the others, hardly a pair they saw was likely enough.
FREE: tuple[RelationType, ...] = (
    "ORGANIZES", "PARTICIPATES_IN", "COOPERATES_WITH", "LOCATED_IN", "CONFERRED", "ISSUED", "SUBORDINATE_TO",
    "EMPLOYED_BY", "OPERATES",
)  # fmt: skip
# Sentences that may lie between two names in relations that are hardly ever told from farther away.
CLOSE: dict[RelationType, int] = {"EMPLOYED_BY": 0, "OPERATES": 0, "CONFERRED": 2, "COOPERATES_WITH": 2}
GAP = 2  # sentences that may lie between two names
FEW = 8  # programs of news in which anyone may have to do with any
MEANT = 60  # how much farther an event that is only meant seems than one that is named
FAR = 1000  # how much farther a name in the next sentence seems than one in the same
NOWHERE = 10**6


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entities that may stand in a relation, and where in the scene their names stand nearest.

    meant: one of them is an event that is not named there. apart: they stand near each other nowhere.
    """

    type: RelationType
    subject: str
    object: str
    subject_at: int
    object_at: int
    meant: bool
    apart: bool


class Places:
    """Where each entity is named or meant: position in the scene and number of the sentence."""

    def __init__(self, scene: Scene, events: Events, event_words: Iterable[int]) -> None:
        starts = [start for start, _, _ in scene.sentences]
        self.named: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self.meant: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self.by_sentence: dict[int, list[Mark]] = defaultdict(list)
        for at in scene.order:
            mark = scene.marks[at]
            number = max(0, bisect_right(starts, at) - 1)
            self.named[mark.id].append((at, number))
            self.by_sentence[number].append(mark)
        if not events.own:
            self._find_meant(scene, events, starts, event_words)

    def _find_meant(
        self, scene: Scene, events: Events, starts: list[int], event_words: Iterable[int]
    ) -> None:
        done: set[int] = set()
        for at in event_words:
            number = max(0, bisect_right(starts, at) - 1)
            sentence = scene.sentences[number][2]
            if number in done or sentence.heading:
                continue
            done.add(number)
            event = None
            if all(mark.type != "Program" for mark in self.by_sentence[number]):
                event = events.topic(starts[number])
            if event is not None:
                self.meant[event.id].append((at, number))


def pairs(scene: Scene, places: Places, found: Iterable[Found]) -> list[Pair]:
    """All pairs worth a look, those of rules among them, in a settled order."""
    kinds = {entity.id: entity.type for entity in scene.doc._.entities}
    ruled = {(item.type, item.subject, item.object) for item in found}
    asked = {(subject, obj) for _, subject, obj in ruled}
    nearest: dict[tuple[str, str], tuple[int, int, int, bool]] = {}

    def look(subject: str, obj: str, distance: int, at: int, to: int, meant: bool) -> None:
        fits = (kinds[subject], kinds[obj]) in FITTING or (subject, obj) in asked
        if subject == obj or not fits:
            return
        if (subject, obj) not in nearest or distance < nearest[subject, obj][0]:
            nearest[subject, obj] = (distance, at, to, meant)

    order = [
        (mark.id, mark.type, mark.at, number)
        for number, marks in places.by_sentence.items()
        for mark in marks
    ]
    for place, (one, kind, at, number) in enumerate(order):
        for other, its, to, there in order[max(0, place - REACH) : place + REACH + 1]:
            near = -GAP <= there - number <= GAP
            if near and ((kind, its) in FITTING or (one, other) in asked):
                look(one, other, abs(there - number) * FAR + abs(to - at), at, to, False)
    for event, meant in places.meant.items():
        for at, number in meant:
            for mark in places.by_sentence.get(number, ()):
                away = MEANT + abs(mark.at - at)
                look(mark.id, event, away, mark.at, at, True)
                look(event, mark.id, away, at, mark.at, True)
    programs = [entity.id for entity in scene.of_type("Program") if entity.id in places.named]
    anyone = programs and len(programs) < FEW
    for one in list(places.named) if anyone else [scene.reporter or ""]:
        for program in programs if one in places.named else ():
            look(one, program, NOWHERE, places.named[one][0][0], places.named[program][0][0], False)
            look(program, one, NOWHERE, places.named[program][0][0], places.named[one][0][0], False)
    for subject, obj in sorted(asked):
        if (subject, obj) not in nearest:
            first, second = (places.named.get(key) or [(0, 0)] for key in (subject, obj))
            nearest[subject, obj] = (NOWHERE, first[0][0], second[0][0], False)
    return [
        Pair(kind, subject, obj, at, to, meant, distance >= NOWHERE)
        for (subject, obj), (distance, at, to, meant) in nearest.items()
        for kind, (subjects, objects) in TYPES.items()
        if (kind, subject, obj) in ruled
        or (
            kind in FREE
            and kinds[subject] in subjects
            and kinds[obj] in objects
            and distance // FAR <= CLOSE.get(kind, NOWHERE)
        )
    ]


FITTING = {(a, b) for kind in FREE for a, b in product(*TYPES[kind])}
