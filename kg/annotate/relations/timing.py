"""The time of a relation: what its sentence tells, else its event's time, else the report's period.

Where a report of the next year says 去年 of some things, the others have no time. What a body plans to
run has the time that it is told for and never the report's period, which is of what was done.
"""

from __future__ import annotations

import re
from itertools import permutations

from kg.annotate.dates import time_of
from kg.annotate.relations.rules import Found
from kg.annotate.relations.scene import Scene

STATES = frozenset({"SUBORDINATE_TO", "JURISDICTION", "PART_OF", "EMPLOYED_BY", "HOLDS_POST"})
DONE = frozenset({"ORGANIZES", "PARTICIPATES_IN", "ISSUED"})
RECENT = re.compile("近日|日前|最近|连日来|这几天|昨日|昨天|今日")
Key = tuple[str, str, str]


def times(scene: Scene, groups: list[list[Found]]) -> dict[Key, str | None]:
    """The time of each group of readings.

    What is told at a day passes on to all that is said of the same program and of the same
    sentence without a day of its own.
    """
    told = {_key(group): _told(scene, group) for group in groups}
    by_program: dict[str, str] = {}
    by_sentence: dict[int, str] = {}
    by_actors: dict[tuple[str, str], str] = {}
    hosts: dict[str, list[str]] = {}
    for group in groups:
        time, head = told[_key(group)], group[0]
        if time is None or head.type not in ("ORGANIZES", "LOCATED_IN"):
            continue
        by_sentence.setdefault(scene.sentence_at(head.start)[0], time)
        program = head.object if head.type == "ORGANIZES" else head.subject
        if len(time) > len(by_program.get(program, "")) and "/" not in time:
            by_program[program] = time
    for group in groups:
        head = group[0]
        if head.type == "ORGANIZES" and head.object in by_program:
            hosts.setdefault(head.object, []).append(head.subject)
    for program, actors in hosts.items():
        by_actors.update(dict.fromkeys(permutations(actors, 2), by_program[program]))
    return {
        _key(group): _settled(scene, group[0], told[_key(group)], by_program, by_sentence)
        or (by_actors.get(_key(group)[1:]) if group[0].type == "COOPERATES_WITH" else None)
        for group in groups
    }


def _key(group: list[Found]) -> Key:
    return group[0].type, group[0].subject, group[0].object


def _told(scene: Scene, group: list[Found]) -> str | None:
    if group[0].type in STATES:
        return None
    for found in group:
        programs = scene.marks_in(found.start, found.end, "Program")
        at = programs[0].at if programs else found.start
        time = time_of(scene.doc, *scene.stretch(at, at + 1))
        if time and len(time) == 4:
            time = _closer(scene, at, time)
        if time:
            return time
    return None


def _closer(scene: Scene, at: int, year: str) -> str:
    """A day or month of the same year in the sentence, where the year belongs to a name: 2021年…大赛."""
    _, _, sentence = scene.sentence_at(at)
    for date in scene.doc._.dates:
        before = sentence.start <= date.start and date.end <= scene.origin[at]
        if before and date.value and len(date.value) > 4 and date.value.startswith(year):
            return str(date.value)
    return year


def _settled(
    scene: Scene, head: Found, time: str | None, by_program: dict[str, str], by_sentence: dict[int, str]
) -> str | None:
    frame = scene.doc._.frame
    if head.type in STATES:
        return None
    event = by_program.get(head.subject if head.type == "LOCATED_IN" else head.object)
    if event and head.type in ("PARTICIPATES_IN", "LOCATED_IN") and len(time or "") < len(event):
        time = event
    if time is None:
        time = by_sentence.get(scene.sentence_at(head.start)[0]) if head.type != "OPERATES" else None
    start, end, sentence = scene.sentence_at(head.start)
    plan = sentence.planned and head.type != "PARTICIPATES_IN"  # what one takes part in is under way
    if time is None and head.type in DONE and not plan and not _looks_back(scene):
        time = _whole(frame.period)
        several = time is not None and "/" in time and time[:4] != time[-7:-3] and time[:4] != time[-4:]
        if several and frame.published and (head.type == "ISSUED" or RECENT.search(scene.text, start, end)):
            time = frame.published[:4]
    return _whole(time) if time == frame.period and (time or "")[4:7] == "-01" else time


def _looks_back(scene: Scene) -> bool:
    """Whether a text of the next year tells by 去年 what was of the year that it reports on."""
    frame = scene.doc._.frame
    period, published = frame.period or "", frame.published or ""
    return len(period) == len("2014") and period < published[:4] and "去年" in scene.text


def _whole(time: str | None) -> str | None:
    """The year in place of some months of one year."""
    if time and "/" in time:
        start, end = time.split("/")
        if start[:4] == end[:4]:
            return start[:4]
    return time
