"""Who organises a program, who takes part, who acts jointly with whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.annotate.relations.rules import Found, expand, words_of
from kg.annotate.relations.scene import ANY, Mark, Scene
from kg.facts.model import RelationType

BODIES = ("Union", "Organization", "Company")
BREAK = re.compile(r"[，；：。！？\n]")
GOVERNING = re.compile(f"(?P<organise>{words_of('organise')})|(?P<join>{words_of('join')})")
LIST_GAP = re.compile(r"(?:[、，和与及]|以及|等)?")
BETWEEN = re.compile(r"[、和与及，；]|以及|等(?:单位|部门|多家单位|组织)?")
WITH = re.compile(rf"(?:联合|会同|携手|协同|联动|牵头|与|和|同|及)[^，。；{ANY}]{{0,6}}$")
ASIDE_BEFORE = re.compile(
    rf"(?:在|向|对|为|给|把|被|经|受|围绕|按照|根据|结合|响应|落实|紧扣|驻)[^，。；{ANY}]{{0,4}}$"
)
ASIDE_AFTER = re.compile(
    r"(?:的)?(?:坚强|正确|关心|统一|大力|有力)?(?:领导|指导|帮助|支持|部署|要求|号召|政策|决策|中心工作|工作部署|党组织)"
)
HOSTED = re.compile(
    expand(
        r"由(?P<a>{Body|Facility|Place+})(?:等{~6})?(?:共同|联合|组织|指导|联手)*(?P<verb>{:host}(?:[、和]{:host})*)"
    )
)
HOSTED_MORE = re.compile(
    expand(
        r"[，；、](?:由)?(?P<a>{Body|Facility+})(?:等{~6})?(?:共同|联合)*(?P<verb>{:host}(?:[、和]{:host})*)(?=[的，；。]|{Program})"
    )
)
HOST_LINE = re.compile(expand(r"(?:主办|承办|协办|指导|支持|联合主办)单位(?:为|是)?[：:\n]?(?P<a>{Body+})"))
ANAPHOR = re.compile(
    r"(?:该|本次|此次|这次|这项|本届|这场)(?:[^，。；]{0,8})?(?:活动|大赛|比赛|竞赛|研讨会|会议|赛事|仪式|行动|项目|论坛|招聘会|培训班|比武)?"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """What governs a program: the verb, where it stands, and whether it means taking part."""

    at: int
    joins: bool
    verb: str


class Activities:
    """The activities of one scene."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.reporter = scene.reporter
        self.organised: dict[str, list[Found]] = {}

    def find(self) -> Iterator[Found]:
        """All relations to programs, and acting jointly."""
        for start, end, _ in self.scene.sentences:
            programs = self.scene.marks_in(start, end, "Program")
            hosted = list(self._hosted(start, end, programs))
            yield from hosted
            done = {found.object for found in hosted}
            for program in programs:
                if program.id not in done:
                    yield from self._active(start, end, program)

    def _found(self, kind: RelationType, subject: str, program: Mark, rule: str) -> Found:
        return Found(kind, subject, program.id, program.at, program.at + 1, rule)

    def _hosted(self, start: int, end: int, programs: list[Mark]) -> Iterator[Found]:
        text = self.scene.text
        for pattern in (HOSTED, HOSTED_MORE, HOST_LINE):
            for match in pattern.finditer(text, start, end):
                program = next((p for p in programs if p.at >= match.end() and p.at - match.end() < 12), None)
                if program is None:
                    program = next((p for p in reversed(programs) if p.at < match.start()), None)
                if program is None and ANAPHOR.search(text, start, match.end()):
                    earlier = self.scene.marks_in(0, start, "Program")
                    program = self._topic(earlier)
                if program is None:
                    continue
                for actor in self.scene.marks_in(*match.span("a"), *BODIES, "Facility"):
                    yield self._found("ORGANIZES", actor.id, program, "hosted-by")

    def _topic(self, programs: list[Mark]) -> Mark | None:
        """The event that `本次活动` means: the first that is said to be held, else the first."""
        return programs[0] if programs else None

    def _governing(self, start: int, program: Mark) -> Clause | None:
        text = self.scene.text
        best: Clause | None = None
        for match in GOVERNING.finditer(text, max(start, program.at - 60), program.at):
            between = text[match.end() : program.at]
            if re.search(r"[，；：]", re.sub(rf"[{ANY}][，；：]", "", between)):
                continue
            best = Clause(match.start(), match.lastgroup == "join", match.group())
        return best

    def _subjects(self, start: int, position: int) -> tuple[list[Mark], list[Mark]]:
        """The actors before a verb: the subject's, and those it acts jointly with."""
        text = self.scene.text
        actors = self.scene.marks_in(start, position, *BODIES)
        joint: list[Mark] = []
        while actors:
            group = [actors.pop()]
            while actors and BETWEEN.fullmatch(text[actors[-1].at + 1 : group[0].at]):
                group.insert(0, actors.pop())
            before = text[start : group[0].at]
            after = text[group[-1].at + 1 : position + 8]
            if ASIDE_AFTER.match(after) or ASIDE_BEFORE.search(before):
                continue
            if WITH.search(before):
                joint = group + joint
                continue
            return group, joint
        return [], joint

    def _active(self, start: int, end: int, program: Mark) -> Iterator[Found]:
        scene, text = self.scene, self.scene.text
        before = scene.marks.get(program.at - 1) or (
            scene.marks.get(program.at - 2) if text[program.at - 1 : program.at] == "的" else None
        )
        if before and before.type == "Union":
            yield self._found("ORGANIZES", before.id, program, "owner-before-name")
            if before.id != self.reporter and self.reporter:
                yield self._found("PARTICIPATES_IN", self.reporter, program, "scheme-of-other-union")
            return
        clause = self._governing(start, program)
        if clause is None:
            if self.reporter:
                yield self._found("ORGANIZES", self.reporter, program, "by-default")
            return
        subjects, joint = self._subjects(start, clause.at)
        named = bool(subjects)
        if not subjects and self.reporter:
            subject_ids = [self.reporter]
        else:
            subject_ids = [mark.id for mark in subjects]
        kind: RelationType = "PARTICIPATES_IN" if clause.joins else "ORGANIZES"
        rule = ("joins" if clause.joins else "organises") + ("" if named else "-unnamed")
        for subject in subject_ids:
            yield self._found(kind, subject, program, rule)
        for other in joint:
            yield self._found("ORGANIZES", other.id, program, "organises-jointly")


def find(scene: Scene) -> Iterator[Found]:
    """ORGANIZES, PARTICIPATES_IN and COOPERATES_WITH."""
    yield from Activities(scene).find()
