"""Who organises a program, who takes part in it, and who acts jointly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.annotate.relations.events import CAMPAIGN, Events
from kg.annotate.relations.partners import ALTOGETHER, pairs
from kg.annotate.relations.rules import Found, expand, words_of
from kg.annotate.relations.scene import ANY, Mark, Scene
from kg.annotate.relations.structure import bare, parents_of
from kg.annotate.relations.subjects import BETWEEN, BODIES, Actors, actors_before
from kg.facts.model import RelationType

REACH = 60
GOVERNING = re.compile(f"(?P<organise>{words_of('organise')})|(?P<join>{words_of('join')})")
FOLLOW = re.compile(words_of("follow"))
CROWD = re.compile(words_of("crowd"))
BREAK = re.compile(r"[，；：]")
AFTER_MARK = re.compile(rf"(?<=[{ANY}])(?:主题)?(?:活动)?[，；]")
HOSTED = re.compile(
    expand(
        r"由{^}{~8}(?P<a>{Body|Facility|Place+}(?:（[^（）]{1,16}）)?(?:等{~6})?(?:{~4}{:joint}(?:{^}{Body+}|{~12}))?)"
        r"(?:（[^（）]{1,16}）)?(?:[、和]{~20})?(?:等{~8})?"
        r"(?P<how>(?:共同|联合|指导|联手|参与)*{:host}(?:[、和]{:host})*)"
    )
)
HOSTED_MORE = re.compile(
    expand(
        r"(?:的?{Program})?[，；、]?(?:由)?{Place}?{^}(?P<a>{Body|Facility|Place+})(?:（[^（）]{1,16}）)?(?:[、和]{~20})?(?:等{~6})?"
        r"(?P<how>(?:共同|联合|参与)*{:host}(?:[、和]{:host})*)(?=[的，；。、]|{Program})"
    )
)
HOST_LINE = re.compile(
    expand(
        r"(?:主办|承办|协办|指导|支持|发起|组织|举办)(?:[这本此该][^，。；：\ue000-\ue008]{0,8})?的?"
        r"(?P<how>单位|方|者|机构|的(?=[是有为共]))(?:分别|一?共)?(?:是由|为|是|有|包括)?"
        r"(?:[两三四五六七八九十\d]{1,3}[个家](?:单位)?)?[：:，]?(?:分别)?(?:为|是|有|包括)?[：:]?\n?"
        r"(?P<a>{Actor}(?:(?:[、，；和与及\n]|以及|，以及)?{Actor}){0,30})"
    )
)
OCCASION = re.compile(r"[^，。；]{0,8}为(?:契机|抓手|载体|引领|主线)")
HOSTS_APART = 120  # characters between two clauses that name the hosts of one event
CARRIED = 2  # sentences on which an unnamed subject is still the one named before
MEANT_LENGTH = 4  # the last characters of what is held, which stand in the event's name
HOLDS_MEANT = re.compile(
    expand(
        r"(?P<a>{Body+})(?:等{~6})?(?:近日|日前)?(?:联合|共同|携手)?(?:开展|举办|举行|组织|推出|主办)了?(?P<what>{~16}{:event})"
    )
)
AND = re.compile("[与同]|会同|联合|携手")
HOSTS = ("单位", "方", "者", "机构", "的")
GUIDES = re.compile("指导|支持|冠名|单位|方$|者$|机构|的$")
BEGINS = re.compile(expand("(?:此次|本次|这次|该)?(?P<what>{:event})由"))
NAMED_BY = re.compile(r"(?P<what>[一-鿿]{2,5})由")
THIS_ONE = re.compile("(?:该|本次|此次|这次|这项|本届|这场)")
MEANT = re.compile(expand(r"(?:该|本次|此次|这次|这项|本届|这场){~8}{:event}?"))
EVENT_BY = re.compile(expand(r"(?P<what>{:event})[^，。；：\ue000-\ue008]{0,4}，?$"))
COMPANY_SITE = re.compile(
    expand(
        r"(?P<s>{Company})(?:的)?{~4}(?:车间|内|里|厂区|现场|举行|举办|，举行|，举办){*30}(?P<o>{Program})"
    )
)
PLACE = expand("{Place}")
TAIL_CROWD = re.compile(rf"(?:活动)?的?{words_of('crowd')}")
ACCOUNT = re.compile(expand(r"(?:{Program}){0,6}等?{Place}?{~4}(?:微信)?公众号|模块|期间|以来"))
JOINED_HOSTS = re.compile(expand(r"{:joint}(?P<a>{Body+})(?:等{~8})?(?P<how>共同{:host})"))
LEADS = re.compile(expand(r"{Program}{~10}，(?P<a>{Body+})(?P<how>牵头|主办|承办)(?=[，。；])"))
VISITED = re.compile(expand(r"(?P<o>{Program}){*40}(?:走进|走访|慰问|来到|前往|深入)了?(?P<s>{Company+})"))
HELD_AT = re.compile(
    expand(
        r"(?:走进|来到|前往|赴|到|深入|为|走访)(?P<s>{Company+}){*40}(?:开展|举行|举办|举行|启动)了?{~8}(?P<o>{Program})"
    )
)


@dataclass(frozen=True, slots=True)
class Governor:
    """The verb that governs a program, and whether it means taking part."""

    at: int
    end: int
    joins: bool


class Activities:
    """The activities of one scene.

    own: whether the document is the union's own account of many programs, so that what it
    names without an actor is the union's.
    """

    def __init__(self, scene: Scene, events: Events) -> None:
        self.scene = scene
        self.events = events
        self.reporter = scene.reporter
        self.own = events.own
        region = bare(scene.entities[self.reporter].name) if self.reporter else ""
        self.above = tuple(name for name in [*parents_of(region), "全国", "中国"] if region)
        self.region = region
        self.last: tuple[list[str], int] | None = None

    def find(self) -> Iterator[Found]:
        """ORGANIZES, PARTICIPATES_IN and COOPERATES_WITH."""
        hosts: dict[str, list[Mark]] = {}
        for start, end, _ in self.scene.sentences:
            programs = self.scene.marks_in(start, end, "Program")
            hosted = list(self._hosted(start, end, programs, hosts))
            yield from hosted
            done = {found.object for found in hosted if found.rule == "hosted-by"}
            for program in programs:
                if program.id not in done:
                    yield from self._of(start, program)
            if not programs and not self.own:
                yield from self._meant(start, end)
        for name, pattern in (("company-site", COMPANY_SITE), ("visits", VISITED), ("visits", HELD_AT)):
            for match in pattern.finditer(self.scene.text):
                obj = self.scene.marks[match.start("o")]
                for mark in self.scene.marks_in(*match.span("s"), "Company"):
                    yield self._found("PARTICIPATES_IN", mark.id, obj, name)

    def _found(self, kind: RelationType, subject: str, program: Mark, rule: str) -> Found:
        return Found(kind, subject, program.id, program.at, program.at + 1, rule)

    def _meant(self, start: int, end: int) -> Iterator[Found]:
        """Bodies that hold an event told by a word of its name: 联合开展兴趣活动."""
        for match in HOLDS_MEANT.finditer(self.scene.text, start, end):
            event = self.events.topic(start)
            what = match.group("what").removesuffix("活动")[-MEANT_LENGTH:]
            meant = THIS_ONE.match(match.group("what")) is not None
            if event is None or (not meant and (len(what) < 2 or what not in event.entity.name)):
                continue
            actors = self.scene.marks_in(*match.span("a"), *BODIES)
            for actor in actors:
                yield self._found("ORGANIZES", actor.id, event, "organises-meant")
            if ALTOGETHER.search(match.group()):
                yield from self._partners(actors, "acts-jointly")

    def _hosted(
        self, start: int, end: int, programs: list[Mark], hosts: dict[str, list[Mark]]
    ) -> Iterator[Found]:
        """What lines of hosts say. hosts: those of each program, which it adds to."""
        text = self.scene.text
        for pattern in (HOSTED, HOST_LINE, LEADS, JOINED_HOSTS):
            # A list of hosts may go on over the lines below its heading.
            for first in pattern.finditer(text, start, end if pattern is not HOST_LINE else len(text)):
                if first.start() >= end:
                    break
                groups = [first]
                while more := HOSTED_MORE.match(text, groups[-1].end(), end):
                    groups.append(more)
                program = self._hosted_program(start, first, groups[-1].end(), programs)
                if program is None:
                    continue
                for match in groups:
                    actors = self.scene.marks_in(*match.span("a"), *BODIES, "Facility")
                    for actor in actors:
                        rule = "organises-jointly" if pattern is JOINED_HOSTS else "hosted-by"
                        yield self._found("ORGANIZES", actor.id, program, rule)
                    if re.search("联合|共同|举办", match.group("how")):
                        yield from self._partners(actors, "hosted-jointly")
                    elif not GUIDES.search(match.group("how")):
                        federation = [mark for mark in actors if mark.type == "Union"]
                        others = [mark for mark in actors if mark not in federation]
                        yield from pairs(federation, others, self.reporter, "hosted-by-both")
                here = [m for match in groups for m in self.scene.marks_in(*match.span("a"), *BODIES)]
                unions = [mark for mark in here if mark.type == "Union"]
                yield from pairs(unions, here, self.reporter, "hosts-of-one")
                told = hosts.setdefault(program.id, [])
                near = [mark for mark in told if here and abs(mark.at - here[0].at) <= HOSTS_APART]
                yield from self._between(here, near)
                told.extend(here)

    def _hosted_program(
        self, start: int, first: re.Match[str], end: int, programs: list[Mark]
    ) -> Mark | None:
        after = [mark for mark in programs if first.end() <= mark.at < end + 16]
        if after:
            return after[0]
        before = [mark for mark in programs if mark.at <= first.start()]
        if before:
            return before[-1]
        meant = first.group("how") in HOSTS or MEANT.search(self.scene.text, start, end)
        called = EVENT_BY.search(self.scene.text, start, first.start())
        called = called or BEGINS.match(self.scene.text, start)
        if not meant and not called and (named := NAMED_BY.match(self.scene.text, start)):
            main = self._main(start)
            return main if main and named.group("what")[-2:] in main.entity.name else None
        if meant or called:
            main = self._main(start)
            other = self.events.called(start, called.group("what")) if called else None
            fits = main is None or called is None or called.group("what") in main.entity.name
            return main if fits else other
        return None

    def _between(self, here: list[Mark], before: list[Mark]) -> Iterator[Found]:
        """Acting jointly of hosts of one event that two clauses name: 主办方为甲，承办方为乙."""
        for one, others in ((here, before), (before, here)):
            unions = [mark for mark in one if mark.type == "Union"]
            yield from pairs(unions, others, self.reporter, "hosts-apart")

    def _main(self, start: int) -> Mark | None:
        """The event that a line of hosts means: in news the first held."""
        return self.events.topic(start) if self.own or not self.events.held else self.events.held[0]

    def _partners(self, actors: list[Mark], rule: str) -> Iterator[Found]:
        for index, mark in enumerate(actors):
            yield from pairs([mark], actors[index + 1 :], self.reporter, rule)

    def _governor(self, start: int, program: Mark) -> Governor | None:
        text = self.scene.text
        best: Governor | None = None
        for match in GOVERNING.finditer(text, max(start, program.at - REACH), program.at):
            between = AFTER_MARK.sub("", text[match.end() : program.at])
            if not BREAK.search(between):
                joins = match.lastgroup == "join"
                same = best is not None and not BREAK.search(text[best.end : match.start()])
                if best and same and best.joins and not joins and FOLLOW.match(text, best.at):
                    continue
                best = Governor(match.start(), match.end(), joins)
        return best

    def _owners(self, start: int, program: Mark) -> list[Mark]:
        """Bodies whose names stand directly before the program's."""
        scene, text = self.scene, self.scene.text
        at = program.at - 1 - (text[program.at - 1 : program.at] == "的")
        if at < start or at not in scene.marks or scene.marks[at].type not in BODIES:
            return []
        owners = [scene.marks[at]]
        for mark in reversed(scene.marks_in(start, at, *BODIES)):
            if (
                not BETWEEN.fullmatch(text[mark.at + 1 : owners[0].at])
                or "，" in text[mark.at : owners[0].at]
            ):
                break
            owners.insert(0, mark)
        return owners

    def _of(self, start: int, program: Mark) -> Iterator[Found]:
        owners = self._owners(start, program)
        for owner in owners:
            yield self._found("ORGANIZES", owner.id, program, "owner-before-name")
        if owners:
            governor = self._governor(start, owners[0])
            follows = governor is not None and governor.joins
            others = all(owner.id != self.reporter for owner in owners)
            if self.reporter and others and (owners[-1].type == "Union" or follows):
                yield self._found("PARTICIPATES_IN", self.reporter, program, "scheme-of-other")
            yield from self._partners(owners, "owners-jointly")
            return
        governor = self._governor(start, program)
        if governor is None:
            yield from self._by_default(start, program)
            return
        actors = actors_before(self.scene, start, governor.at, program.at)
        for mark in actors.causees:
            if mark.entity.name.endswith(("团", "队")):
                yield self._found("PARTICIPATES_IN", mark.id, program, "made-to-act")
        if governor.joins:
            yield from self._joined(start, program, governor, actors)
        elif not self.own and OCCASION.match(self.scene.text, program.at + 1):
            for doer in actors.doers:
                yield self._found("PARTICIPATES_IN", doer.id, program, "takes-occasion")
        else:
            yield from self._organised(start, program, governor, actors)

    def _organised(self, start: int, program: Mark, governor: Governor, actors: Actors) -> Iterator[Found]:
        doers = [mark.id for mark in actors.doers]
        rule = "organises"
        if not doers:
            if self.reporter is None or self._other_agent(start, governor):
                return
            doers, rule = [self.reporter], "organises-unnamed"
            if not self.own and self.last and self._carries(self.last[1], start):
                doers = self.last[0]
        elif not self.own:
            self.last = (doers, start)
        for doer in doers:
            yield self._found("ORGANIZES", doer, program, rule)
        for mark in actors.joint:
            yield self._found("ORGANIZES", mark.id, program, "organises-jointly")
        if actors.joint:
            own = [mark for mark in self.scene.marks_in(0, governor.at, "Union") if mark.id == self.reporter]
            yield from pairs(actors.doers or own[-1:], actors.joint, self.reporter, "acts-jointly")
        if len(actors.doers) > 1 and (
            ALTOGETHER.search(self.scene.text, actors.doers[-1].at, governor.end)
            or AND.fullmatch(self.scene.text, actors.doers[0].at + 1, actors.doers[1].at)
        ):
            yield from self._partners(actors.doers, "acts-jointly")
        if self.reporter and self.reporter not in doers and self._higher_union(doers):
            yield self._found("PARTICIPATES_IN", self.reporter, program, "scheme-of-other")

    def _carries(self, said: int, start: int) -> bool:
        """Whether a subject of the sentence at `said` may be that of the one at `start`."""
        before, here = (self.scene.sentence_at(at)[2] for at in (said, start))
        return before.paragraph == here.paragraph and self.scene.text.count("。", said, start) <= CARRIED

    def _other_agent(self, start: int, governor: Governor) -> bool:
        """Whether the clause has a subject of its own: 由数智群团开发; in news, 沈阳市开展."""
        clause = re.split("[，；：]", self.scene.text[start : governor.at])[-1]
        place = re.match(PLACE, clause) is not None and "工会" not in clause
        return bool(re.search(rf"由[{ANY}]", clause)) or (place and not self.own)

    def _higher_union(self, ids: list[str]) -> bool:
        unions = [self.scene.entities[key] for key in ids if self.scene.entities[key].type == "Union"]
        return any(bare(union.name) in (*self.above, "中华全国") for union in unions)

    def _joined(self, start: int, program: Mark, governor: Governor, actors: Actors) -> Iterator[Found]:
        text, verb = self.scene.text, self.scene.text[governor.at : governor.end]
        doers = [mark.id for mark in actors.doers]
        named = bool(doers)
        if not doers and self.reporter is not None:
            doers = [self.reporter]
        clause = re.split("[，；：]", text[start : governor.at])[-1] + verb
        higher = self.scene.entities[program.id].name.startswith(self.above)
        for doer in doers:
            if doer != self.reporter:
                yield self._found("PARTICIPATES_IN", doer, program, "joins")
            elif higher or FOLLOW.search(clause):
                yield self._found("PARTICIPATES_IN", doer, program, "follows")
            elif not named and not self.own:
                continue
            elif CROWD.search(clause) or TAIL_CROWD.match(text, program.at + 1):
                yield self._found("ORGANIZES", doer, program, "workers-join")
            else:
                yield self._found("PARTICIPATES_IN", doer, program, "reporter-joins")

    def _by_default(self, start: int, program: Mark) -> Iterator[Found]:
        if self.reporter is None:
            return
        _, end, _ = self.scene.sentence_at(program.at)
        name = self.scene.entities[program.id].name
        if ACCOUNT.match(self.scene.text, program.at + 1):
            return
        if self.own:
            yield self._found("ORGANIZES", self.reporter, program, "by-default")
        elif "工会" in name and name.startswith(self.region):
            yield self._found("ORGANIZES", self.reporter, program, "named-after-union")
        elif CAMPAIGN.search(name):
            return
        elif self.events.held and program.id == self.events.held[0].id:
            yield self._found("ORGANIZES", self.reporter, program, "held-by-default")
        elif any(mark.id == self.reporter for mark in self.scene.marks_in(start, end, "Union")):
            yield self._found("ORGANIZES", self.reporter, program, "with-reporter")


def find(scene: Scene, events: Events) -> Iterator[Found]:
    """ORGANIZES, PARTICIPATES_IN and COOPERATES_WITH of all programs."""
    yield from Activities(scene, events).find()
