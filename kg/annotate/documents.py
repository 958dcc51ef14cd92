"""Find titled policies, plans, regulations and agreements.

In brackets 《》 the kind at the end decides: 《…条例》 is one, 《工人日报》 is not. In quotation marks,
or after a verb of issuing, a title says how many measures it has (15条措施, 八项举措) or is long and
ends in a kind (签署了…战略合作协议). Laws that everyone knows, and what is 关于…的意见, need neither.
Agreements that are counted (合作协议8份) are no titles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc

from kg.annotate.extensions import TextSpan, text_of
from kg.annotate.nominals import quotations
from kg.resources import lexicon

NUMERAL = "[0-9一二三四五六七八九十百]{1,3}"
MEASURES = rf"(?:{NUMERAL}[条项大](?:措施|举措|政策|办法|意见|规定|实事清单)|{NUMERAL}条)"
ISSUING = r"(?:印发|出台|发布|下发|制定|签署|签订|制订|发出|审议通过|颁布|修订)(?:并实施)?了?"
COUNTED = re.compile(r"[共约超近]?[0-9一二三四五六七八九十]+(?:余)?[份项个件部批]")
TITLE = re.compile(r"《([^《》\n]{2,80})》")
FREE = "协议书?|合同|意见|方案|条例|办法|规划|计划|公约|倡议书|宣言"  # kinds of titles without brackets
REMARK = r"(?:（[^（）\n]{1,20}）)?"
LAWS = re.compile(
    r"(?:中华人民共和国)?(?:民法典|宪法|劳动法|工会法|劳动合同法|社会保险法|安全生产法|职业病防治法"
    r"|国家安全法|妇女权益保障法|就业促进法|未成年人保护法|反有组织犯罪法|劳动争议调解仲裁法)(?![律规治院官人学制庭务法日宣])"
)
ABOUT = re.compile(
    r"关于[^，。；：“”《》\n]{6,40}?的(?:实施|指导|若干)?(?:意见|通知|办法|方案|规定|决定)(?=[，。；、》\n和]|$)"
)
SHORTEST = 8  # of a title without brackets


class DocumentTagger:
    """Append Document spans, without brackets and quotation marks, to doc._.spans."""

    def __init__(self) -> None:
        kinds = sorted((row["kind"] for row in lexicon("document_kinds")), key=len, reverse=True)
        ending = "|".join(map(re.escape, kinds))
        self.titled = re.compile(rf"(?:{ending}|{NUMERAL}条){REMARK}$")
        self.quoted = re.compile(rf"[^，。；]{{2,}}{MEASURES}$")
        self.issued = re.compile(
            rf"{ISSUING}((?:“[^“”\n]{{2,20}}”)?[^，。；：、“”《》（）\n]{{3,36}}?(?:{FREE}|{MEASURES})){REMARK}"
            r"(?=[，。；、\n及和并]|$)"
        )

    def __call__(self, doc: Doc) -> Doc:
        doc._.spans += [
            TextSpan(start, end, "Document", rule, confidence)
            for start, end, rule, confidence in self._find(text_of(doc))
        ]
        return doc

    def _find(self, text: str) -> Iterator[tuple[int, int, str, float]]:
        for match in TITLE.finditer(text):
            if self.titled.search(match[1]):
                yield *match.span(1), "documents/title", 0.95
        for match in LAWS.finditer(text):
            if text[match.start() - 1 : match.start()] != "《":
                yield *match.span(), "documents/law", 0.8
        for match in ABOUT.finditer(text):
            if text[match.start() - 1 : match.start()] != "《":
                yield *match.span(), "documents/about", 0.7
        for quote in quotations(text):
            if not quote.depth and self.quoted.search(quote.inner(text)):
                yield quote.start + 1, quote.end - 1, "documents/measures", 0.8
        for match in self.issued.finditer(text):
            if len(match[1]) >= SHORTEST and not COUNTED.match(text, match.end()):
                yield *match.span(1), "documents/issued", 0.65
