"""Events that are held, and who was there."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from kg.annotate.extensions import text_of
from kg.annotate.relations.rules import Found, expand, words_of
from kg.annotate.relations.scene import ANY, OWN_ACCOUNT, Mark, Scene
from kg.annotate.relations.subjects import BODIES

HELD = re.compile(
    expand(
        r"(?P<e>{Program})(?:{~8}暨{~8}{Program})?[^，。！？；\n]{0,24}?"
        r"(?:举行|召开|开幕|举办|拉开|打响|鸣锣|开锣|开战|画上句号|落下帷幕|闭幕|落幕|开赛|开班|开营|开讲|结业|收官|启动|走进|正在进行|在此进行)"
        r"|(?:举行|召开|举办|启动|开启|上演|迎来)(?:的|了)?(?:一场|首场|第.{1,3}期)?{~12}(?P<f>{Program})"
    )
)
ATTEND = re.compile(words_of("attend"))
THERE = re.compile(
    expand(
        r"{:event}(?:启动)?(?:现场|上|当天|中|期间)?[，,](?P<s>[^。！？；\n]{0,60})"
        r"|在(?:{~10}{:event}|{Program})(?:现场|上|中)?(?:说|表示|介绍|指出|强调)"
    )
)
REPRESENTED = re.compile(
    expand(
        r"(?P<s>{Body+})(?:等{~8})?的?(?:相关|有关|主要|分管|部分|部门|科室){0,3}(?:\d+支)?"
        r"(?:负责人|负责同志|领导|代表队|代表|董事长|总经理|工作人员|职工代表)(?!{Person})(?=[^。！？；\n]{0,120}{:attend})"
        r"|来自{^}(?P<t>{Body+})(?:等{~12})?的?[^。！？；\n]{0,40}?"
        r"(?:参加|参赛|参与|齐聚|角逐|参会|出席|分享|宣讲|讲述|入围|晋级|同台|同场|比拼|报名|亮相|演讲|观看)"
        r"|(?P<u>{Body+})(?:等{~12})?(?:的{~8})?(?:参加|参与|出席|参赛|受邀|入围|进入|晋级)(?:了)?(?:此次|本次|这次|该|{~6}{:event})"
        r"|(?P<v>{Body+})等{~4}\d+[余多]?[家个支](?:{~4})(?:组队|参赛|摆摊|进场|提供岗位|带来{~4}岗位|到场)"
        r"|代表(?P<r>{Body+})(?:分别|先后)?(?:带来|表演|发言|作|参加|上台|展示)"
    )
)
ATTENDED = re.compile(
    expand("(?:出席|参加|主持|观看|观摩)了?(?:此次|本次|这次|当天的?|该)?(?P<what>{:event})")
)
BEHIND = re.compile(
    expand(
        r"(?:出席|参加|到场|到会|参会|与会|观看|考察|指导|颁奖|致辞|讲话|主持|带队|陪同|前来|见证|受邀)"
        r"[^，。；！？\n]{0,16}?(?:的(?:领导|嘉宾|人员|单位|代表|负责人|同志)?(?:，|还|分别){0,2}(?:有|是|为|包括)|人员(?:中|里)?，?(?:有|包括|为|还有))"
        r"(?P<s>[^。；！？\n]{1,200})"
    )
)
# Bodies of a list of guests for which no person is named.
SENT = re.compile(
    "(?:等[^，。；：]{0,8})?的?(?:相关|有关|主要|分管|部分|部门|科室){0,3}(?:负责人|领导|代表|负责同志)"
)
FROM = re.compile(
    expand(
        r"(?:队伍|代表队|代表团|参赛队|选手|职工|学员|队员|人员|成员|代表|[\d一二三四五六七八九十两]+[人名位])"
        r"[^，。；：！？\n\ue000-\ue008]{0,8}?来自(?:[^，。；：\ue000-\ue008]{0,10}[：:])?(?P<s>{Body}(?:(?:[、，和及]|以及|，以及)?{Body}){0,30})"
    )
)
ON_STAGE = re.compile(
    expand(
        r"(?P<s>{Body+})(?:等{~8})?(?:依次|先后|分别|相继|轮流|逐一)?(?:登台|上台|登场|作了?|进行了?|作为代表|代表{~8})?"
        r"[^，。；！？\n\ue000-\ue008]{0,6}(?:交流发言|典型发言|经验交流|经验介绍|表态发言|作交流|交流了?经验|介绍了?{~6}经验|分享{~16}(?:经验|做法|体会)|发言|展演|献演|表演)"
    )
)
INVITED = re.compile(expand(r"(?:邀请|特邀|请来)(?:到|了)?(?P<s>[^。！？；\n]{0,60})"))
LED = re.compile(expand(r"(?P<s>{Person+})(?:等{~8})?(?:一行|带队|率队|带领){*40}{Program}"))
PARTY = re.compile(expand(r"(?P<s>{Person+})(?:等{~6})?(?:同志)?(?:一行|带队|率队)"))
DONATED = re.compile(expand(r"(?P<s>{Body+})(?:等{~8})?(?:共同|分别|共|现场)?(?:捐赠|捐献|捐款|赞助)"))
WON = re.compile(
    expand(
        r"(?P<s>{Body|Person+})(?:代表队|队)?{~6}(?:夺得|荣获|获得|斩获|摘得|拿下|包揽|取得|获){~12}"
        r"(?:{Honor}|[一二三特]等奖|[金银铜]奖|[金银铜]牌|第[一二三四五六七八九十]名?|前[三五十]名|[冠亚季]军|状元|组织奖)"
        r"|(?P<w>{Person})(?:{~14})(?:夺冠|折桂|摘得桂冠|摘金|拔得头筹|独占鳌头|[名位]列第)"
        r"|第[一二三四五六七八九十]名[：　 ]?(?P<x>{Person})"
    )
)
TOURED = re.compile(
    expand(
        r"(?:{Person}|一行|慰问组|慰问团|志愿者|工作人员|先后|分别|带队|走访|慰问){~6}"
        r"(?:走访慰问|看望慰问|走进|来到|前往|赴|深入|到|走访|慰问|看望)了?"
        r"(?P<s>(?:{Company|Organization|Site|Program}(?:[、，和及]|以及|等)?){1,20})"
    )
)
THIS = re.compile(expand(r"参加(?:了)?(?:本次|这次|此次|该){~8}{:event}"))
SUPPORTED = re.compile(expand(r"(?:得到|获得)了?(?P<s>[^。！？；\n]{0,80}?)的?{~6}支持"))
BEGUN = re.compile(
    expand(r"(?:开展|组织|推出|实施|发起|参加|出席|参与)了?(?:的|一场|系列|首场)?{~16}(?P<f>{Program})")
)
SPEECH = re.compile(
    rf"[^，。；：{ANY}]{{0,14}}(?:，[^，。；：{ANY}]{{0,12}})?(?:表示|介绍|称|说|认为|告诉|指出|道|感叹|感慨|坦言|分享|讲述|谈|感触|赞同|感谢|感激|点赞|称赞|领到|收到)|："
)
THIS_EVENT = re.compile(expand(r"(?:本次|此次|这次|这场|本届|该)(?:{~8}{:event})?|通过{~6}{:event}"))
WORKER = re.compile(expand(r"(?:{:staff}|来自{Body}的?{~8})$"))
OFFICER = re.compile(expand(r"{:office}$"))
AT_EVENT = re.compile(
    expand(
        r"(?:{:event}(?:现场|上|中|当天)?|{Program}(?:活动)?(?:现场|上|中))[，,](?P<s>{Body+})(?!{~10}{:office})"
    )
)
SOME = 3
SECTION = re.compile(
    r"^(?:[一二三四五六七八九十]{1,2}、|（[一二三四五六七八九十]{1,2}）|[■★▲●◆【①-⑩]|——)|[一二三四五六七八九]是",
    re.MULTILINE,
)
LEAD = 150  # characters of the scene in which a story says what it is about
CAMPAIGN = re.compile(r"主题教育$|学习教育$|教育实践活动$")
SCENE = re.compile(expand(r"(?:^|[。”！\n])在(?P<o>{Facility})(?:内|里|上|现场|中)，"))
HELD_THERE = re.compile(
    expand(
        r"{:event}[^，。；！？\n]{0,12}在(?:{Place})?(?P<o>{Site}){~8}(?:举行|举办|开幕|落幕|闭幕|启动|进行|召开)"
    )
)
# Cities by one character, which is no mention: 大会在京开幕.
SHORT_CITIES = {
    "京": "北京市", "沪": "上海市", "津": "天津市", "渝": "重庆市", "穗": "广州市", "蓉": "成都市",
    "杭": "杭州市", "宁": "南京市", "汉": "武汉市", "筑": "贵阳市", "邕": "南宁市", "昆": "昆明市",
    "兰": "兰州市", "深": "深圳市",
}  # fmt: skip
CITY = f"[{''.join(SHORT_CITIES)}]"
IN_SHORT = re.compile(
    expand(
        r"(?P<s>{Program})[^。；，\n\ue000-\ue008]{0,24}，?在(?P<city>CITY)(?:隆重|胜利|圆满)?{:hold}".replace(
            "CITY", CITY
        )
    )
    + "|"
    + expand(rf"在(?P<then>{CITY})(?:隆重)?(?:举行|召开|举办)了?{{~8}}(?P<after>{{Program}})")
)
AT_PARK = re.compile(expand(r"(?P<o>{Site})(?P<s>{Program})"))
PARK = re.compile(r"(?:园|园区|中心|基地|广场|小镇|景区|大厦|社区)$")
WRITER = re.compile(
    expand(r"(?:记者|通讯员|实习生|作者|摄影|撰稿|编辑|文/|图/)[：:]?(?:{Person}[、]?){0,4}$")
)

BODIES_THERE = (
    ("represented", REPRESENTED),
    ("named-behind", BEHIND),
    ("on-stage", ON_STAGE),
    ("comes-from-there", FROM),
    ("supports-event", SUPPORTED),
    ("invited", INVITED),
    ("leads", LED),
    ("wins", WON),
    ("acts-at-event", AT_EVENT),
    ("donates", DONATED),
    ("leads-party", PARTY),
)

NEWS_ONLY = frozenset({"donates", "leads-party", "acts-at-event", "comes-from-there"})


def _is_account(scene: Scene) -> bool:
    """Whether a document accounts for years, or in sections, and so tells of one thing after the other."""
    period: str = scene.doc._.frame.period or ""
    news = HELD.search(scene.text, 0, 2 * LEAD)
    if news and SECTION.search(text_of(scene.doc)) is None:
        return False
    yearly = bool(period) and all(len(part) == len("2016") for part in period.split("/"))
    return (yearly and "/" in period) or len(SECTION.findall(text_of(scene.doc))) >= SOME


class Events:
    """The events of a scene that are held at a time and place, in text order.

    account: whether the document accounts for years, or in sections. own: whether it is a union's
    own account of many programs; then an event is meant
    in its paragraph only, in news of few programs throughout.
    """

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        programs = sum(1 for _ in scene.of_type("Program"))
        self.account = _is_account(scene)
        self.own = programs >= OWN_ACCOUNT or (programs >= SOME and self.account)
        self._index = {start: number for number, (start, _, _) in enumerate(scene.sentences)}
        self.held = [
            scene.marks[match.start("e" if match["e"] else "f")] for match in HELD.finditer(scene.text)
        ]
        self.held = [mark for mark in self.held if not CAMPAIGN.search(mark.entity.name)]
        self._held: dict[int, list[Mark]] = {}
        for mark in self.held:
            self._held.setdefault(self._paragraph(mark.at), []).append(mark)
        self._told = self._most_told()
        self._begun = self._first_begun()

    def _paragraph(self, position: int) -> int:
        return self.scene.sentence_at(position)[2].paragraph if self.own else 0

    def topic(self, position: int) -> Mark | None:
        """The event that `本次活动` means: in news the first held, in an account the last held before
        it in its paragraph; where neither is named before it, one begun before it.

        Where none is held: the program told of most, or the first that is begun, or the only one.
        """
        paragraph = self._paragraph(position)
        if here := self._held.get(paragraph):
            before = bisect_right(here, position, key=lambda mark: mark.at)
            if not before and self._begun and self._begun.at < position:
                return self._begun
            if self.own:
                return here[max(0, before - 1)]
            last = here[max(0, before - 1)]
            first, then = self._day(here[0].at), self._day(last.at)
            here_too = self.scene.text.count("\n", last.at, position) == 0
            return last if first and then and then != first and here_too else here[0]
        return self._told.get(paragraph) or self._begun

    def _day(self, position: int) -> str | None:
        """The day or month that the sentence of an event tells before it."""
        scene = self.scene
        _, _, sentence = scene.sentence_at(position)
        end = scene.origin[position]
        days = [
            date.value
            for date in scene.doc._.dates
            if sentence.start <= date.start and date.end <= end and date.value and len(date.value) > 4
        ]
        return str(days[-1]) if days else None

    def _first_begun(self) -> Mark | None:
        if self.own:
            return None
        begun = (self.scene.marks[match.start("f")] for match in BEGUN.finditer(self.scene.text))
        if first := next((mark for mark in begun if self._leads(mark)), None):
            return first
        programs = self.scene.marks_in(0, len(self.scene.text), "Program")
        alone = len({mark.id for mark in programs}) == 1 and self._leads(programs[0])
        return programs[0] if alone else None

    def _leads(self, mark: Mark) -> bool:
        """Whether a program can be what the story tells: named early, or again, and no campaign."""
        again = sum(other.id == mark.id for other in self.scene.marks.values()) > 1
        early = mark.at < max(LEAD, len(self.scene.text) // 3)
        return (again or early) and CAMPAIGN.search(mark.entity.name) is None

    def _most_told(self) -> dict[int, Mark]:
        """By paragraph, the program that it names most, three times at least."""
        told: dict[int, dict[str, list[Mark]]] = {}
        for mark in self.scene.marks_in(0, len(self.scene.text), "Program"):
            told.setdefault(self._paragraph(mark.at), {}).setdefault(mark.id, []).append(mark)
        most = {paragraph: max(count.values(), key=len) for paragraph, count in told.items()}
        return {paragraph: marks[0] for paragraph, marks in most.items() if len(marks) >= 3}

    def find(self) -> Iterator[Found]:
        """PARTICIPATES_IN of persons and bodies who were at an event."""
        for start, end, _ in self.scene.sentences:
            yield from self._attending(start, end)
            yield from self._represented(start, end)
        yield from self._sites()
        yield from self._toured()

    def _sites(self) -> Iterator[Found]:
        """LOCATED_IN of an event, where a paragraph sets the scene, or at a park before its name."""
        for match in SCENE.finditer(self.scene.text):
            event = self.topic(match.start())
            if event is not None:
                yield self._located(event, self.scene.marks[match.start("o")], "scene-of-event")
        for match in () if self.own else HELD_THERE.finditer(self.scene.text):
            start, end, _ = self.scene.sentence_at(match.start())
            event = self.topic(match.start())
            if event is not None and not self.scene.marks_in(start, end, "Program"):
                yield self._located(event, self.scene.marks[match.start("o")], "event-held-there")
        cities = {place.name: place.id for place in self.scene.of_type("Place")}
        for match in IN_SHORT.finditer(self.scene.text):
            event = self.scene.marks[match.start("s" if match["s"] else "after")]
            city = cities.get(SHORT_CITIES[match["city"] or match["then"]])
            if city is not None:
                yield Found("LOCATED_IN", event.id, city, match.start(), match.end(), "held-in-city")
        for match in AT_PARK.finditer(self.scene.text):
            place = self.scene.marks[match.start("o")]
            if place.type == "Facility" or PARK.search(place.entity.name):
                yield self._located(self.scene.marks[match.start("s")], place, "site-before-name")

    def _toured(self) -> Iterator[Found]:
        """Whom and where an event went, in news of one event: 慰问组先后赴…."""
        for match in () if self.own else TOURED.finditer(self.scene.text):
            event = self._event_of(*self.scene.sentence_at(match.start())[:2])
            if event is None:
                continue
            for mark in self.scene.marks_in(*match.span("s"), "Company", "Organization", "Place", "Facility"):
                if mark.type not in ("Place", "Facility"):
                    yield self._at(mark, event, "tours-body")
                elif mark.type == "Facility" or PARK.search(mark.entity.name):
                    yield self._located(event, mark, "tours-site")

    def _located(self, event: Mark, place: Mark, rule: str) -> Found:
        return Found("LOCATED_IN", event.id, place.id, place.at, place.at + 1, rule)

    def _event_of(self, start: int, end: int) -> Mark | None:
        named = self.scene.marks_in(start, end, "Program")
        ids = {mark.id for mark in self.held}
        word = ATTENDED.search(self.scene.text, start, end)
        return next((mark for mark in named if mark.id in ids), None) or self.called(
            start, word.group("what") if word else ""
        )

    def called(self, position: int, word: str) -> Mark | None:
        """The event that `大会` or `竞赛` means: the last whose name ends so, where the topic's does not."""
        topic = self.topic(position)
        if self.own or not word or topic is None or word in topic.entity.name:
            return topic
        before = self.scene.marks_in(0, position, "Program")
        return next((mark for mark in reversed(before) if mark.entity.name.endswith(word)), topic)

    def _attending(self, start: int, end: int) -> Iterator[Found]:
        scene, text = self.scene, self.scene.text
        spoken = start
        index = self._index[start]
        if index and text_of(scene.doc)[scene.sentences[index - 1][2].end - 1] == "”":
            spoken = scene.sentences[index - 1][0]
        persons = [
            mark
            for mark in scene.marks_in(start, end, "Person")
            if not WRITER.search(text[start : mark.at]) and not text.startswith(("总书记", "摄"), mark.at + 1)
        ]
        if not persons:
            return
        event = self._event_of(start, end)
        if event is None:
            return
        verbs = [match.start() for match in ATTEND.finditer(text, start, end)]
        there = THERE.search(text, start, end)
        this = THIS.search(text, spoken, end)
        for person in persons:
            verb = next((at for at in verbs if at > person.at), None)
            if (verb is not None and "：" not in text[person.at : verb]) or this is not None:
                yield self._at(person, event, "attends")
            elif self._speaks(person, start, spoken, end):
                yield self._at(person, event, "speaks-of-event")
            elif (
                not self.own
                and SPEECH.match(text, person.at + 1)
                and not OFFICER.search(text, start, person.at)
            ):
                yield self._at(person, event, "voice-of-event")
            elif there and (there.group("s") is None or there.start() < person.at <= there.end()):
                yield self._at(person, event, "at-the-event")

    def _speaks(self, person: Mark, start: int, spoken: int, end: int) -> bool:
        """Whether a person speaks of `this activity`, or speaks as one of the workers it is for."""
        if self.own or not SPEECH.match(self.scene.text, person.at + 1):
            return False
        worker = WORKER.search(self.scene.text, start, person.at)
        return worker is not None or THIS_EVENT.search(self.scene.text, spoken, end) is not None

    def _represented(self, start: int, end: int) -> Iterator[Found]:
        for rule, pattern in BODIES_THERE:
            if self.own and rule in NEWS_ONLY:
                continue
            for match in pattern.finditer(self.scene.text, start, end):
                led = self.scene.marks_in(*match.span(), "Program") if rule == "leads" else []
                event = led[-1] if led else self._event_of(start, end)
                if rule == "wins" and self.own and not self._is_near(event, start):
                    continue
                if event is not None:
                    group = match.lastgroup or "s"
                    there = self.scene.marks_in(*match.span(group), *BODIES, "Person")
                    persons = [mark for mark in there if mark.type == "Person"]
                    if rule == "named-behind" and persons:
                        persons += [mark for mark in there if self._sends(mark, there)]
                    for mark in persons if rule in ("invited", "named-behind") and persons else there:
                        yield self._at(mark, event, rule)

    def _sends(self, mark: Mark, others: list[Mark]) -> bool:
        """Whether a body of a list, alone or with those listed behind it, is there by 有关负责人."""
        at = mark.at
        while mark.type != "Person" and (after := next((one for one in others if one.at > at), None)):
            if after.type == "Person" or after.at - at > 2:
                break
            at = after.at
        return mark.type != "Person" and SENT.match(self.scene.text, at + 1) is not None

    def _is_near(self, event: Mark | None, start: int) -> bool:
        """Whether an event is named in the sentence that begins at `start` or in the one before it."""
        index = self._index[start]
        before = self.scene.sentences[max(0, index - 1)][0]
        return event is not None and event.at >= before

    def _at(self, mark: Mark, event: Mark, rule: str) -> Found:
        start, end = sorted((mark.at, mark.at + 1))
        return Found("PARTICIPATES_IN", mark.id, event.id, start, end, rule)


def voices(scene: Scene, events: Events) -> Iterator[Found]:
    """PARTICIPATES_IN of a person who speaks in a paragraph of a story that tells of one program only."""
    if events.account:
        return
    paragraphs: dict[int, list[tuple[int, int]]] = {}
    for start, end, sentence in scene.sentences:
        paragraphs.setdefault(sentence.paragraph, []).append((start, end))
    if len(paragraphs) < 4:
        return
    for bounds in paragraphs.values():
        start, end = bounds[0][0], bounds[-1][1]
        programs = scene.marks_in(start, end, "Program")
        if len({mark.id for mark in programs}) != 1:
            continue
        for person in scene.marks_in(start, end, "Person"):
            if not WRITER.search(scene.text[start : person.at]) and re.search("[“”]", scene.text[start:end]):
                yield Found(
                    "PARTICIPATES_IN", person.id, programs[0].id, person.at, person.at + 1, "voice-of-program"
                )
