"""COOPERATES_WITH: bodies that act together, one of them a union."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.annotate.relations.rules import Found, expand, words_of
from kg.annotate.relations.scene import Mark, Scene
from kg.annotate.relations.subjects import ASIDE_BEFORE, actors_before

TOGETHER = re.compile(
    expand(
        r"(?P<a>{Body|Place}(?:(?:[、，和与及同]|以及|等{~6}[与和同]?){Body|Place}){1,20})(?:等?{~8})"
        r"(?:(?:在{Site}|在{~16})?(?:再次|近日|日前|密切|积极|深入)?(?:联合|共同|携手|联手|一起){~16}{:act}"
        r"|(?:联合|共同)?(?:举行)?(?:签署|签订|签约|合作|共建|结对|建立))"
    )
)
JOINED = re.compile(
    expand(
        r"(?P<a>{Body+})(?:[^，。；\ue000-\ue008]{0,10})(?:联合|会同|携手|牵手|协同|联手|联动)(?:了|起)?{^}(?P<b>{Body+})"
    )
)
JOINED_UNNAMED = re.compile(expand(r"(?:联合|会同|携手|联手|牵手)(?:了|起)?{^}(?P<b>{Body+})"))
ALTOGETHER = re.compile(words_of("together"))


def pairs(one: list[Mark], others: list[Mark], reporter: str | None, rule: str) -> Iterator[Found]:
    """Each union with each of the others; of two unions, the reporting one or the first comes first."""
    seen: set[tuple[str, str]] = set()
    for left in one:
        for right in others:
            first, second = left, right
            if left.type != "Union" or (right.type == "Union" and right.id == reporter):
                first, second = right, left
            key = (first.id, second.id)
            if first.type != "Union" or second.type == "Place" or first.id == second.id or key in seen:
                continue
            seen |= {key, key[::-1]}
            start, end = sorted((first.at, second.at))
            yield Found("COOPERATES_WITH", *key, start, end + 1, rule)


def find(scene: Scene) -> Iterator[Found]:
    """What sentences say of acting together."""
    text, reporter = scene.text, scene.reporter
    bodies = ("Union", "Organization", "Company")
    for match in TOGETHER.finditer(text):
        group = scene.marks_in(*match.span("a"), *bodies)
        for index, mark in enumerate(group):
            yield from pairs([mark], group[index + 1 :], reporter, "act-together")
    named: set[int] = set()
    for match in JOINED.finditer(text):
        if ASIDE_BEFORE.search(text[max(0, match.start() - 8) : match.start()]):
            continue
        group = scene.marks_in(*match.span("b"), *bodies)
        named.update(mark.at for mark in group)
        doers = scene.marks_in(*match.span("a"), *bodies)
        yield from pairs(doers, group, reporter, "joins-hands")
        if all(mark.type != "Union" for mark in doers):
            for index, mark in enumerate(group):
                yield from pairs([mark], group[index + 1 :], reporter, "joined-together")
    own = [mark for mark in scene.marks.values() if mark.id == reporter]
    for match in JOINED_UNNAMED.finditer(text):
        group = scene.marks_in(*match.span("b"), *bodies)
        start, _, _ = scene.sentence_at(match.start())
        if named & {mark.at for mark in group}:
            continue
        doers = actors_before(scene, start, match.start()).doers
        if not doers and reporter not in {mark.id for mark in group}:
            doers = own[:1]
        yield from pairs(doers, group, reporter, "joins-hands-unnamed")
