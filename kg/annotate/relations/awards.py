"""CONFERRED where the honor comes first: 一等奖由张三夺得, 奖状授予甲公司, 获得奖章的有张三、李四."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.annotate.relations.rules import Found, expand
from kg.annotate.relations.scene import ANY, CHARACTERS, Mark, Scene
from kg.facts.model import EntityType

WINNERS: tuple[EntityType, ...] = ("Person", "Union", "Organization", "Company", "Facility")
WINNER = f"[{''.join(CHARACTERS[kind] for kind in WINNERS)}]"
CALLED = "(?:荣誉称号|荣誉|称号|奖项|奖牌|匾牌|证书|名单|命名|表彰)?"
GAIN = "捧回|捧走|捧得|获|摘|拿下|夺|斩获|收入囊中|包揽|取得|赢得|领走|当选|分享|收获|得到"
GIVEN = (
    "(?:均|都|则|也|全部|分别|一并|还|同时|先后){0,2}"
    "(?:授予|授给|给予|颁给|颁予|颁发给|颁授给|发给|奖给|送给|归属于?|归于?|属于|花落|落户|落到|落入)了?"
)
IS = f"(?:获得者|得主|获奖者|获得单位|当选者)?[里中上]?，?(?:分别|则|，)?(?:是|为|有|包括|：)(?={WINNER})"
FILLER = f"[^，。；：！？\\n{ANY}]{{0,8}}?"
RUN = r"[^。！？\n]{1,300}"
FIRST = re.compile(
    expand(f"(?P<o>{{Honor+}}){CALLED}")
    + f"{FILLER}(?:(?P<by>(?:则|均|也|都|分别|先后|，)?(?:由|被))|{GIVEN}|{IS})(?=(?P<s>{RUN}))"
)
BEHIND = re.compile(
    "(?:获得|荣获|获评|获颁|喜获|授予|评为|入选|当选|摘得|夺得|斩获|捧回|捧得|拿下|获)(?:了|为)?"
    + expand(f"{{~8}}(?P<o>{{Honor+}}){CALLED}")
    + f"的(?:，|分别|则|还|共|一共){{0,2}}(?:有|是|为|包括)(?=(?P<s>{RUN}))"
)
# A list ends with its clause, or where what follows its comma is not another item.
END = re.compile(f"[；。！？\n]|等[^，。；]{{0,16}}[，；]|，(?!(?:以及|和|还有|及)?{WINNER})")
GAINED = re.compile(f"(?:{GAIN})(?!者|的)")
ITEM = re.compile("[、，；及与和等]|以及")
OTHER = re.compile(expand("{Honor}|[；。]|授予|颁发|评出|评选|命名"))
ALSO = re.compile(
    expand(
        r"(?:[既又也还更]|同样|同时)是(?:一[名位个])?(?P<o>{Honor+})(?!{Person}|(?:称号)?(?:获得者)?{Person})"
    )
)
LISTED = re.compile(
    expand(
        r"(?P<s>{Person}(?:(?:[、，和]|以及){Body}[^，。；：、\n\ue000-\ue008]{0,14}{Person}){1,12})"
        r"(?:等{~6})?[^，。；：\n\ue000-\ue008]{0,8}?"
        r"(?:(?:被|获)(?:(?P<by>{Body}){~4})?(?:授予|评为|命名为|认定为|表彰为)|荣获|获评|获得(?!者)|喜获|获颁|当选|入选|成为|摘得|夺得|斩获|捧回|获)"
        r"(?:了|为)?{~8}(?P<o>{Honor+})"
    )
)
NEAR = 12  # characters between the end of a list and the verb of its 由


def find(scene: Scene) -> Iterator[Found]:
    """The winners named after their honor."""
    for pattern in (FIRST, BEHIND):
        for match in pattern.finditer(scene.text):
            start, end = match.span("s")
            if stop := END.search(scene.text, start, end):
                end = stop.start()
            if match.groupdict().get("by"):
                gained = GAINED.search(scene.text, start, end + NEAR)
                if gained is None or OTHER.search(scene.text, start, gained.start()):
                    continue
                end = gained.start()
            first = max(scene.text.rfind(sign, *match.span("o")) for sign in "，；") + 1
            honors = scene.marks_in(max(first, match.start("o")), match.end("o"), "Honor")
            for mark in winners(scene, start, end):
                for honor in honors:
                    yield Found("CONFERRED", mark.id, honor.id, honor.at, mark.at + 1, "honor-first")


def listed(scene: Scene) -> Iterator[Found]:
    """The persons of a list in which each has a post: 甲公司经理张三、乙公司技术员李四被授予…."""
    for match in LISTED.finditer(scene.text):
        givers = scene.marks_in(*match.span("by")) if match.group("by") else []
        for mark in scene.marks_in(*match.span("s"), "Person"):
            for honor in scene.marks_in(*match.span("o"), "Honor"):
                by = givers[-1].id if givers else None
                yield Found("CONFERRED", mark.id, honor.id, mark.at, honor.at + 1, "list-with-posts", by=by)


def also(scene: Scene) -> Iterator[Found]:
    """Honors that a sentence adds for the person or studio it tells of: 张三是班长，又是全国技术能手."""
    for match in ALSO.finditer(scene.text):
        start, _, _ = scene.sentence_at(match.start())
        start = max(start, scene.text.rfind("；", start, match.start()))
        told = scene.marks_in(start, match.start(), "Person", "Facility")
        for honor in scene.marks_in(*match.span("o"), "Honor") if told else ():
            yield Found("CONFERRED", told[-1].id, honor.id, match.start(), honor.at + 1, "is-also")


def winners(scene: Scene, start: int, end: int) -> list[Mark]:
    """Those that a list names, without the bodies that only say where a person works."""
    marks = scene.marks_in(start, end, *WINNERS)
    pairs = zip(marks, [*marks[1:], None], strict=False)
    return [
        mark
        for mark, after in pairs
        if after is None
        or mark.type == "Person"
        or after.type != "Person"
        or ITEM.match(scene.text, mark.at + 1, after.at)
    ]
