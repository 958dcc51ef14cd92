"""Who works where, told without the body beside the name: in brackets, by office, by 他, by a workroom."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.annotate.extensions import EntityDraft
from kg.annotate.relations.rules import Found, expand
from kg.annotate.relations.scene import Mark, Scene
from kg.annotate.relations.structure import together
from kg.facts.model import RelationType

OFFICE = expand(r"(?:{:rank}{0,3}{:office}|护士长|首席技师|首席技能专家|教研组长|客座教授)")
POSTS = rf"(?P<post>(?:{OFFICE}[、兼]?){{1,3}})"
BRACKETED = re.compile(
    expand(r"(?P<s>{Person})（(?:[^（），、]{1,5}，)?(?P<o>{Company|Organization|Union})")
    + rf"{POSTS}?(?P<rest>[^（）]{{0,12}})）"
)
BEHIND_ASIDE = re.compile(
    expand(
        r"(?P<o>{Company|Organization})（[^（）]{2,16}）(?P<work>[^，。；：、（）\ue000-\ue008]{1,12})(?P<s>{Person})"
    )
)
NOT_IN_ROLE = "在由与和向为将把对等以及会的是被让到、，。；：（）\\ue000-\\ue008\\n"
WORKS = "长|师|医生|司机|工|员|手|女工|青工|民警|老师"
LEADS = r"护士长|组长|首席[^，。]{1,6}|主任(?!医师)|部长|队长|班长|车间主任"
ROLE = re.compile(
    expand(r"(?P<o>{Company|Organization})")
    + rf"(?P<work>[^{NOT_IN_ROLE}]{{0,10}}?(?:(?P<post>{LEADS})|[^{NOT_IN_ROLE}](?:{WORKS})))"
    + expand(r"(?:、(?:\d{4}年)?{Honor}(?:称号)?(?:获得者)?){0,3}(?P<s>{Person})")
)
ROLL = re.compile(
    expand(
        r"(?:(?:^|\n)[ 　]*(?P<s>{Person})(?:（[^（）\n]{1,30}）)?[ 　，]*|[；：](?P<s2>{Person})，)"
        r"(?P<o>{Company|Organization})"
    )
    + r"(?:（[^（）\n]{1,30}）)?(?P<work>[^\n，。；：\ue000-\ue008]{0,20})(?=[；。]|\n|$)"
)
LEADS_IT = re.compile(rf"(?:{OFFICE}|{LEADS})")
COMES_FROM = re.compile(
    expand(r"(?P<s>{Person})(?:，|是)?来自(?P<o>{Company|Organization})(?![的、和]{0,1}[\ue000-\ue008\d])")
)
HE = re.compile(
    r"(?:^|[，；。])(?:如今|目前|现在|后来)?(?:他|她)(?:还|又|现)?(?:受聘为|被聘为|被聘任为|担任|兼任|出任|任)"
    + expand(r"(?P<o>{Body})(?:的)?")
    + POSTS
)
HEADED = re.compile(
    rf"由{expand('(?:{Body}[^，。；]{0,8})?')}(?P<s>{expand('{Person}')})(?:担任|兼任|任)(?P<post>{OFFICE})的"
    + expand(r"(?P<o>{Body})")
)
BECAME = re.compile(
    expand(r"(?P<s>{Person})(?:则|也|还)?(?:当上|成为|担任|出任|当选|任)了?(?:为)?(?P<o>{Body})(?:的)?")
    + POSTS
)
BARE = re.compile(
    rf"(?:^|(?<=[，。；：“、和与由，\n]))(?:该[一-鿿]{{1,2}}|首任|现任)?{POSTS}" + expand(r"(?P<s>{Person})")
)
BEHIND_NAME = re.compile(expand(r"(?P<s>{Person})") + rf"(?P<post>{OFFICE})(?![长室处会们])")
FIRM_OFFICES = re.compile(
    r"总经理|董事长|工会(?:副)?主席|总裁|厂长|矿长|(?:党委|纪委)(?:副)?书记|总工程师|总会计师"
)
BODY_OF_OFFICE = {
    **{f"{kind}长": (kind,) for kind in "所院站班队段馆行园会"},
    "校长": ("学校", "大学", "中学", "小学"),
    "护士长": ("医院", "科", "组", "中心"),
    "车间主任": ("车间",),
}
REACH = 240
UNIT = re.compile(r"(?:车间|工段|工区|班组|[^学]班|分厂|项目部|大队|中队|供电所|区队)$")
WORKROOM = re.compile(
    r"^(?P<who>[一-鿿]{2,4}?)(?:劳模|工匠|技能|首席|钣金|[一-鿿]{1,4})?(?:创新)?(?:大师)?工作室$"
)
NEAR_PLACE = re.compile(
    expand(r"(?:位于|设在|坐落于|坐落在|地处)(?P<o>{Place})的?(?P<s>{Facility|Organization|Company})")
    + "|"
    + expand(r"在(?P<o2>{Place})的(?P<s2>{Facility})")
)


def find(scene: Scene) -> Iterator[Found]:
    """HOLDS_POST, EMPLOYED_BY and the PART_OF and LOCATED_IN that go with them."""
    firm = protagonist(scene)
    found = [*_beside(scene), *_by_office(scene, firm)]
    yield from found
    yield from _workrooms(scene, found, firm)
    yield from _units(scene, firm)
    for match in NEAR_PLACE.finditer(scene.text):
        site, place = ("s", "o") if match.group("s") else ("s2", "o2")
        yield _fact("LOCATED_IN", scene, match, "site-at-place", site, place)


def _fact(
    kind: RelationType, scene: Scene, match: re.Match[str], rule: str, s: str = "s", o: str = "o"
) -> Found:
    subject, body = scene.marks[match.start(s)].id, scene.marks[match.start(o)].id
    post = match.groupdict().get("post") if kind == "HOLDS_POST" else None
    return Found(kind, subject, body, match.start(s), match.end(), rule, post=post and post.strip("、兼"))


def _beside(scene: Scene) -> Iterator[Found]:
    """From patterns that name both."""
    for match in BRACKETED.finditer(scene.text):
        if match.group("post"):
            yield _fact("HOLDS_POST", scene, match, "post-in-bracket")
        elif not scene.marks_in(*match.span("rest")):
            yield _fact("EMPLOYED_BY", scene, match, "employer-in-bracket")
    for match in BEHIND_ASIDE.finditer(scene.text):
        if not re.search(r"[在由与和向为将把]|会议|大会|讯|电", match.group("work")):
            yield _fact("EMPLOYED_BY", scene, match, "employer-before-aside")
    for match in ROLE.finditer(scene.text):
        yield _fact("HOLDS_POST" if match.group("post") else "EMPLOYED_BY", scene, match, "role-before-name")
    for match in ROLL.finditer(scene.text):
        office = LEADS_IT.search(match.group("work"))
        kind: RelationType = "HOLDS_POST" if office else "EMPLOYED_BY"
        roll = _fact(kind, scene, match, "line-of-roll", "s" if match.group("s") else "s2")
        yield replace(roll, post=match.group("work").strip()) if office else roll
    for match in COMES_FROM.finditer(scene.text):
        yield _fact("EMPLOYED_BY", scene, match, "comes-from")
    for pattern, rule in ((HEADED, "heads-a-team"), (BECAME, "became")):
        for match in pattern.finditer(scene.text):
            yield _fact("HOLDS_POST", scene, match, rule)
    for match in HE.finditer(scene.text):
        before = scene.marks_in(max(0, match.start() - REACH), match.start(), "Person")
        if before:
            body = scene.marks[match.start("o")]
            post = match.group("post").strip("、兼")
            yield Found(
                "HOLDS_POST", before[-1].id, body.id, match.start(), match.end(), "he-holds", post=post
            )


def _by_office(scene: Scene, firm: EntityDraft | None) -> Iterator[Found]:
    """An office without its body, for the body named before that has such an office."""
    for match in BEHIND_NAME.finditer(scene.text):
        person, post = scene.marks[match.start("s")], match.group("post")
        if body := _body_of(scene, person, post):
            yield Found("HOLDS_POST", person.id, body, match.start(), match.end(), "office-behind", post=post)
    for match in BARE.finditer(scene.text):
        person = scene.marks[match.start("s")]
        post = match.group("post").strip("、兼")
        body = _body_of(scene, person, post)
        if body is None and firm is not None and FIRM_OFFICES.search(post):
            body = firm.id
        if body:
            yield Found("HOLDS_POST", person.id, body, match.start(), match.end(), "office-alone", post=post)


def _body_of(scene: Scene, person: Mark, post: str) -> str | None:
    endings = next((ends for office, ends in BODY_OF_OFFICE.items() if post.endswith(office)), ())
    before = scene.marks_in(max(0, person.at - REACH), person.at, "Organization", "Company", "Facility")
    fits = [mark for mark in before if endings and mark.entity.name.endswith(endings)]
    same = [mark for mark in fits if "\n" not in scene.text[mark.at : person.at]]
    return same[-1].id if same and same[-1].type != "Facility" else None


def protagonist(scene: Scene) -> EntityDraft | None:
    """The firm whose story a report is: that of its union, or one named at least three times and most."""
    firms = list(scene.of_type("Company"))
    reporter = scene.entities[scene.reporter].name if scene.reporter else ""
    owners = [firm for firm in firms if reporter.startswith(firm.name)]
    if owners:
        return max(owners, key=lambda firm: len(firm.name))
    counts = Counter(mark.id for mark in scene.marks.values() if mark.type == "Company")
    (first, times), *others = counts.most_common(2) or [("", 0)]
    alone = times >= 3 and all(other < times for _, other in others)
    return scene.entities[first] if alone and not reporter.endswith("总工会") else None


def _workrooms(scene: Scene, found: Iterable[Found], firm: EntityDraft | None) -> Iterator[Found]:
    """PART_OF: a workroom that bears a person's name, to where the person works."""
    employers = {
        fact.subject: fact.object
        for fact in found
        if fact.type in ("EMPLOYED_BY", "HOLDS_POST") and scene.entities[fact.object].type == "Company"
    }
    people = {person.name: person.id for person in scene.of_type("Person")}
    for room in scene.of_type("Facility", "Organization"):
        match = WORKROOM.match(room.name)
        if match is None:
            continue
        person = next((key for name, key in people.items() if room.name.startswith(name)), None)
        employer = employers.get(person or "") or (firm.id if firm else None)
        if employer and employer != room.id:
            yield Found(
                "PART_OF", room.id, employer, *together(scene, room.id, employer), "workroom-of-person"
            )


def _units(scene: Scene, firm: EntityDraft | None) -> Iterator[Found]:
    """PART_OF: workshops and teams without their employer's name, in the story of one firm."""
    if firm is None:
        return
    bodies = list(scene.of_type("Organization", "Company", "Union"))
    for unit in scene.of_type("Organization"):
        named = any(unit.name.startswith(body.name) for body in bodies if body.id != unit.id)
        if UNIT.search(unit.name) and not named:
            yield Found("PART_OF", unit.id, firm.id, *together(scene, unit.id, firm.id), "unit-of-firm")
