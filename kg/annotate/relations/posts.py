"""Offices that a pattern over one clause cannot read: careers, 该公司, and heads of regions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.annotate.relations.rules import Found, expand
from kg.annotate.relations.scene import Mark, Scene

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
MEDIUM = re.compile(
    r"(?:报|网|新闻|电视台|客户端|融媒|融媒体中心|频道|广播|通讯社|报社|报业|电台|杂志)(?:集团|社|中心)?$"
)
THAT_COMPANY = re.compile(expand(r"该(?:公司|企业|厂|集团|单位)(?:的)?") + POSTS + expand(r"(?P<s>{Person})"))
HEAD_OF_REGION = re.compile(
    expand(r"(?P<p>{Place})(?P<post>(?:常务)?(?:副|代)?[省市区县镇乡州]长|自治区主席)(?P<s>{Person})")
)


def find(scene: Scene) -> Iterator[Found]:
    """HOLDS_POST."""
    yield from _careers(scene)
    for match in THAT_COMPANY.finditer(scene.text):
        companies = scene.marks_in(0, match.start(), "Company")
        if companies:
            yield _post(scene.marks[match.start("s")], companies[-1].id, match, "that-company")
    governments = [
        entity for entity in scene.of_type("Organization") if entity.name.endswith(("人民政府", "政府"))
    ]
    for match in HEAD_OF_REGION.finditer(scene.text):
        place = scene.marks[match.start("p")].entity
        forms = (place.name, *place.aliases)
        for government in governments:
            if any(name.removesuffix("政府").removesuffix("人民") in forms for name in (government.name,)):
                yield _post(scene.marks[match.start("s")], government.id, match, "head-of-region")


def signed(scene: Scene) -> Iterator[Found]:
    """EMPLOYED_BY: the reporters named at the end, for the medium of the dateline, or the only one."""
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
