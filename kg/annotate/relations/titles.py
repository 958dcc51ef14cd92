"""Honors won and documents issued, where the subject stands far from the verb."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.annotate.relations.rules import Found, expand, words_of
from kg.annotate.relations.scene import Scene
from kg.annotate.relations.structure import together
from kg.annotate.relations.subjects import actors_before

WON = re.compile(
    expand(
        r"(?:(?P<passive>被)(?:(?P<by>{Body}){~4}|{~6})?(?:授予|评为|评选为|命名为|认定为|确定为|表彰为|考评)"
        r"|荣获|获评|荣膺|喜获|斩获|夺得|获得)(?:了|为)?{~8}(?P<o>{Honor+})"
    )
)
CROWD_BEFORE = re.compile(rf"\d[余多]?[家名个项位].{{0,24}}$|{words_of('crowd')}.{{0,4}}$|成果$|项目$")
COUNTED = re.compile(r"[”’]?(?:称号)?[共]?\d+[名个人家项]")
ISSUED = re.compile(
    expand(
        r"(?P<verb>印发|出台|制定|下发|发布|签订|签署|颁布|修订|发出|通过|落实|根据|按照|签约|实施|执行|推行|制发|推出|提出)了?{~8}"
        r"(?P<o>{Document+})"
    )
)
NEW_SIGNED = re.compile(r"(?:新|续|企业|单位|[家份])$")


def conferrals(scene: Scene) -> Iterator[Found]:
    """CONFERRED: honors behind a verb whose subject is that of the sentence."""
    for match in WON.finditer(scene.text):
        start, _, _ = scene.sentence_at(match.start())
        clause = re.split("[，；：]", scene.text[start : match.start()])[-1]
        if CROWD_BEFORE.search(clause) or COUNTED.match(scene.text, match.end("o")):
            continue
        if scene.marks_in(match.start() - len(clause), match.start()):
            continue
        doers = actors_before(scene, start, match.start()).doers
        givers = scene.marks_in(*match.span("by")) if match.group("by") else []
        for doer in doers:
            for honor in scene.marks_in(*match.span("o"), "Honor"):
                yield Found(
                    "CONFERRED", doer.id, honor.id, match.start(), honor.at + 1, "conferred-subject",
                    by=givers[-1].id if givers else None,
                )  # fmt: skip


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
