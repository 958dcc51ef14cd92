"""Find single named sites of service, culture and education.

A site's name ends in a kind of lexicons/facility_kinds.csv and begins with what makes it one site:
a region, a rank (市, 区), a union, or a name of its own. Kinds that reports count (驿站, 服务站) need
quotation marks and a region. The rest of a name found so, without its region, is looked for again.
"""

from __future__ import annotations

import re

from spacy.tokens import Doc

from kg.annotate.extensions import TextSpan, text_of
from kg.annotate.honors import longest
from kg.annotate.nominals import Tokens, level_before, phrase_start, quotations, region_before, tokens_of
from kg.resources import lexicon

COUNT_AFTER = re.compile(r"(?:等)?[0-9一二三四五六七八九十百]+(?:余|多)?[个家处座所间]|等(?:阵地|场所|场馆)")
MANY = re.compile(
    r"[0-9一二三四五六七八九十两多几各]+(?:余|多)?[个家处座所间批]|各级|各地|多个|一批|首个|所有|基层|企业|一个|全[省市区县]"
)
OWNER = re.compile(r"(?:总工会|工会|公司|集团|学院|大学|[省市区县镇]|街道)$")
BRANCH = re.compile(r"（[一-鿿]{2,8}(?:[宫馆园店]|分中心|校区)）")
COUNTED_BEFORE = re.compile(r"[0-9一二三四五六七八九十百余多]+[个家处座所间]“?$")
HOUSED = re.compile(r"(?:驻(?!马店)|设在|位于)[^，。；\n]{2,14}$")
SITED = re.compile(r"(?:在|走进|来到|赴|前往|位于|于)$")
HERE = re.compile(r"(?:[内里，。]|举办|举行|召开|开展|拉开|落幕|启动|正式|门前|现场)")
KINDLY = re.compile(r"(?:街道|社区|镇|乡|路|职工|工人|全民|市民|体育|文化|群众|国际|奥体|会展|妇女|青少年|公共|人民|工会)")
GOES_ON = frozenset("建主的工")
OWN_NAME = 4  # characters of a name of its own before a kind
OWNERS = frozenset(("Union", "Company", "Organization", "Person"))
LONGEST_PREFIX = 20
SHORTEST = 6  # of a name that is looked for again without its region


class FacilityTagger:
    """Append Facility spans to doc._.spans; reads the places and unions found before."""

    def __init__(self) -> None:
        rows = lexicon("facility_kinds")
        self.counted = {row["kind"] for row in rows if row["counted"]}
        names = sorted((row["kind"] for row in rows), key=len, reverse=True)
        self.kinds = re.compile("|".join(map(re.escape, names)))

    def __call__(self, doc: Doc) -> Doc:
        tokens = tokens_of(doc)
        named = (self._named(doc, tokens, match) for match in self.kinds.finditer(text_of(doc)))
        found = [span for span in named if span]
        found += self._housed(text_of(doc))
        found += self._again(text_of(doc), found)
        doc._.spans += longest(found)
        return doc

    def _named(self, doc: Doc, tokens: Tokens, match: re.Match[str]) -> TextSpan | None:
        text, end, counted = text_of(doc), match.end(), match.group() in self.counted
        if COUNT_AFTER.match(text, end) or (counted and text[end : end + 1] in GOES_ON):
            return None
        edge = phrase_start(tokens, match.start())
        if MANY.search(text, edge, match.start()):
            return None
        start = self._owner(doc, edge, match.start())
        prefix = text[edge if start is None else start : match.start()]
        if start is None:
            sited = SITED.search(text, max(0, edge - 3), edge) and HERE.match(text, end)
            if counted or not (len(prefix) >= OWN_NAME and sited):
                return None
            start = edge
        elif counted and len(prefix) < OWN_NAME:
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

    def _housed(self, text: str) -> list[TextSpan]:
        """Quoted sites inside another body."""
        found = []
        for quote in quotations(text):
            name, before = quote.inner(text), text[max(0, quote.start - 18) : quote.start]
            if not HOUSED.search(before) or COUNT_AFTER.match(text, quote.end):
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
                if not COUNT_AFTER.match(text, match.end())
                and not COUNTED_BEFORE.search(text, max(0, match.start() - 8), match.start())]  # fmt: skip
