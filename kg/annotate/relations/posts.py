"""Offices that a pattern over one clause cannot read: careers, 该公司, and heads of regions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.annotate.relations.rules import Found, expand
from kg.annotate.relations.scene import Mark, Scene
from kg.annotate.relations.subjects import BODIES

OFFICE = expand(r"{:rank}?{:rank}?{:office}")
POSTS = rf"(?P<post>(?:{OFFICE}[、兼]?){{1,4}})"
CAREER = re.compile(r"(?:曾任|历任|现任|先后任|先后担任|曾担任|担任|兼任|当选)(?P<run>[^。！？\n]{1,160})")
OFFICE_OF = re.compile(expand(r"(?P<o>{Body})(?:的)?(?:新一届)?") + POSTS)
DATELINE = re.compile(
    expand(
        r"(?P<o>{Organization})[^，。；：（）\ue000-\ue008]{0,8}{Place}?(?:\d{4}年)?(?:\d{1,2}月\d{1,2}日)?(?:电|讯|消息)"
    )
)
SIGNED = re.compile(
    expand(
        r"（(?:[^，。；：（）\ue000-\ue008]{0,4})记者：?(?P<s>{Person}(?:[、]?{Person}){0,3})[^（）\n]{0,20}）"
    )
)
REPORTER = re.compile(expand(r"(?<!通讯员)记者：?(?P<s>{Person}(?:[、]?{Person}){0,3})"))
BYLINE = re.compile(expand(r"(?P<o>{Organization})(?:全媒体|首席|见习)?记者：?{Person}"))
PEOPLE = "(?P<s>{Person}(?:[、 　]?{Person}){0,4})"
SOURCE = re.compile(
    expand(
        r"(?:来源|图/文|文/图|图文|供稿)：(?P<o>{Organization|Company|Union})"
        r"[/ 　]?(?:通讯员|作者)?[：/]?[ 　]?" + PEOPLE
    )
)
SOURCE_MEDIUM = re.compile(expand(r"(?:来源|来自)：(?P<o>{Organization|Union})"))
CREDITS = re.compile(
    r"(?:(?<!通讯员)记者|实习生|实习记者|编辑|责编|校对|[初一二三终]审|(?<=\n)作者|作者(?=：)|审核|监制)"
    r"[：:/ 　]?" + expand(PEOPLE + "(?![、]?{:office})")
)
LAST_LINE = re.compile(expand(r"(?<=[。”！\n])（(?P<s>{Person}(?:[、 　]?{Person}){0,3})）(?=\s*(?:\n|$))"))
MEDIUM = re.compile(
    r"(?:报|网|新闻|电视台|客户端|融媒|融媒体中心|频道|广播|通讯社|报社|报业|电台|杂志)(?:集团|社|中心)?$"
)
KINDS = (
    "公司|企业|厂|集团|单位|项目部|项目|医院|学校|院|校|局|站|中心|街道|镇|总行|分行|支行|段|车队|协会|商会"
    "|研究院|幼儿园"
)
FIRMS = ("公司", "企业", "集团", "单位")
ENDINGS = {
    "校": ("学校", "大学", "学院", "中学", "小学"),
    "学校": ("学校", "大学", "学院", "中学", "小学"),
    "院": ("医院", "学院", "研究院", "法院"),
    "项目": ("项目", "项目部", "工程"),
}
THAT_BODY = re.compile(
    rf"(?:该(?:{KINDS})|(?:^|(?<=[，。；：、“由据与和\n]))(?:该)?(?P<kind>{KINDS}))(?:的)?"
    + POSTS
    + expand(r"(?P<s>{Person})")
)
HEAD_OF_REGION = re.compile(
    expand(r"(?P<p>{Place})(?P<post>(?:常务)?(?:副|代)?[省市区县镇乡州]长|自治区主席)(?P<s>{Person})")
)
HEAD = re.compile(
    r"(?:^|(?<=[，。；：、“由据与和\n]))(?P<post>(?:常务)?(?:副|代)?(?P<level>[省市区县州])长)"
    + expand(r"(?:、{~10}{:office}|、{Body}{~6}{:office}){0,2}(?P<s>{Person})")
)
DEPARTMENT = re.compile(
    r"(?:^|(?<=[，。；：、\n]))(?P<post>(?P<kind>组织|宣传|统战|政法委|纪委|人武)部?(?:部长|长|书记))"
    + expand("(?P<s>{Person})")
)
GOVERNMENT = re.compile("(?P<level>[省市区县州])(?:人民)?政府$")
CHOSEN = re.compile(
    expand(
        r"(?:选举(?:产生)?|推选|选出|增补|任命|聘任|聘请)(?:了)?(?P<s>{Person}(?:(?:先生|女士|同志)?、{Person}){0,15})(?:先生|女士|同志)?(?:等{~6})?"
        r"(?:出任|担任|任|当选|为)(?:新一届|首任)?(?P<o>{Body})?"
    )
    + rf"(?P<post>[^，。；、：！？（）\ue000-\ue008]{{0,12}}?{OFFICE})"
)
REACH = 80  # characters from the start of an office to the name of its holder
NEXT = re.compile(
    expand(r"(?<=[\ue000-\ue008])(?:同志|一行)?(?:、|，|和|与|及|以及){1,2}")
    + POSTS
    + expand("(?P<s>{Person}(?:、{Person}){0,4})(?!{Person})")
)
OF_ITS_OWN = re.compile("[省市区县镇乡州校院园行局厅]长")
SAME = re.compile(
    expand("(?P<post>副{:office})(?P<s>{Person}(?:[、和]{Person}){1,5})(?=[，。；等出参到及、]|以及)")
)


def shared(scene: Scene, found: Iterable[Found]) -> Iterator[Found]:
    """Offices that a list goes on with, of the body of the one before: 甲会主席张三、副主席李四、王五."""
    bodies: dict[int, str] = {}
    for one in found:
        if one.type == "HOLDS_POST":
            named = scene.marks_in(one.start, one.end + REACH, "Person")
            at = next((mark.at for mark in named if mark.id == one.subject), None)
            if at is not None:
                bodies[at] = one.object
    for match in NEXT.finditer(scene.text):
        before = scene.marks_in(max(0, match.start() - 2), match.start(), "Person")
        body = bodies.get(before[-1].at) if before and not OF_ITS_OWN.search(match.group("post")) else None
        if body is None:
            continue
        for person in scene.marks_in(*match.span("s"), "Person"):
            bodies[person.at] = body
            yield _post(person, body, match, "next-office")
    for match in SAME.finditer(scene.text):
        first, *others = scene.marks_in(*match.span("s"), "Person")
        body = bodies.get(first.at)
        if body is None:
            continue
        for person in others:
            yield _post(person, body, match, "same-office")


def find(scene: Scene) -> Iterator[Found]:
    """HOLDS_POST."""
    yield from _careers(scene)
    yield from _chosen(scene)
    yield from _heads(scene)
    for match in THAT_BODY.finditer(scene.text):
        body = _that_body(scene, match)
        if body:
            rule = "that-company" if match.group("kind") is None else "that-body"
            yield _post(scene.marks[match.start("s")], body, match, rule)
    governments = [
        entity for entity in scene.of_type("Organization") if entity.name.endswith(("人民政府", "政府"))
    ]
    for match in HEAD_OF_REGION.finditer(scene.text):
        place = scene.marks[match.start("p")].entity
        forms = (place.name, *place.aliases)
        for government in governments:
            if government.name.removesuffix("政府").removesuffix("人民") in forms:
                yield _post(scene.marks[match.start("s")], government.id, match, "head-of-region")


def _that_body(scene: Scene, match: re.Match[str]) -> str | None:
    """The body named last before 该公司, 学校, 医院 and the like."""
    kind = match.group("kind") or match.group()[1:3]
    if kind in FIRMS:
        before = scene.marks_in(0, match.start(), "Company")
        groups = [mark for mark in before if "集团" in mark.entity.name] if kind == "集团" else []
        before = groups or before
    else:
        ends = ENDINGS.get(kind, (kind,))
        bodies = scene.marks_in(0, match.start(), *BODIES)
        before = [mark for mark in bodies if mark.entity.name.endswith(ends)]
    return before[-1].id if before else None


def signed(scene: Scene) -> Iterator[Found]:
    """EMPLOYED_BY: the reporters named at the end, for the medium of the dateline, or the only one."""
    yield from _credits(scene)
    dateline = DATELINE.search(scene.text)
    media = [body for body in scene.of_type("Organization") if MEDIUM.search(body.name)]
    if dateline is None:
        for match in REPORTER.finditer(scene.text) if len(media) == 1 else ():
            for person in scene.marks_in(*match.span("s"), "Person"):
                yield Found("EMPLOYED_BY", person.id, media[0].id, person.at, person.at + 1, "only-medium")
        return
    medium = scene.marks[dateline.start("o")]
    for match in SIGNED.finditer(scene.text, dateline.end()):
        for person in scene.marks_in(*match.span("s"), "Person"):
            yield Found("EMPLOYED_BY", person.id, medium.id, person.at, person.at + 1, "signed-dateline")


def _credits(scene: Scene) -> Iterator[Found]:
    """Those who wrote, edited and checked a report, for its medium: the dateline's, the only one."""
    text = scene.text
    for match in SOURCE.finditer(text):
        for person in scene.marks_in(*match.span("s"), "Person"):
            body = scene.marks[match.start("o")]
            yield Found("EMPLOYED_BY", person.id, body.id, match.start(), person.at + 1, "source")
    media = {mark.id: mark for mark in scene.marks_in(0, len(text), "Organization")}
    named = [mark for mark in media.values() if MEDIUM.search(mark.entity.name)]
    source = SOURCE_MEDIUM.search(text)
    dateline = DATELINE.search(text) or BYLINE.search(text)
    medium = (
        scene.marks[dateline.start("o")]
        if dateline
        else named[0]
        if len(named) == 1
        else scene.marks[source.start("o")]
        if source
        else None
    )
    if medium is None:
        return
    for pattern in (CREDITS, LAST_LINE):
        for match in pattern.finditer(text):
            for person in scene.marks_in(*match.span("s"), "Person"):
                yield Found("EMPLOYED_BY", person.id, medium.id, person.at, person.at + 1, "credits")


def _chosen(scene: Scene) -> Iterator[Found]:
    """Offices of those that a meeting elects: 选举甲、乙为公司监事, of the body told or named last."""
    for match in CHOSEN.finditer(scene.text):
        bodies = (
            [scene.marks[match.start("o")]] if match.group("o") else scene.marks_in(0, match.start(), *BODIES)
        )
        for person in scene.marks_in(*match.span("s"), "Person") if bodies else ():
            yield _post(person, bodies[-1].id, match, "chosen")


def _heads(scene: Scene) -> Iterator[Found]:
    """Heads of the only government or department that a report names: 副市长, 宣传部长."""
    for pattern in (HEAD, DEPARTMENT):
        for match in pattern.finditer(scene.text):
            kind = match.groupdict().get("kind")
            fits = []
            for body in scene.of_type("Organization"):
                government = GOVERNMENT.search(body.name)
                if kind:
                    own = body.name.endswith((f"{kind}部", "武装部" if kind == "人武" else f"{kind}部", kind))
                    fits += [body] if own else []
                elif government and government.group("level") == match.group("level"):
                    fits.append(body)
            if len(fits) == 1:
                yield _post(scene.marks[match.start("s")], fits[0].id, match, "head-of-only")


def _post(person: Mark, body: str, match: re.Match[str], rule: str) -> Found:
    post = match.group("post").strip("、兼")
    return Found("HOLDS_POST", person.id, body, match.start(), match.end(), rule, post=post)


def _careers(scene: Scene) -> Iterator[Found]:
    for career in CAREER.finditer(scene.text):
        persons = scene.marks_in(*career.span("run"), "Person")
        start, _, _ = scene.sentence_at(career.start())
        earlier = scene.marks_in(start, career.start(), "Person") or scene.marks_in(
            0, career.start(), "Person"
        )
        if persons or not earlier:
            continue
        for match in OFFICE_OF.finditer(scene.text, *career.span("run")):
            yield _post(earlier[-1], scene.marks[match.start("o")].id, match, "career")
