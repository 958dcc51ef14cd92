"""What follows for a contest or a double event from other facts: winners took part, 甲暨乙 is held as one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.annotate.relations.events import Events
from kg.annotate.relations.rules import Found, expand
from kg.annotate.relations.scene import Scene

CONTEST = re.compile("(?:赛|比武|竞赛活动|比赛活动|运动会|评选|评选活动|征文|汇演|展演|擂台赛?)$")
PRIZE = re.compile(
    "(?:[一二三四特优][等胜秀]?奖|[金银铜]奖|组织奖|优秀奖|优胜奖|提名奖|[冠亚季]军|第[一二三四五六七八九十]+名|状元|能手|标兵|之星)"
)
TWINS = re.compile(expand("(?P<one>{Program}){~8}暨{~8}(?P<other>{Program})"))
SHARED = frozenset({"ORGANIZES", "PARTICIPATES_IN", "LOCATED_IN"})


def entered(scene: Scene, events: Events, found: Sequence[Found]) -> Iterator[Found]:
    """PARTICIPATES_IN of who won a prize, and of where winners work, in news of one contest."""
    if events.own:
        return
    employers: dict[str, list[str]] = defaultdict(list)
    for item in found:
        if item.type in ("EMPLOYED_BY", "HOLDS_POST"):
            employers[item.subject].append(item.object)
    for item in found:
        if item.type != "CONFERRED" or not PRIZE.search(scene.entities[item.object].name):
            continue
        contest = events.topic(item.start)
        if contest is None or not CONTEST.search(contest.entity.name):
            continue
        if contest.id != item.subject:
            yield Found("PARTICIPATES_IN", item.subject, contest.id, item.start, item.end, "wins-prize")
        for body in dict.fromkeys(employers[item.subject]):
            yield Found("PARTICIPATES_IN", body, contest.id, item.start, item.end, "sends-winner")


def twins(scene: Scene, found: Sequence[Found]) -> Iterator[Found]:
    """What is said of one of two events held as one, for the other."""
    same: dict[str, set[str]] = defaultdict(set)
    for match in TWINS.finditer(scene.text):
        one, other = (scene.marks[match.start(name)].id for name in ("one", "other"))
        same[one].add(other)
        same[other].add(one)
    for item in found if same else ():
        if item.type not in SHARED:
            continue
        for twin in same.get(item.object, ()) if item.type != "LOCATED_IN" else ():
            kinds = {CONTEST.search(scene.entities[key].name) is None for key in (item.object, twin)}
            if item.type == "PARTICIPATES_IN" and len(kinds) > 1:
                continue
            yield replace(item, object=twin, rule="held-as-one")
        for twin in same.get(item.subject, ()) if item.type == "LOCATED_IN" else ():
            yield replace(item, subject=twin, rule="held-as-one")
