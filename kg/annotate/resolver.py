"""Mentions -> entities of one report: one entity for all names of one thing, under its full name."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise

from spacy.tokens import Doc

from kg.annotate import house, namesakes
from kg.annotate.aliases import CALLED
from kg.annotate.divisions import Division, load_divisions
from kg.annotate.extensions import EntityDraft, TextSpan, text_of
from kg.annotate.home import Home, choose, infer_home
from kg.annotate.naming import Namer, clean
from kg.annotate.shortened import is_short_for
from kg.annotate.unions import is_employers_union
from kg.facts.model import EntityType

SENTENCE_END = re.compile(r"[。！？\n]")
LISTED = ("、", "和", "与", "及", "以及", "暨")  # between the bodies of a list
NEAR = 40  # characters before a bare 市总工会 in which its sentence may name another city
GENERIC_HEAD = re.compile(
    r"(?:主题)?(?:宣传|宣讲|教育|实践|系列|专项|公益)*(?:活动|竞赛|大赛|比赛|行动|工程|品牌|项目|工作|计划|平台|服务|仪式|年|月|节)$"
)
GENERIC_TAIL = re.compile(r"(?:主题|系列|宣讲|公益|品牌|特色)*(?:活动|品牌|项目|工作)")
PUNCTUATION = re.compile(r"[，、,·—\-\s！!]")
SHARED_CORE = 3  # characters that a short name and a long one must share
Groups = dict[tuple[EntityType, str], list[TextSpan]]


class Resolver:
    """Writes doc._.home and doc._.entities; ids run in the order of first mentions."""

    def __init__(self) -> None:
        self.divisions = load_divisions()

    def __call__(self, doc: Doc) -> Doc:
        home = doc._.home = infer_home(doc, self.divisions)
        year = int(doc._.frame.published[:4]) if doc._.frame.published else None
        namer = Namer(home, self.divisions, year)
        groups: Groups = defaultdict(list)
        previous_honor = ""
        end, listed = 0, None
        for span in doc._.spans:
            surface = text_of(doc)[span.start : span.end]
            if text_of(doc)[end : span.start] not in LISTED:
                listed = None
            name = span.name or namer.full(span.type, surface, self._near(doc, span, home), listed)
            end, listed = span.end, namer.division_of(span.type, name)
            if span.type == "Honor":
                if name == "提名奖" and previous_honor:
                    name = previous_honor + name
                previous_honor = name
            groups[span.type, name].append(span)
        _join_called(doc, groups)
        _join_spellings(groups)
        _join_plain(groups)
        _join_bare(groups, home)
        house.name_unions(groups)
        house.name_by_firms(groups)
        merged = house.name_parts(_join_shortened(self._merge(doc, groups)))
        parted = namesakes.split(text_of(doc), merged)
        drafts = [self._draft(doc, type, name, spans) for (type, name), spans in parted]
        drafts.sort(key=lambda d: (d.spans[0].start, d.spans[0].end, d.type))
        for number, draft in enumerate(drafts, 1):
            draft.id = f"e{number}"
        doc._.entities = drafts
        return doc

    def _near(self, doc: Doc, span: TextSpan, home: Home) -> Division | None:
        """Another city or province that the sentence names before a bare short form."""
        if span.type not in ("Union", "Organization"):
            return None
        before = SENTENCE_END.split(text_of(doc)[max(0, span.start - NEAR) : span.start])[-1]
        own = {d.name for d in home.line} | {d.short for d in home.line}
        last = None
        for _, end, form in self.divisions.finditer(before):
            organ = re.match(r"人大|政协|人民|政府|委|总工会", before[end:])
            if organ and form not in own:
                last = choose(form, [], home.line, self.divisions, None)
        return last

    def _merge(self, doc: Doc, groups: Groups) -> Groups:
        """Join short names of programs and companies to the one long name that holds them."""
        target: dict[tuple[EntityType, str], tuple[EntityType, str]] = {}
        for kind in ("Program", "Company", "Facility", "Document", "Union"):
            names = [name for type, name in groups if type == kind]
            for short in names:
                longer = [
                    long
                    for long in names
                    if len(long) > len(short) and _holds(doc, groups, kind, long, short)
                ]
                plain = [long for long in longer if GENERIC_TAIL.fullmatch(long[len(short) :])]
                for long in plain if kind == "Program" else ():
                    target[kind, long] = (kind, short)  # “X” and X活动: the name is X
                longer = [long for long in longer if long not in plain]
                if len(longer) > 1 and kind == "Union":
                    longer = [min(longer, key=lambda name: groups["Union", name][0].start)]
                if len(longer) == 1:
                    target[kind, short] = (kind, longer[0])
        merged: Groups = defaultdict(list)
        for key, spans in groups.items():
            end = key
            for _ in range(3):
                end = target.get(end, end)
            merged[end] += spans
        return {key: sorted(spans, key=lambda s: s.start) for key, spans in merged.items()}

    def _draft(self, doc: Doc, type: EntityType, name: str, spans: list[TextSpan]) -> EntityDraft:
        surfaces = dict.fromkeys(clean(text_of(doc)[s.start : s.end]) for s in spans)
        return EntityDraft("", type, name, [s for s in surfaces if s != name], spans)


def _holds(doc: Doc, groups: Groups, kind: EntityType, long: str, short: str) -> bool:
    """Whether `long` is a fuller name of what `short` names."""
    if kind == "Company":
        return len(short) >= 4 and (long.startswith(short) or short in long[2:9] or short in long[:9])
    if kind == "Union" and is_employers_union(short, long):
        return True
    if kind == "Union":
        return (
            long.endswith(short)
            and re.match(r"[\u4e00-\u9fff]{2,6}总工会$", short) is not None
            and not re.search(r"[省市区县州]总工会$", short)
        )
    if kind in ("Facility", "Document"):
        return len(short) >= 4 and long.endswith(short)
    core = GENERIC_HEAD.sub("", short) or short
    if len(core) < SHARED_CORE or core not in long:
        return False
    quoted = any(
        f"“{short}”" in text_of(doc)[s.start : s.end] or f"‘{short}’" in text_of(doc)[s.start : s.end]
        for s in groups[kind, long]
    )
    return quoted or (long.startswith(core) and len(long) <= len(short) + 12) or long.endswith(short)


def _join_called(doc: Doc, groups: Groups) -> None:
    """Join what 以下简称 gives a short name with what it names: the span of its type just before."""
    for match in CALLED.finditer(text_of(doc)):
        short = clean(match["short"])
        for key in [key for key in groups if key[1] == short]:
            before = [
                (span.end, other)
                for other, spans in groups.items()
                for span in spans
                if other[0] == key[0] and other != key and match.start() - 80 < span.end <= match.start() + 1
            ]
            if before:
                target = max(before)[1]
                groups[target] += groups.pop(key)


def _join_spellings(groups: Groups) -> None:
    """Join names of programs that differ in punctuation only, under the first of them."""
    first: dict[str, tuple[EntityType, str]] = {}
    for key in [key for key in groups if key[0] == "Program"]:
        spelling = PUNCTUATION.sub("", key[1])
        if spelling in first:
            groups[first[spelling]] += groups.pop(key)
        else:
            first[spelling] = key


def _join_shortened(groups: Groups) -> Groups:
    """Join a name with the one that it shortens, or the longest of several that shorten one another.

    A division goes by the shorter name, all else by the longer.
    """
    target: dict[tuple[EntityType, str], tuple[EntityType, str]] = {}
    for kind, short in groups:
        longer = [name for type, name in groups if type == kind and is_short_for(kind, short, name)]
        longer.sort(key=len)
        if longer and all(is_short_for(kind, a, b) for a, b in pairwise(longer)):
            target[kind, short] = (kind, longer[-1])
    merged: Groups = defaultdict(list)
    shortest: dict[tuple[EntityType, str], str] = {}
    for key, spans in groups.items():
        end = target.get(key, key)
        merged[end] += spans
        if key[0] == "Place" and key[1] in load_divisions().by_form:
            shortest[end] = min(shortest.get(end, key[1]), key[1], key=len)
    named = {(key[0], shortest.get(key, key[1])): spans for key, spans in merged.items()}
    return {key: sorted(spans, key=lambda span: span.start) for key, spans in named.items()}


def _join_plain(groups: Groups) -> None:
    """Join 某镇工会 with 某镇总工会: one union, called without its 总."""
    for key in [key for key in groups if key[0] == "Union"]:
        general = key[1].removesuffix("工会") + "总工会"
        if key[1].endswith("工会") and ("Union", general) in groups:
            groups["Union", general] += groups.pop(key)


def _join_bare(groups: Groups, home: Home) -> None:
    """Join a bare 总工会 or 县总工会 with the federation so called that the report speaks of most.

    Where it speaks of none, a bare 总工会 is home's.
    """
    for bare in ("总工会", *(f"{kind}总工会" for kind in "省市区县州旗")):
        named = [
            key
            for key in groups
            if key[0] == "Union" and key[1].endswith(bare) and len(key[1]) > len(bare) + 1
        ]
        if ("Union", bare) in groups and named:
            groups[max(named, key=lambda key: len(groups[key]))] += groups.pop(("Union", bare))
    if ("Union", "总工会") in groups and home.division:
        groups["Union", home.division.full + "总工会"] += groups.pop(("Union", "总工会"))
