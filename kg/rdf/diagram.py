"""The core of the ontology on one screen, as SVG: made from `union.ttl`, the same bytes each time.

Where a box stands is decided here; what is in it, and which arrows there are, follows from the
classes, domains and ranges of the ontology.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

from rdflib import OWL, RDF, RDFS, Graph, URIRef

from kg.rdf.vocab import UW

WIDTH, HEIGHT = 1280, 720
HEAD, LINE, PAD = 30, 18, 8

# Properties whose domain the ontology leaves open, and the boxes that have them.
SHARED = {
    UW.period: ("Report", "Observation"),
    UW.firstYear: ("Fact",),
    UW.lastYear: ("Fact",),
    UW.rule: ("Mention", "Evidence"),
    UW.confidence: ("Mention", "Evidence"),
    UW.sha256: ("Report",),
    UW.stockOrFlow: ("Observation",),
    UW.level: ("Entity",),
    UW.kind: ("Entity",),
}
LEFT_OUT = {
    UW.predicate,
    UW.result,
    UW.organizer,
    UW.participant,
    UW.partner,
    UW.cededTo,
    UW.identifiedBy,  # leads to four kinds of boxes: named within that of entities
}
KINDS = ("Union", "Company", "Person", "Honor", "Program", "Organization", "Place", "Facility", "Document")
SCHEMES = ("级别 levels", "荣誉 honors", "项目 programs", "指标 indicators", "单位 units", "类型 kinds")

STYLE = """
text { font-family: "Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif }
text { font-size: 12px; fill: #1d2733 }
.box { fill: #fff; stroke: #8a97a6 } .entity .head { fill: #d7e8f7 } .fact .head { fill: #fbe3c8 }
.source .head { fill: #d9efdc } .concept .head { fill: #e8ddf3 } .title { font-weight: 700; font-size: 13px }
.en { fill: #5b6876 } .arrow { fill: none; stroke: #46566a; stroke-width: 1.2 } .sub { stroke-dasharray: 4 3 }
.said { font-size: 11px } .halo { stroke: #fff; stroke-width: 4; paint-order: stroke }
.chip { fill: #eef4fa; stroke: #c3d5e6 }
""".strip()


@dataclass(frozen=True, slots=True)
class Box:
    """A class with its literal properties. x, y: of the upper left corner."""

    name: str
    group: str
    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height


BOXES = {
    box.name: box
    for box in (
        Box("Entity", "entity", 16, 16, 330, 490),
        Box("Concept", "concept", 16, 586, 330, 118),
        Box("Fact", "fact", 560, 88, 250, 74),
        Box("Relation", "fact", 560, 190, 250, 74),
        Box("Conferral", "fact", 560, 292, 250, 52),
        Box("PostHeld", "fact", 560, 376, 250, 52),
        Box("Observation", "fact", 560, 460, 250, 190),
        Box("Mention", "source", 980, 16, 250, 74),
        Box("Evidence", "source", 980, 118, 250, 74),
        Box("Text", "source", 980, 262, 250, 88),
        Box("Report", "source", 980, 430, 250, 190),
    )
}


class Diagram:
    """The drawing of one ontology."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    def svg(self) -> str:
        return "\n".join(self.lines()) + "\n"

    def lines(self) -> Iterator[str]:
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
            f'height="{HEIGHT}" role="img" aria-label="The core of the ontology of union work">'
        )
        yield f"<style>{STYLE}</style>"
        yield f"<defs>{_marker('to', 8, 'M0,0 L8,4 L0,8 z', '#46566a')}"
        yield f"{_marker('is', 12, 'M1,1 L11,6 L1,11 z', '#fff')}</defs>"
        yield f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
        yield from self.arrows()
        for box in BOXES.values():
            yield from self.box(box)
        yield from self.entity(BOXES["Entity"])
        yield _text(560, 690, "虚线：是……的一种", "dashed: is a kind of", "en")
        yield "</svg>"

    # What the ontology says

    def label(self, term: URIRef, language: str) -> str:
        return next(
            str(one)
            for one in self.graph.objects(term, RDFS.label)
            if getattr(one, "language", "") == language
        )

    def named(self, term: URIRef) -> str:
        return f"{self.label(term, 'zh')} {str(term).rsplit('#', 1)[1]}"

    def literals(self, box: str) -> list[URIRef]:
        """The literal properties of a box, in the order of their names."""
        return sorted(
            term
            for term in self.graph.subjects(RDF.type, OWL.DatatypeProperty)
            if isinstance(term, URIRef) and box in self.homes(term)
        )

    def links(self, box: str, target: str) -> list[URIRef]:
        """The properties that lead from one box to another; what is an entity counts as one."""
        return sorted(
            term
            for term in self.graph.subjects(RDF.type, OWL.ObjectProperty)
            if isinstance(term, URIRef) and term not in LEFT_OUT and box in self.homes(term)
            for range in self.graph.objects(term, RDFS.range)
            if _local(range) == target or (target == "Entity" and _local(range) in KINDS)
        )

    def homes(self, term: URIRef) -> Iterable[str]:
        return SHARED.get(term) or [_local(domain) for domain in self.graph.objects(term, RDFS.domain)]

    # Drawing

    def box(self, box: Box) -> Iterator[str]:
        size = f'x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}"'
        top = f"M{box.x + 1},{box.y + HEAD} v-24 q0,-5 5,-5 h{box.width - 12} q5,0 5,5 v24 z"
        yield f'<g class="{box.group}"><rect class="box" {size} rx="5"/><path class="head" d="{top}"/>'
        titles = {"Concept": ("概念", "skos:Concept"), "Text": ("一段原文", "oa:TextPositionSelector")}
        zh, en = titles.get(box.name) or (self.label(UW[box.name], "zh"), f"uw:{box.name}")
        yield _text(box.x + PAD, box.y + 20, zh, en, "title")
        lines = [self.named(term) for term in self.literals(box.name)]
        if box.name == "Text":
            lines = ["起点 oa:start", "终点 oa:end", "引文 oa:exact"]
        elif box.name == "Concept":
            lines = [
                "、".join(SCHEMES[:3]),
                "、".join(SCHEMES[3:]),
                "名称 skos:prefLabel   上位 skos:broader",
            ]
        elif box.name == "Report":
            lines += [f"{self.named(UW.reportingUnion)} → {self.label(UW.Union, 'zh')}"]
        elif box.name == "Entity":
            lines = []
        wide = 1 if len(lines) * LINE + HEAD <= box.height else 2
        for number, line in enumerate(lines):
            row, column = divmod(number, wide)
            x = box.x + PAD + column * (box.width // 2)
            yield _text(x, box.y + HEAD + 17 + row * LINE, *_halves(line))
        yield "</g>"

    def entity(self, box: Box) -> Iterator[str]:
        """The kinds of entity, and the shortcuts between them."""
        wide = (box.width - 4 * PAD) // 3
        for number, kind in enumerate(KINDS):
            row, column = divmod(number, 3)
            x, y = box.x + PAD + column * (wide + PAD), box.y + HEAD + 8 + row * 46
            yield f'<rect class="chip" x="{x}" y="{y}" width="{wide}" height="40" rx="4"/>'
            yield _text(x + 7, y + 16, self.label(UW[kind], "zh"), "", "title")
            yield _text(x + 7, y + 32, "", kind)
        top = box.y + HEAD + 8 + 3 * 46 + 16
        yield _text(box.x + PAD, top, "名称 rdfs:label、别名 skos:altLabel、", "")
        own = [*self.literals("Entity"), *self.literals("Place")]
        yield _text(box.x + PAD, top + LINE, "、".join(self.named(term) for term in own), "")
        yield _text(box.x + PAD, top + 2 * LINE, *_halves(self.named(UW.identifiedBy)))
        top += LINE
        yield _text(
            box.x + PAD, top + 2 * LINE + 12, "实体之间的快捷属性", "shortcuts between entities", "title"
        )
        between = [term for kind in ("Entity", *KINDS) for term in self.links(kind, "Entity")]
        for number, term in enumerate(sorted(set(between))):
            row, column = divmod(number, 2)
            x = box.x + PAD + column * (box.width // 2)
            yield _text(x, top + 2 * LINE + 34 + row * 20, *_halves(self.named(term)))
        derived = [self.named(term) for term in (UW.organizer, UW.participant, UW.partner)]
        worker = f"{self.named(UW.ModelWorker)} 是一种{self.label(UW.Person, 'zh')}"
        for number, line in enumerate(("、".join(derived[:2]), f"{derived[2]} 由规则推出", worker)):
            yield _text(box.x + PAD, box.bottom - 86 + number * LINE, line, "")
        yield _text(box.x + PAD, box.bottom - 26, "每条快捷属性都由一个关系节点推出；计划没有。", "")
        yield _text(box.x + PAD, box.bottom - 10, "", "Each follows from a relation; plans have none.")

    def arrows(self) -> Iterator[str]:
        """From the facts to the left, to evidence on the right."""
        for name in ("Relation", "Conferral", "PostHeld", "Observation"):
            box = BOXES[name]
            # Conferrals and posts stand in the lines of their own box, two names each.
            y = box.y + (40 if name == "Observation" else box.height // 2)
            yield from self.across(
                box, BOXES["Entity"], y, [self.named(one) for one in self.links(name, "Entity")]
            )
        fact, mention, evidence = BOXES["Fact"], BOXES["Mention"], BOXES["Evidence"]
        yield from self.across(
            fact, BOXES["Entity"], fact.y + 50, [self.named(one) for one in self.links("Fact", "Entity")]
        )
        yield from self.across(
            mention, BOXES["Entity"], 44, [self.named(one) for one in self.links("Mention", "Entity")]
        )
        yield from self.across(
            fact, evidence, fact.y + 56, [self.named(one) for one in self.links("Fact", "Evidence")]
        )
        concepts = BOXES["Concept"]
        coded = [self.named(one) for one in self.links("Observation", "Concept")]
        yield from self.across(BOXES["Observation"], concepts, concepts.y + 30, coded)
        x = concepts.x + 40
        yield _arrow(f"M{x},{BOXES['Entity'].bottom} V{concepts.y}")
        for number, term in enumerate(self.links("Entity", "Concept")):
            yield _text(x + 12, BOXES["Entity"].bottom + 22 + number * 18, *_halves(self.named(term)))
        text, report = BOXES["Text"], BOXES["Report"]
        yield _arrow(f"M{evidence.x + 60},{evidence.bottom} V{text.y}")
        for term in self.links("Evidence", "TextPositionSelector"):
            yield _text(evidence.x + 70, evidence.bottom + 40, *_halves(self.named(term)))
        side = evidence.right + 24
        yield f'<path class="arrow" d="M{mention.right},{mention.y + 35} H{side} V{evidence.y + 35}"/>'
        yield _arrow(f"M{evidence.right},{evidence.y + 35} H{side} V{report.y + 60} H{report.right}")
        yield _arrow(f"M{side},{text.y + 44} H{text.right}")
        for box, said in ((text, "oa:hasSelector"), (report, "oa:hasSource")):
            yield f'<text class="said" x="{side - 7}" y="{box.y - 14}" text-anchor="end">{said}</text>'
        for name, above in (
            ("Relation", "Fact"),
            ("Observation", "Fact"),
            ("Conferral", "Relation"),
            ("PostHeld", "Relation"),
        ):
            yield from self.kind_of(BOXES[name], BOXES[above])

    def across(self, box: Box, target: Box, y: int, said: list[str]) -> Iterator[str]:
        """A level arrow to another column, its properties above and below the line."""
        left = target.x < box.x
        start, end = (box.x, target.right) if left else (box.right, target.x)
        yield _arrow(f"M{start},{y} H{end}")
        middle = (start + end) / 2 if abs(start - end) < 300 else 453
        above = (len(said) + 1) // 2
        for number, text in enumerate(said):
            at = y - 5 - (above - 1 - number) * 15 if number < above else y + 14 + (number - above) * 15
            place = f'x="{middle:g}" y="{at}" text-anchor="middle"'
            yield f'<text class="halo said" {place}>{escape(text)}</text>'

    def kind_of(self, box: Box, above: Box) -> Iterator[str]:
        assert (UW[box.name], RDFS.subClassOf, UW[above.name]) in self.graph
        direct = box.y - above.bottom < 40
        if direct:
            x = box.x + 60
            yield _arrow(f"M{x},{box.y} V{above.bottom}", "arrow sub", "is")
            return
        x = box.right + (28 if above.name == "Fact" else 14)
        yield _arrow(f"M{box.right},{box.y + 20} H{x} V{above.y + 22} H{above.right}", "arrow sub", "is")


def _marker(name: str, size: int, path: str, fill: str) -> str:
    box = f'viewBox="0 0 {size} {size}" markerWidth="{size}" markerHeight="{size}"'
    shape = f'<path d="{path}" fill="{fill}" stroke="#46566a"/>'
    return f'<marker id="{name}" {box} refX="{size}" refY="{size // 2}" orient="auto">{shape}</marker>'


def _arrow(path: str, kind: str = "arrow", marker: str = "to") -> str:
    end = f' marker-end="url(#{marker})"' if marker else ""
    return f'<path class="{kind}" d="{path}"{end}/>'


def _text(x: float, y: float, zh: str, en: str = "", kind: str = "") -> str:
    name = f' class="{kind}"' if kind else ""
    space = " " if zh and en else ""
    rest = f'<tspan class="en" style="font-weight:400">{space}{escape(en)}</tspan>' if en else ""
    return f'<text{name} x="{x:g}" y="{y:g}">{escape(zh)}{rest}</text>'


def _halves(text: str) -> tuple[str, str]:
    zh, _, en = text.partition(" ")
    return zh, en


def _local(term: object) -> str:
    return str(term).rsplit("#", 1)[-1]
