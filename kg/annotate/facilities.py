"""Find single named sites of service, culture and education.

A site's name ends in a kind of lexicons/facility_kinds.csv and begins with what makes it one site:
a region, a rank (市, 区), an owner, a spot (育才路, 城东社区, 3号标), or a name of its own. Kinds that
reports count (驿站, 服务站) need an owner or a spot. A quoted brand of such a kind is one site where a
spot or a body stands before it. The rest of a name found so, without its region, is looked for again.
"""

from __future__ import annotations

import re

from spacy.tokens import Doc

from kg.annotate.extensions import TextSpan, text_of
from kg.annotate.honors import longest
from kg.annotate.nominals import (
    Tokens,
    level_before,
    matching_open,
    phrase_start,
    quotations,
    region_before,
    tokens_of,
)
from kg.resources import lexicon

COUNT_AFTER = re.compile(r"(?:等)?[0-9一二三四五六七八九十百]+(?:余|多)?[个家处座所间]|等(?:阵地|场所|场馆)")
PLANNED = re.compile(r"”?(?:创建|建设)(?!了|成)")
MANY = re.compile(
    r"[0-9一二三四五六七八九十两多几各]+(?:余|多)?[个家处座所间批]|各级|各地|多个|一批|首个|所有|基层|企业|一个|全[省市区县]"
)
OWNER = re.compile(r"(?:总工会|工会|公司|集团|学院|大学|[省市区县镇]|街道)$")
BRANCH = re.compile(r"（[一-鿿]{2,8}(?:[宫馆园店]|分中心|校区)）")
COUNTED_BEFORE = re.compile(r"[0-9一二三四五六七八九十百余多]+[个家处座所间]“?$")
HOUSED = re.compile(r"(?:驻(?!马店)|设在|位于)[^，。；\n]{2,14}$")
SITED = re.compile(r"(?:在|走进|来到|赴|前往|位于|于)$")
HERE = re.compile(r"(?:[内里，。]|举办|举行|召开|开展|拉开|落幕|启动|正式|门前|现场)")
KINDLY = re.compile(
    r"(?:街道|社区|镇|乡|路|职工|工人|全民|市民|体育|文化|群众|国际|奥体|会展|妇女|青少年|公共|人民|工会)"
)
BEFORE_SITE = re.compile(r"(?:工会|委|中心|局|队|[0-9]号)(?:和|及|与)|[0-9]号")
STREET_NUMBER = re.compile(r"[路街巷道][0-9]+号$")
TOO_MUCH = re.compile(r"活动|.{9}|[省市区县和及与]")
BRAND = re.compile(r"[^，。；：“”\n]{2,12}")
RANK_OF_KIND = re.compile(r"[省市区县]级|全国|中国")
ACTING = re.compile(r"(?:服务|帮扶|维权|援助)中心$")
ACTS = re.compile(r"(?:党支部|副?主任|负责人|工作人员|联合|主办|承办|协办|指导|组织|工会)")
GOES_ON = frozenset("建主工点")
SPOT = re.compile(
    r"^[一-鿿0-9A-Za-z·]{1,10}?(?:社区|街道|[镇乡村路街巷]|大道|广场|商圈|园区|产业园|工业园|物流园|大厦|市场|公园"
    r"|公司|集团|小区|车站|高铁站|码头|标段?|项目部|工地|大队|支队)(?!级|区级|道)"
)
SPOT_END = re.compile(
    r"(?:社区|街道|[镇乡村路街巷]|大道|广场|商圈|园区|产业园|工业园|物流园|大厦|市场|公园|公司|集团|小区|车站|码头"
    r"|中心|工会|营业厅|号)内?的?$"
)
OWN_NAME = 4  # characters of a name of its own before a kind
KIND_OF_SPOT = re.compile(r"(?:重点|部分|沿线|沿街|周边|大型|有关|相关|辖区|所属|下辖|其他|附近|本)")
HOUSES = frozenset(("Organization", "Union", "Place"))
OWNERS = frozenset(("Union", "Company", "Organization", "Person"))
LONGEST_PREFIX = 20
SHORTEST = 6  # of a name that is looked for again without its region


class FacilityTagger:
    """Append Facility spans to doc._.spans; reads the places and unions found before.

    A place that ends where a site does was the site with the region before it, and is left out.
    """

    def __init__(self) -> None:
        rows = lexicon("facility_kinds")
        self.counted = {row["kind"] for row in rows if row["counted"]}
        names = sorted((row["kind"] for row in rows), key=len, reverse=True)
        self.kinds = re.compile("|".join(map(re.escape, names)))

    def __call__(self, doc: Doc) -> Doc:
        tokens = tokens_of(doc)
        named = (self._named(doc, tokens, match) for match in self.kinds.finditer(text_of(doc)))
        found = [span for span in named if span]
        found += self._housed(doc)
        found += self._again(text_of(doc), found)
        found = longest(found)
        ends = {span.end for span in found}
        doc._.spans = [s for s in doc._.spans if s.type != "Place" or s.end not in ends] + found
        return doc

    def _named(self, doc: Doc, tokens: Tokens, match: re.Match[str]) -> TextSpan | None:
        text, end, counted = text_of(doc), match.end(), match.group() in self.counted
        if COUNT_AFTER.match(text, end) or (counted and text[end : end + 1] in GOES_ON):
            return None
        edge = self._edge(text, phrase_start(tokens, match.start()), match.start())
        if MANY.search(text, edge, match.start()) or COUNTED_BEFORE.search(text, max(0, edge - 8), edge):
            return None
        if ACTING.search(match.group()) and ACTS.match(text, end):
            return None
        if counted and (found := self._addressed(text, edge, match)):
            return found
        persons = {(s.start, s.end) for s in doc._.spans if s.type == "Person"}
        start = self._owner(doc, edge, match.start())
        if start is None and (spot := SPOT.match(text[edge : match.start()])) and self._one(spot.group()):
            start = edge
        prefix = text[edge if start is None else start : match.start()]
        if start is None:
            sited = SITED.search(text, max(0, edge - 3), edge) and HERE.match(text, end)
            if counted or not (len(prefix) >= 2 and sited) or KINDLY.fullmatch(prefix):
                return None
            start = edge
        elif counted and (
            (len(prefix) < OWN_NAME and (start, match.start()) not in persons)
            or RANK_OF_KIND.match(text, start)
        ):
            return None
        if len(prefix) > LONGEST_PREFIX:
            return None
        if branch := BRANCH.match(text, end):
            end = branch.end()
        return TextSpan(start, end, "Facility", "facilities/kind", 0.75)

    def _owner(self, doc: Doc, edge: int, end: int) -> int | None:
        """Where the region, rank or owner begins that the words before a kind begin with."""
        text = text_of(doc)
        owners = (s for s in doc._.spans if edge <= s.start < s.end <= end and s.type in OWNERS)
        if owner := next(owners, None):
            return int(owner.start)
        starts = [start for at in range(edge + 1, end + 1) if (start := level_before(text, at)) < at]
        if not starts or min(starts) < edge:
            return None
        start = min(starts)
        short = max(
            (at for at in range(start + 2, start + 4) if region_before(text, at) == start), default=start
        )
        if end - short >= OWN_NAME and text[short - 1] not in "省市区县" and not KINDLY.match(text, short):
            return short  # 合肥|中安创谷全球路演中心
        return start

    def _edge(self, text: str, edge: int, end: int) -> int:
        """The left edge of a name: behind a site named before it, a conjunction, or a street number."""
        for match in self.kinds.finditer(text, edge, end):
            if match.group() in self.counted or text.startswith(("和", "及", "与"), match.end()):
                edge = match.end() + text.startswith(("和", "及", "与"), match.end())
        for match in BEFORE_SITE.finditer(text, edge, end):
            edge = match.end()
        return edge

    def _addressed(self, text: str, edge: int, match: re.Match[str]) -> TextSpan | None:
        """A counted kind behind a quoted brand (“X”爱心驿站) or a street number (158号爱心取水点)."""
        if edge == match.start() and STREET_NUMBER.search(text, max(0, edge - 6), edge):
            return TextSpan(edge, match.end(), "Facility", "facilities/address", 0.65)
        opened = matching_open(text, edge - 1) if text[edge - 1 : edge] == "”" else None
        between = text[edge : match.start()]
        if opened is None or not BRAND.fullmatch(text, opened + 1, edge - 1) or TOO_MUCH.search(between):
            return None
        return TextSpan(opened, match.end(), "Facility", "facilities/brand", 0.65)

    def _one(self, spot: str) -> bool:
        """Whether a spot is one, not a kind of spots (重点园区, 各街道)."""
        return not MANY.search(spot) and not KIND_OF_SPOT.match(spot)

    def _housed(self, doc: Doc) -> list[TextSpan]:
        """Quoted sites inside another body, or on a spot."""
        found, text = [], text_of(doc)
        bodies = {span.end for span in doc._.spans if span.type in HOUSES}
        for quote in quotations(text):
            name, before = quote.inner(text), text[max(0, quote.start - 18) : quote.start]
            housed = HOUSED.search(before) or SPOT_END.search(before) or quote.start in bodies
            if not housed or COUNT_AFTER.match(text, quote.end) or COUNTED_BEFORE.search(before):
                continue
            if any(match.end() == len(name) for match in self.kinds.finditer(name)):
                found.append(TextSpan(quote.start + 1, quote.end - 1, "Facility", "facilities/housed", 0.6))
        return found

    def _again(self, text: str, known: list[TextSpan]) -> list[TextSpan]:
        names = set()
        for span in known:
            name = text[span.start : span.end]
            cut = max((size for size in range(2, 9) if region_before(name, size) == 0), default=0)
            for rest in {name, name[cut:]}:
                if len(rest) >= SHORTEST:
                    names.add(rest)
        if not names:
            return []
        regex = re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))
        return [TextSpan(*match.span(), "Facility", "facilities/again", 0.6) for match in regex.finditer(text)
                if not COUNT_AFTER.match(text, match.end()) and not PLANNED.match(text, match.end())
                and not COUNTED_BEFORE.search(text, max(0, match.start() - 8), match.start())]  # fmt: skip
