"""The grammatical actor before a verb: who does it, with whom, and whom it has do it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kg.annotate.relations.rules import expand, words_of
from kg.annotate.relations.scene import ANY, Mark, Scene

BODIES = ("Union", "Organization", "Company")
BETWEEN = re.compile(r"(?:[、和与及，；等]|以及)")
FILLER = rf"[^，、。；：{ANY}]"
WITH = re.compile(
    rf"{words_of('joint')}(?:了)?(?:{FILLER}{{2,16}}、){{0,3}}{FILLER}{{0,6}}$|(?:牵头|与|和|同|及){FILLER}{{0,2}}$"
)
CAUSE = re.compile(rf"{words_of('cause')}了?{FILLER}{{0,4}}$")
ASIDE_BEFORE = re.compile(rf"{words_of('aside')}{FILLER}{{0,4}}$")
DATELINE = r"(?:\d{4}年)?(?:\d{1,2}月\d{1,2}日)?(?:电|讯|消息)|[^，。；：]{0,6}记者|客户端"
ASIDE_AFTER = re.compile(rf"{DATELINE}|(?:的|各项|各级|党组|党委|关于|有关){{0,2}}{words_of('support')}")
ATTRIBUTE = re.compile(expand(r"(?:等{~6})?(?:共同|联合|统一)?{:host}的"))
OFFICER = re.compile(expand(rf"{FILLER}{{0,10}}{{:office}}{{Person}}"))


@dataclass(slots=True)
class Actors:
    """doers: the subject, a list; joint: with whom; causees: whom the subject has act."""

    doers: list[Mark] = field(default_factory=list)
    joint: list[Mark] = field(default_factory=list)
    causees: list[Mark] = field(default_factory=list)


def actors_before(
    scene: Scene, start: int, position: int, target: int | None = None, kinds: tuple[str, ...] = BODIES
) -> Actors:
    """The actors of the verb at `position`, sought back to `start`, the nearest subject first.

    target: where the verb's object stands; an actor whose own `…的` clause ends before it
    (`市总工会组织的疗休养，…`) says nothing about it and is passed over.
    """
    text = scene.text
    found = Actors()
    marks = scene.marks_in(start, position, *kinds)
    while marks:
        group = [marks.pop()]
        while marks and BETWEEN.fullmatch(text[marks[-1].at + 1 : group[0].at]):
            group.insert(0, marks.pop())
        before = text[max(start, group[0].at - 32) : group[0].at]
        after = group[-1].at + 1
        if ASIDE_AFTER.match(text, after) or ASIDE_BEFORE.search(before):
            continue
        if group[-1].type not in ("Union", "Person") and OFFICER.match(text, after):
            continue
        if WITH.search(before):
            found.joint = group + found.joint
            continue
        if CAUSE.search(before):
            found.causees = group + found.causees
            continue
        attribute = ATTRIBUTE.match(text, after)
        if attribute and target is not None and re.search("[，；：]", text[attribute.end() : target]):
            continue
        found.doers = group
        break
    return found
