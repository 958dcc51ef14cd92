"""The relations between the entities of a document (twelve types), by rules and a classifier.

`structure` reads names, `rules.apply` patterns over sentences; `activities`, `events`, `titles`,
`posts` and `people` read what needs the course of the text: who the subject is, which event is
meant. `judge` asks classifiers which of all these, and which pairs that no rule found, are told.
One relation is kept for each type, subject and object, with the time, giver and post that any
reading told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc

from kg.annotate.extensions import RelationDraft
from kg.annotate.relations import (
    activities,
    awards,
    contests,
    events,
    partners,
    people,
    posts,
    structure,
    titles,
)
from kg.annotate.relations.judge import decide
from kg.annotate.relations.measured import confidence_of
from kg.annotate.relations.rules import Found, apply
from kg.annotate.relations.scene import Scene
from kg.annotate.relations.settle import settle
from kg.annotate.relations.structure import bare
from kg.annotate.relations.timing import STATES, times

UNNAMED = frozenset({"organises-unnamed", "with-reporter", "by-default", "held-by-default", "issues-unnamed"})
ACTS = re.compile(r"[^。，]{0,12}(?:举办|开展|组织|召开|启动|联合|携手|推进|推出|慰问)")
SEEN = 200  # characters in which a union is named that a story is about
PUBLISHED = frozenset({"honour-roll", "published-list", "representative"})


def mark_relations(doc: Doc) -> Doc:
    """Write doc._.relations. Reads doc._.entities, doc._.reporter, doc._.sentences, doc._.dates."""
    scene = Scene(doc)
    held = events.Events(scene)
    told = decide(scene, held, list(find(scene, held)))
    doc._.relations = _drafts(scene, told)
    return doc


def mark_ruled(doc: Doc) -> Doc:
    """Write doc._.relations by the rules alone, with the confidence that each rule has earned."""
    scene = Scene(doc)
    groups = settle(find(scene, events.Events(scene)), scene.reporter)
    doc._.relations = _drafts(scene, [(group, confidence_of(group[0].rule)) for group in groups])
    return doc


def _in_passing(scene: Scene) -> bool:
    """Whether the reporting union is named once, late, and does nothing: then it is not who acts unnamed."""
    marks = [mark for mark in scene.marks.values() if mark.id == scene.reporter]
    acts = any(ACTS.match(scene.text, mark.at + 1) for mark in marks)
    return len(marks) == 1 and marks[0].span.start >= SEEN and not acts


def find(scene: Scene, held: events.Events) -> Iterator[Found]:
    """Everything that any rule reads, the same relation as often as it is read."""
    passing = _in_passing(scene)
    found = [one for one in _read(scene, held) if one.rule not in UNNAMED or not passing]
    yield from found
    yield from posts.shared(scene, found)
    yield from contests.entered(scene, held, found)
    yield from contests.twins(scene, found)


def _read(scene: Scene, held: events.Events) -> Iterator[Found]:
    yield from structure.subordinates(scene)
    yield from structure.jurisdictions(scene)
    yield from structure.units(scene)
    yield from structure.company_places(scene)
    yield from structure.sites(scene)
    yield from apply(scene)
    yield from posts.find(scene)
    yield from posts.signed(scene)
    yield from people.find(scene)
    yield from titles.conferrals(scene)
    yield from titles.rolls(scene)
    yield from awards.find(scene)
    yield from awards.also(scene)
    yield from awards.listed(scene)
    yield from titles.below_headings(scene)
    yield from titles.documents(scene)
    yield from titles.titled(scene)
    yield from partners.find(scene)
    yield from activities.find(scene, held)
    yield from held.find()
    yield from events.voices(scene, held)


def _drafts(scene: Scene, told: list[tuple[list[Found], float]]) -> list[RelationDraft]:
    when = times(scene, [group for group, _ in told])
    return [
        _draft(scene, group, when[group[0].type, group[0].subject, group[0].object], confidence)
        for group, confidence in told
    ]


def _draft(scene: Scene, group: list[Found], time: str | None, confidence: float) -> RelationDraft:
    head = group[0]
    _, _, sentence = scene.sentence_at(head.start)
    start, end = scene.stretch(head.start, head.end)
    told = (scene.sentence_at(found.start)[2].planned for found in group)
    planned = head.type not in STATES and all(told)  # who holds a post tells of plans, too
    return RelationDraft(
        head.type,
        head.subject,
        head.object,
        min(start, sentence.start),
        max(end, sentence.end),
        f"relations/{head.rule}",
        confidence,
        time=time,
        by=next((found.by for found in group if found.by), None) or _giver(scene, group),
        post="、".join(dict.fromkeys(found.post.strip("、兼") for found in group if found.post)) or None,
        planned=planned,
    )


def _giver(scene: Scene, group: list[Found]) -> str | None:
    """The reporting union, where it publishes who won an honor of its own region."""
    if scene.reporter is None or all(found.rule not in PUBLISHED for found in group):
        return None
    region = bare(scene.entities[scene.reporter].name)
    return scene.reporter if region and scene.entities[group[0].object].name.startswith(region) else None
