"""Which union's work a report tells: what there is to see of each union in it, and the likeliest.

The classifier (models/reporter.json, fitted by kg/evaluate/train_reporter.py) looks at every union by
itself: where it is named, what stands beside it there, what its name has to do with the other names.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from math import log1p

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from kg.annotate.divisions import Division
from kg.annotate.extensions import EntityDraft, Sentence, TextSpan, text_of
from kg.annotate.trees import load
from kg.annotate.unions import is_employers_union

EMPLOYERS = ("Company", "Organization")
HEAD, TITLE, END, NEAR, BEFORE_NAME = 300, 60, 60, 40, 16
LONGEST, PERSON_WITHIN = 8, 12
BYLINE_LENGTH, MARK = 40, 8  # of a line that tells the author, and of what stands before him there
BARE = len("区总工会")
TAIL = 6  # characters of a place that a union's name must share
UNION_WORD = re.compile(r"总?工会(?:工作)?(?:委员会|联合会)?$")
NUMBER = re.compile(r"\d+(?:\.\d+)?[万亿]?[余多]?[人名家个场次件元户份期项支条%]")
REALM = re.compile("全(国|省|市|区|县|州|旗|镇|街道|局|校|院|集团|公司|行|系统|厂|路|矿)")
REALMS = {
    "国": "全国|中国", "校": "大学|学校|中学|小学|学院", "院": "医院|研究院|设计院|学院", "行": "银行|行",
    "厂": "厂|公司", "路": "铁路|局",
}  # fmt: skip
ACTS = re.compile(
    r"[^，。；]{0,14}?(?:开展|举办|组织|召开|启动|联合|推进|推出|慰问|建立|建成|投入|发放|培训|累计|始终|坚持|把|将|聚焦"
    r"|围绕|以|充分|积极|通过|创新|着力|扎实|认真|紧紧)"
)
SIGNED = re.compile(r"关于|(?:19|20)\d\d(?:年|—|-)|[一二三四五]年")
CONGRESS = re.compile(r"[^，。]{0,3}第[一二三四五六七八九十]+[次届](?:会员|委员会|全委|代表大会)")
GENERIC = re.compile(
    "[该本我]?(?:集团公司|集团|公司|厂|校|院|学院|矿|局|段|行|站|所|[省市区县州旗镇乡]|街道)总?工会"
)
GIVES = re.compile(r"[^，。；]{0,4}(?:授予|命名|评为|表彰|颁发|颁授)|[^，。；]{0,4}[将把][^，。；]{2,30}授予")
HEEDED = re.compile(r"(?:落实|响应|按照|根据|获|获得|荣获|被)[^，。；]{0,12}$")
ANNIVERSARY = re.compile("成立[0-9一二三四五六七八九十百]+周年")
SOURCE = re.compile(r"(?:来源|供稿|作者|通讯员|单位|发布者|撰稿)([^\n，。]{2,24})")
BYLINE = re.compile(r"[^\n，。；]{0,16}(?:主席|部长|主任|书记)[\s　]*$")
SIGNS_OF_SOURCE = re.compile(r"(?:来源|供稿|作者|通讯员|单位|发布者)[^\n，。]{0,8}$")
ADDRESSED = re.compile(r"[：:]\s*(?:\n|$)")
PLACE_KIND = re.compile("(?:自治|特别行政)?[省市区县州旗盟镇乡]$|街道$")
UPPER = re.compile("^.+(?:省|自治区|市|州|盟|县|区|旗)(?=.{2,}[市区县州旗镇乡道]$)")
PLAIN = re.compile("有限(?:责任)?公司|股份|集团|公司|中国|中华全国|委员会")  # in the names of many
AFTER = (
    ("awards", re.compile(r"[^，。]{0,6}?(?:授予|评为|命名|表彰|颁发|评选)")),
    ("officer", re.compile(r"[^，。；]{0,4}(?:主席|负责人|部长|主任|相关|有关|工作人员|常务|党组|书记)")),
    ("attribute", re.compile("的")),
    ("listed", re.compile("[、和等与及]")),
    ("leads", re.compile(r"[^，。；]{0,12}?(?:领导|指导|关心|支持|部署|要求|安排)")),
    ("short-form", re.compile(r"[（(]?以下简称")),
    ("stands", re.compile(r"[，。；：\n]|$")),
    ("hosts", re.compile(r"[^，。；]{0,40}?主办")),
    ("undertakes", re.compile(r"[^，。；]{0,40}?(?:承办|协办|支持)")),
)
BEFORE = (
    ("in", re.compile(r"在[^，。；]{0,7}$")),
    ("by", re.compile("[由被获向受经对为]$")),
    ("after-stop", re.compile(r"(?:^|[，。：；\n])$")),
    ("honoured-by", re.compile(r"(?:获|被|荣获|评为|授予)[^，。；]{0,6}$")),
    ("with", re.compile("(?:[与和同、及暨]|会同|联合)$")),
    ("joined", re.compile(r"[\u4e00-\u9fff]$")),
    ("source", SIGNS_OF_SOURCE),
    ("hosted-by", re.compile(r"(?:主办(?:单位)?|东道主|发起(?:单位)?)(?:是|为|有|：)?[^，。；]{0,12}$")),
    ("undertaken-by", re.compile(r"(?:承办|协办)(?:单位)?(?:是|为|有|：)?[^，。；]{0,12}$")),
    ("of-project", re.compile(r"(?:活动|项目|大赛|竞赛|比赛|这项[^，。；]{1,6})(?:是|由)$")),
    ("we", re.compile(r"(?:我代表|受.{0,12}委托|代表[^，。]{0,12})$")),
)
OF_NAME = (
    ("general", "总工会"),
    ("league", "联合会"),
    ("committee", "委员会"),
    ("office", "部|处|室|中心|学院|团"),
)
OF_BASE = (
    ("nation", "全国|中国"), ("province", "省|自治区"), ("city", "市"), ("district", "区"),
    ("county", "县|旗"), ("prefecture", "州|盟"), ("town", "镇|乡|街道|社区|村"),
    ("firm", "公司|集团|厂|行|矿|项目部"),
    ("school", "大学|学院|学校|中学|小学"), ("organ", "局|委|机关|系统|厅"),
    ("industry", "行业|教育|医务|卫生|金融|建设|交通|产业|园区|开发区"),
)  # fmt: skip
OF_TEXT = (
    "length", "unions", "firms", "bodies", "paragraphs", "numbers", "realms", "congress", "address",
    "dateline", "headings", "idle-numbers", "union-words", "unions-act", "union-first", "persons",
    "person-most", "union-in-title", "unions-named", "unions-above", "all-union-words",
)  # fmt: skip
OF_UNION = (
    "count", "share", "of-others", "rank", "position", "relative", "first", "last", "at-end",
    "in-title", "title-length", "opens-line", "early", "opens-paragraphs", "opens-sentences", "acts",
    "acts-share", "acts-first", "acts-early", "numbers-near", "numbers-beside", "numbers-acted",
    "numbers-in-paragraph", "paragraphs", "quoted", "signed", "congress-of", "forms", "longest-form",
    "shortest-form", "bare", "realm", "realm-most", "of-home", "above-home", "below-home", "place-count",
    "contains", "contained", "employer-count", "employer-in-title", "employer-of-most", "name-length",
    "above", "generic", "persons-behind", "anniversary", "addressed", "title-shares", "source-shares",
    "byline", "title-covers", "source-covers", "place-in-title", "realm-in-title", "roof-of", "under",
    "acts-most", "early-most", "count-most", "title-shares-most", "source-shares-most",
    *(name for name, _ in (*AFTER, *BEFORE, *OF_NAME, *OF_BASE)),
)  # fmt: skip
NAMES = (*(f"text-{name}" for name in OF_TEXT), *OF_UNION)


def mark_reporter(doc: Doc) -> Doc:
    """Write doc._.reporter: the id of the union whose work the report tells."""
    doc._.reporter = likeliest(Look(text_of(doc), doc._.sentences, doc._.entities, doc._.home.line))
    return doc


class Look:
    """The unions of a report and what there is to see of each. home: its division and those above."""

    def __init__(
        self,
        text: str,
        sentences: Sequence[Sentence],
        entities: Sequence[EntityDraft],
        home: Sequence[Division] = (),
    ) -> None:
        self.text, self.home = text, home
        self.entities = [entity for entity in entities if entity.spans]
        self.unions = [entity for entity in self.entities if entity.type == "Union"]
        self.sentences = sentences or [Sentence(0, len(text), 0)]
        self.starts = [sentence.start for sentence in self.sentences]
        self.below = next((sentence.start for sentence in self.sentences if not sentence.heading), 0)
        self.title = text[: max(self.below, TITLE)]
        self.source = " ".join(match.group(1) for match in SOURCE.finditer(text))
        self.numbers = [match.start() for match in NUMBER.finditer(text)]
        self.realms = Counter(match.group(1) for match in REALM.finditer(text))
        self.bases = {union.id: UNION_WORD.sub("", union.name) for union in self.unions}
        self.persons = {span.start for e in self.entities if e.type == "Person" for span in e.spans}
        actors = [(span, e) for e in self.entities if e.type in ("Union", *EMPLOYERS) for span in e.spans]
        self.named = [(span, e.id) for span, e in sorted(actors, key=lambda pair: pair[0].start)]
        self.acting = [(span, id) for span, id in self.named if ACTS.match(text, span.end)]

    def features(self) -> NDArray[np.float32]:
        """A row of numbers for each union, in the order of NAMES."""
        table = {f"text-{name}": value for name, value in self._of_text().items()}
        rows = [{**table, **self._of_union(union)} for union in self.unions]
        for of in ("acts", "early", "count", "title-shares", "source-shares"):
            most = max((row[of] for row in rows), default=0)
            for row in rows:
                row[f"{of}-most"] = row[of] / max(1, most)
        return np.array([[float(row[name]) for name in NAMES] for row in rows], dtype=np.float32)

    def signs(self, union: EntityDraft) -> bool:
        """Whether the title begins with a union as its author: 甲县总工会关于…, ——乙公司工会2018年总结."""
        return any(
            span.start < TITLE
            and self.text[max(0, span.start - 1) : span.start] in ("", "\n", "—")
            and SIGNED.match(self.text, span.end)
            for span in union.spans
        )

    def _of_text(self) -> dict[str, float]:
        text, types = self.text, Counter(entity.type for entity in self.entities)
        return {
            "length": len(text),
            "unions": len(self.unions),
            "firms": types["Company"],
            "bodies": types["Organization"],
            "paragraphs": text.count("\n"),
            "numbers": len(self.numbers),
            "realms": self.realms.total(),
            "congress": re.search("代表大会|职代会|会员代表", text[:HEAD]) is not None,
            "address": re.search("各位代表|同志们", text[:HEAD]) is not None,
            "dateline": re.search("讯|电", text[:END]) is not None,
            "headings": sum(sentence.heading for sentence in self.sentences),
            "idle-numbers": self._acted[""] / max(1, len(self.numbers)),
            "union-words": 100 * text.count("工会") / max(1, len(text)),
            "unions-act": sum(id in self.bases for _, id in self.acting),
            "persons": types["Person"],
            "person-most": max((len(e.spans) for e in self.entities if e.type == "Person"), default=0),
            "union-in-title": any(u.spans[0].start < self.below for u in self.unions),
            "unions-named": sum(len(u.spans) for u in self.unions),
            "unions-above": min((self._above(u) for u in self.unions), default=1),
            "all-union-words": text.count("工会"),
            "union-first": min((u.spans[0].start for u in self.unions), default=0) / max(1, len(text)),
        }

    def _of_union(self, union: EntityDraft) -> dict[str, float]:
        counts = [len(other.spans) for other in self.unions]
        spans, many, base = union.spans, len(union.spans), self.bases[union.id]
        forms = [self.text[span.start : span.end] for span in spans]
        others = [(other, self.bases[other.id]) for other in self.unions if other is not union]
        return {
            "count": many,
            "share": many / sum(counts),
            "of-others": many / max((len(u.spans) for u in self.unions if u is not union), default=1),
            "rank": sum(count > many for count in counts),
            "forms": len(set(forms)),
            "longest-form": max(map(len, forms)),
            "shortest-form": min(map(len, forms)),
            "bare": sum(len(form) <= BARE for form in forms) / many,
            "generic": sum(GENERIC.fullmatch(form) is not None for form in forms) / many,
            "title-shares": self._shares(union, self.title),
            "source-shares": self._shares(union, self.source),
            "byline": any(self._is_byline(span) for span in spans),
            "title-covers": self._covers(union, self.title),
            "source-covers": self._covers(union, self.source),
            "place-in-title": len(_bare(base)) > 1 and _bare(base) in self.title,
            "realm-in-title": any(_is_realm(kind, base) for kind in REALM.findall(self.title)),
            "roof-of": sum(len(u.spans) for u, other in others if base and other.startswith(base)),
            "under": sum(len(u.spans) for u, other in others if other and base.startswith(other)),
            **self._where(union),
            **self._deeds(union),
            **self._beside(union),
            **self._of_name(union),
            **self._of_employers(union),
        }

    def _where(self, union: EntityDraft) -> dict[str, float]:
        """Where a union is named."""
        text, spans = self.text, union.spans
        first, length = spans[0].start, max(1, len(text))
        titled = [span.end - span.start for span in spans if span.start < self.below]
        return {
            "position": log1p(first),
            "relative": first / length,
            "first": first == min(other.spans[0].start for other in self.unions),
            "last": spans[-1].start / length,
            "at-end": spans[-1].end > length - END,
            "in-title": bool(titled),
            "title-length": max(titled, default=0),
            "opens-line": any(text[span.start - 1 : span.start] in ("", "\n") for span in spans),
            "early": sum(span.start < HEAD for span in spans),
            "opens-paragraphs": sum(span.start in self._paragraph_starts for span in spans),
            "opens-sentences": sum(self._sentence(span.start).start == span.start for span in spans),
            "paragraphs": len({self._sentence(span.start).paragraph for span in spans})
            / max(1, len(self._paragraph_starts)),
        }

    def _deeds(self, union: EntityDraft) -> dict[str, float]:
        """What a union does where it is named, and the numbers there."""
        many, total = len(union.spans), max(1, len(self.numbers))
        acting = [span for span, id in self.acting if id == union.id]
        sentences = [self._sentence(span.start) for span in union.spans]
        return {
            "acts": len(acting),
            "acts-share": len(acting) / many,
            "acts-first": bool(self.acting) and self.acting[0][1] == union.id,
            "acts-early": any(span.start < HEAD for span in acting),
            "numbers-near": sum(self._counts(span.end, span.end + NEAR) for span in union.spans) / many,
            "numbers-beside": sum(self._counts(s.start, s.end) for s in sentences) / many,
            "numbers-acted": self._acted[union.id] / total,
            "numbers-in-paragraph": self._in_paragraphs[union.id] / total,
        }

    def _beside(self, union: EntityDraft) -> dict[str, float]:
        """What stands before and behind the names of a union, as shares of them."""
        text, spans, many = self.text, union.spans, len(union.spans)
        heads = [text[max(0, span.start - BEFORE_NAME) : span.start] for span in spans]
        return {
            **{n: sum(p.match(text, span.end) is not None for span in spans) / many for n, p in AFTER},
            **{n: sum(p.search(head) is not None for head in heads) / many for n, p in BEFORE},
            "above": self._above(union),
            "persons-behind": sum(
                any(at in self.persons for at in range(span.end, span.end + PERSON_WITHIN)) for span in spans
            )
            / many,
            "anniversary": any(ANNIVERSARY.match(text, span.end) for span in spans),
            "addressed": any(span.start < HEAD and ADDRESSED.match(text, span.end) for span in spans),
            "quoted": sum(self._is_quoted(span) for span in spans) / many,
            "congress-of": any(CONGRESS.match(text, span.end) for span in spans),
            "signed": self.signs(union),
        }

    def _of_name(self, union: EntityDraft) -> dict[str, float]:
        """What a union's name tells by itself, and beside the other names of the report."""
        name, base = union.name, self.bases[union.id]
        own, above = next(iter(self.home), None), self.home[1:]
        others = [other for other in self.bases.values() if other]
        realm = sum(n for kind, n in self.realms.items() if _is_realm(kind, base))
        places = [entity for entity in self.entities if entity.type == "Place"]
        return {
            **{kind: re.search(f"(?:{words})$", name) is not None for kind, words in OF_NAME},
            **{kind: re.search(f"(?:{words})$", base) is not None for kind, words in OF_BASE},
            "name-length": len(name),
            "realm": realm,
            "realm-most": 0 < realm == max(self.realms.values()),
            "of-home": own is not None and base in (own.full, own.name),
            "above-home": any(base in (division.full, division.name) for division in above),
            "below-home": own is not None and own.name in base and not base.endswith(own.name),
            "place-count": sum(len(p.spans) for p in places if base and p.name.endswith(base[-TAIL:])),
            "contains": sum(bool(base) and other.startswith(base) for other in others),
            "contained": sum(base.startswith(other) for other in others),
        }

    def _of_employers(self, union: EntityDraft) -> dict[str, float]:
        """How much the report speaks of the firm or body whose union it is."""
        name, base = union.name, self.bases[union.id]
        bodies = [entity for entity in self.entities if entity.type in EMPLOYERS]
        employers = [
            body for body in bodies
            if body.name == base or is_employers_union(body.name + "工会", name)
            or (len(body.name) >= BARE and base.startswith(body.name))
        ]  # fmt: skip
        count = max((len(employer.spans) for employer in employers), default=0)
        return {
            "employer-count": count,
            "employer-in-title": any(employer.spans[0].start < self.below for employer in employers),
            "employer-of-most": 0 < count == max((len(body.spans) for body in bodies), default=0),
        }

    def _shares(self, union: EntityDraft, place: str) -> int:
        """The length of the longest part of the name of a union's body that a stretch of text has."""
        base = PLAIN.sub("", self.bases[union.id])
        for length in range(min(len(base), LONGEST), 1, -1):
            if any(base[at : at + length] in place for at in range(len(base) - length + 1)):
                return length
        return 0

    def _covers(self, union: EntityDraft, place: str) -> float:
        """How much a stretch of text has of the last part of the name of a union's body: 甲河 of 甲河市."""
        return self._shares(union, place) / max(2, len(_bare(PLAIN.sub("", self.bases[union.id]))))

    def _is_byline(self, span: TextSpan) -> bool:
        """Whether a line near the beginning tells an officer of a union as the author."""
        start, stop = self.text.rfind("\n", 0, span.start) + 1, self.text.find("\n", span.end)
        if span.start > HEAD or not 0 < stop - start < BYLINE_LENGTH or span.start - start > MARK:
            return False
        at = next((at for at in range(span.end, stop) if at in self.persons), None)
        return at is not None and BYLINE.match(self.text, span.end, at) is not None

    def _above(self, union: EntityDraft) -> float:
        """How often a union is named as who gives an honour, or an order that others follow."""
        text = self.text
        above = (
            GIVES.match(text, span.end) or HEEDED.search(text[max(0, span.start - BEFORE_NAME) : span.start])
            for span in union.spans
        )
        return sum(one is not None for one in above) / len(union.spans)

    def _sentence(self, at: int) -> Sentence:
        return self.sentences[max(0, bisect_right(self.starts, at) - 1)]

    def _counts(self, start: int, end: int) -> bool:
        """Whether a number stands in a stretch."""
        at = bisect_left(self.numbers, start)
        return at < len(self.numbers) and self.numbers[at] < end

    def _is_quoted(self, span: TextSpan) -> bool:
        low = max(0, span.start - NEAR)
        return self.text.rfind("“", low, span.start) > self.text.rfind("”", low, span.start)

    @cached_property
    def _paragraph_starts(self) -> set[int]:
        starts: dict[int, int] = {}
        for sentence in self.sentences:
            starts.setdefault(sentence.paragraph, sentence.start)
        return set(starts.values())

    @cached_property
    def _acted(self) -> Counter[str]:
        """How many numbers stand in a sentence behind who acts in it, the last one of several."""
        counts: Counter[str] = Counter()
        for number in self.numbers:
            start = self._sentence(number).start
            before = [id for span, id in self.acting if start <= span.start < number]
            counts[before[-1] if before else ""] += 1
        return counts

    @cached_property
    def _in_paragraphs(self) -> Counter[str]:
        """How many numbers stand in a paragraph in which a union, firm or body is the first one named."""
        first: dict[int, str] = {}
        for span, id in self.named:
            first.setdefault(self._sentence(span.start).paragraph, id)
        return Counter(first.get(self._sentence(number).paragraph, "") for number in self.numbers)


def _bare(name: str) -> str:
    """The last division of a name, without its kind: 甲河 of 乙州市甲河县."""
    return PLACE_KIND.sub("", UPPER.sub("", name))


def _is_realm(kind: str, base: str) -> bool:
    """Whether 全市, 全校 may mean the realm of a body."""
    return re.search(f"(?:{REALMS.get(kind, kind)})$", base) is not None


def likeliest(look: Look) -> str | None:
    """The id of the union whose work the report most likely tells, None where it names no union.

    A union that signs the title is believed.
    """
    if not look.unions:
        return None
    signers = [union.id for union in look.unions if look.signs(union)]
    scores = load("reporter", NAMES).scores(look.features())
    return signers[0] if signers else look.unions[int(scores.argmax())].id
