"""Honors won and documents issued, where the subject stands far from the verb."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.annotate.relations.rules import Found, expand, words_of
from kg.annotate.relations.scene import Mark, Scene
from kg.annotate.relations.structure import together
from kg.annotate.relations.subjects import BODIES, actors_before

WON = re.compile(
    expand(
        r"(?:(?P<passive>被)(?:(?P<by>{Body}){~4}|{~6})?(?:授予|评为|评选为|命名为|认定为|确定为|表彰为|考评)"
        r"|荣获|获评|荣膺|喜获|斩获|夺得|获得(?!者)|捧[回得走]|收获|赢得|拿[下到]|喜提|享受|得过|同获|获颁|获授|当选|入选|蝉联|保持|摘得|成长为|获(?![悉取得知准批益]))(?:过|了|为)?{~8}"
        r"(?P<o>{Honor+}(?:(?:称号|荣誉|奖项|[一二两三四五六七八九十\d]{1,3}[个项枚块次])[、和及]{Honor+}){0,5})"
    )
)
CROWD_BEFORE = re.compile(rf"\d[余多]?[家名个项位].{{0,24}}$|{words_of('crowd')}.{{0,4}}$|成果$|项目$")
# What follows an honor that is counted, or whose winner is named behind it.
COUNTED = re.compile(
    r"[”’]?(?:称号)?[共]?\d+[名个人家项]|(?:荣誉称号|称号|荣誉)?(?:的(?:，|还|分别)?[有是为]|[则均也]?由|授予|颁给|给予|的\d)"
)
ISSUED = re.compile(
    expand(
        r"(?P<verb>印发|出台|制定|下发|发布|签订|签署|颁布|修订|发出|通过|落实|根据|按照|签约|实施|执行|推行|制发|推出|提出)了?{~8}"
        r"(?P<o>{Document+})"
    )
)
WINNERS = ("Person", *BODIES, "Facility")
PRONOUN = re.compile(r"(?:\d{4}年)?(?:他|她|这位[^，。；]{0,12})(?!们)")
REACH = 160  # characters before a sentence in which its 他 was named
ROLL = re.compile(expand(r"(?P<o>{Honor})（\d+(?P<unit>[人名个家项])）"))
COUNTER = "[一二三四五六七八九十]{1,2}"
HEADING = re.compile(
    expand(rf"(?:^|\n)[ 　]*(?:{COUNTER}、|（{COUNTER}）|\d{{1,2}}[.、])?(?P<o>{{Honor}})")
    + r"(?:（[^（）\n]{1,20}）|获得者|名单|称号)*[：:]?[ 　]*(?=\n)"
)
LONGEST_LINE = 80
BRACKET = re.compile("（")
NEW_SIGNED = re.compile(r"(?:新|续|企业|单位|[家份])$")


def conferrals(scene: Scene) -> Iterator[Found]:
    """CONFERRED: honors behind a verb whose subject is that of the sentence."""
    for match in WON.finditer(scene.text):
        start, _, _ = scene.sentence_at(match.start())
        clause = re.split("[，；：]", scene.text[start : match.start()])[-1]
        if CROWD_BEFORE.search(clause) or COUNTED.match(scene.text, match.end("o")):
            continue
        if scene.marks_in(match.start() - len(clause), match.start(), *WINNERS):
            continue
        doers = _winners(scene, start, match.start())
        givers = scene.marks_in(*match.span("by")) if match.group("by") else []
        for doer in doers:
            for honor in scene.marks_in(*match.span("o"), "Honor"):
                yield Found(
                    "CONFERRED", doer.id, honor.id, match.start(), honor.at + 1, "conferred-subject",
                    by=givers[-1].id if givers else None,
                )  # fmt: skip


def rolls(scene: Scene) -> Iterator[Found]:
    """CONFERRED: the names below an honor and a count, as far as the next: 最美志愿者（6人）…."""
    heads = list(ROLL.finditer(scene.text))
    for number, head in enumerate(heads):
        honor = scene.marks[head.start("o")]
        last = heads[number + 1].start() if number + 1 < len(heads) else scene.sentence_at(head.end())[1]
        names = scene.marks_in(head.end(), last, *WINNERS, "Program")
        if head.group("unit") in "项个" and any(mark.type == "Program" for mark in names):
            kinds: tuple[str, ...] = ("Program",)
        else:
            kinds = ("Person",) if names and names[0].type == "Person" else WINNERS
        for mark in names:
            if mark.type in kinds and not BRACKET.search(scene.text, mark.at - 1, mark.at):
                yield Found("CONFERRED", mark.id, honor.id, honor.at, mark.at + 1, "roll-of-honor")


def below_headings(scene: Scene) -> Iterator[Found]:
    """CONFERRED: who stands first in each line below a heading that is an honor, up to the next heading."""
    heads = list(HEADING.finditer(scene.text))
    for number, head in enumerate(heads):
        honor = scene.marks[head.start("o")]
        last = heads[number + 1].start() if number + 1 < len(heads) else len(scene.text)
        at = head.end()
        while at < last:
            end = scene.text.find("\n", at + 1)
            end = last if end < 0 else min(end, last)
            if end - at > LONGEST_LINE and "。" in scene.text[at:end]:
                break
            winners = [mark for mark in scene.marks_in(at, end, *WINNERS) if mark.id != scene.reporter]
            persons = [mark for mark in winners if mark.type == "Person"]
            for mark in persons[:1] or winners:
                yield Found("CONFERRED", mark.id, honor.id, honor.at, mark.at + 1, "below-honor")
            at = end


def _winners(scene: Scene, start: int, verb: int) -> list[Mark]:
    """Who won: the subject of the sentence, or the person whom its 他 or 她 means."""
    clauses = re.split("[，；：]", scene.text[start:verb])
    if any(PRONOUN.match(clause) for clause in clauses):
        _, _, sentence = scene.sentence_at(start)
        before = [
            mark
            for mark in scene.marks_in(max(0, start - REACH), start, "Person")
            if scene.sentence_at(mark.at)[2].paragraph == sentence.paragraph
        ]
        return before[-1:]
    return actors_before(scene, start, verb, kinds=WINNERS).doers


def titled(scene: Scene) -> Iterator[Found]:
    """ISSUED: a document whose title begins with the name of the body that issued it."""
    issuers = [
        (form, body.id)
        for body in scene.of_type("Union", "Organization")
        for form in (body.name, *body.aliases)
        if len(form) >= 4
    ]
    for document in scene.of_type("Document"):
        fits = [(form, key) for form, key in issuers if document.name.startswith(form)]
        if fits:
            start, end = together(scene, document.id, max(fits)[1])
            yield Found("ISSUED", max(fits)[1], document.id, start, end, "issuer-in-title")


def documents(scene: Scene) -> Iterator[Found]:
    """ISSUED: documents behind a verb, by the subject of the sentence, or the reporting union."""
    for match in ISSUED.finditer(scene.text):
        start, _, _ = scene.sentence_at(match.start())
        before = scene.text[max(start, match.start() - 16) : match.start()]
        if NEW_SIGNED.search(before):
            continue
        clause = re.split("[，；：]", scene.text[start : match.start()])[-1]
        actors = actors_before(scene, start, match.start())
        doers = [mark.id for mark in actors.doers + actors.joint if mark.type in ("Union", "Organization")]
        rule = "issues"
        if not doers:
            if scene.reporter is None or scene.marks_in(match.start() - len(clause), match.start(), "Place"):
                continue
            doers, rule = [scene.reporter], "issues-unnamed"
        if match.group("verb") in ("根据", "按照", "落实", "执行", "实施"):
            rule = "carries-out"
        for doer in doers:
            for document in scene.marks_in(*match.span("o"), "Document"):
                yield Found("ISSUED", doer, document.id, match.start(), document.at + 1, rule)
