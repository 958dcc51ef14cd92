"""Trade-union organisations: full names, local short forms (区总工会, 市总, 全总) and committees."""

from __future__ import annotations

import re

from spacy.tokens import Doc

from kg.annotate.divisions import load_divisions
from kg.annotate.extensions import TextSpan, text_of
from kg.annotate.words import left_boundary
from kg.normalise.steps import is_han

COMMITTEE = r"(?:女职工委员会|女职工部|女工委员会|女工委|经费审查委员会|经审会|(?:宣传教育|宣教|权益保障|基层工作|组织|劳动和经济|经济技术|网络|财务|资产|法律|生产保护|办公室|政策研究|国际联络)部)"
SUFFIX = re.compile(
    r"(?:总工会（筹）|总工会筹备组|总工会|工会联合会|工会委员会|工会工作委员会|联合工会|工会)"
    + f"{COMMITTEE}?"
)
ABBREVIATION = re.compile(
    r"(?:全总|(?<![\u4e00-\u9fff])[省市区县州]总(?!工会)|(?<=[，、。：；“的和与由及受在为经对，])[省市区县州]总(?!工会))"
    + f"{COMMITTEE}?"
)
AFTER_ABBREVIATION = re.compile(
    r"体|量|经|部|数|和|额|值|面|书|人|编|计|共|裁|会|店|公|院|站|队|目|结|投|理|产|署|督|是|的来|动员|建筑|规|商"
)
FOLLOWS_NO_NAME = re.compile(
    r"员|法|干部|组织|会员|章程|工作者|系统|工作|界|力量|贡献|事业|经费|改革|户|之家"
)
GENERIC_FEDERATION = re.compile(
    r"街道|乡镇|镇街|乡镇（街道）|镇（街道）|各[省市区县]+|[省市区县]{2,}|地方|各级|上级|两级"
)
COUNTED = re.compile(r"[0-9一二三四五六七八九十多余几各][个家]$")
NAMED_KIND = re.compile(
    r"(?:局|厅|委|办|系统|行业|产业|教育|卫生|建设|交通|公司|集团|厂|矿|街道|镇|乡|社区|村|园|区|医院|学校|大学|学院|中心|协会|银行|所|院|站|港|铁路|机关|信息|医疗|物流|快递|市场|商会|队)$"
)
ZONE = re.compile(r"(?:新|开发|高新|经开|保税|园|矿|林|管理|示范|度假|景|功能|合作|试验|旅游|产业)区$")
BARE = re.compile(r"[、，](总工会)(?=党组|主席|副主席|常务)")
LOCAL = "省市区县镇乡州旗"
GENERIC = re.compile(
    r"(?:新建|作出|贡献|基层|各级|企业|联合|独立基层|新业态|小微企业|街道|乡镇|两级|三级|村级|社区|机关|单位|全国各级|全市各级|全省各级|全区各级|职工|活力|示范|"
    r"上级|地方|本级|高校|学校|中国|我国|国家|园区|楼宇|行业|区域|产业|建会|组建|成立|加入|找|个|家|级|全体|单建|“五有”基层|非公企业|产业园区|驻会|智慧|数字|品质|新型|阳光|所属|下属|所在|本单位|直属|系统|院校|规上企业|百人以上企业|会员|优秀|模范|先进|五型|项目|县级|省级|市级|区级|全部|全国|全省|全市|全区|全县|新时代|新时期|我们|推动|一级|四级|建立|通过|积极|和|与|为|对|由|对于|开展|做好|推进|各|做|的|是|在|党建带)$"
)


class UnionTagger:
    """Appends Union spans."""

    def __init__(self) -> None:
        self.divisions = load_divisions()
        self.token_starts: frozenset[int] = frozenset()

    def __call__(self, doc: Doc) -> Doc:
        text = text_of(doc)
        self.token_starts = frozenset(token.idx for token in doc)
        floor = 0
        for match in SUFFIX.finditer(text):
            start = self._start(doc, match.start(), floor)
            if start is None or not self._is_name(text, start, match):
                continue
            doc._.spans.append(TextSpan(start, match.end(), "Union", "unions/full", 0.9))
            floor = match.end()
        for match in BARE.finditer(text):
            doc._.spans.append(TextSpan(*match.span(1), "Union", "unions/bare", 0.7))
        for match in ABBREVIATION.finditer(text):
            if not AFTER_ABBREVIATION.match(text, match.end()):
                doc._.spans.append(TextSpan(*match.span(), "Union", "unions/short", 0.85))
        for start, end, form in self.divisions.finditer(text):
            if (
                form[-1] in "省市区县州"
                and text[end : end + 1] == "总"
                and not AFTER_ABBREVIATION.match(text, end + 1)
                and not text.startswith("工会", end + 1)
            ):
                doc._.spans.append(
                    TextSpan(self._chain_start(text, start), end + 1, "Union", "unions/short", 0.8)
                )
        return doc

    def _is_name(self, text: str, start: int, suffix: re.Match[str]) -> bool:
        prefix = text[start : suffix.start()]
        if suffix.group() == "工会" and FOLLOWS_NO_NAME.match(text, suffix.end()):
            return False
        if prefix.count("）") > prefix.count("（"):
            return False
        if GENERIC_FEDERATION.fullmatch(prefix) or COUNTED.search(text, max(0, start - 3), start):
            return False
        if suffix.group().startswith("总工会"):
            return bool(prefix)
        if suffix.group().startswith("工会联合会") and len(prefix) > 2:
            return True
        if not prefix or GENERIC.search(prefix) or len(prefix) < 2:
            return False
        if (
            suffix.group() == "工会"
            and text.startswith(("主席", "副主席"), suffix.end())
            and prefix.endswith("公司")
        ):
            return False
        return True

    def _chain_start(self, text: str, start: int) -> int:
        """The start of a run of divisions of which one begins at `start` (江苏省|淮安市)."""
        for before in range(max(0, start - 9), start):
            if self.divisions.chain(text, before) >= start:
                return before
        return start

    def _start(self, doc: Doc, suffix: int, floor: int) -> int | None:
        """Where the name before a suffix begins; None where no name stands there."""
        text = text_of(doc)
        low = max(floor, max((s.start for s in doc._.sentences if s.start <= suffix), default=0), suffix - 28)
        run = suffix
        while run > low and (is_han(text[run - 1]) or text[run - 1] in "（）" or text[run - 1].isalnum()):
            run -= 1
        # a division (or a run of them) straight before the suffix
        for position in range(run, suffix):
            if self.divisions.chain(text, position) == suffix:
                return position
        if text[suffix - 1 : suffix] and text[suffix - 1] in "省市县区州" and text.startswith("总", suffix):
            if not ZONE.search(text, run, suffix) and not text.startswith("自治", suffix - 3):
                return suffix - 1
        tagged = [
            max(n.start, run)
            for n in doc._.ner
            if n.label in ("org", "company", "location") and n.start < suffix <= n.end
        ]
        if tagged:
            start = (
                left_boundary(text, min(tagged), suffix, weak=False)
                if suffix - min(tagged) > 3
                else min(tagged)
            )
            start = self._extend(doc, start, run)
            if start < suffix:
                return start
        for position in range(run, suffix - 1):
            end = self.divisions.chain(text, position)
            if end > position + 1 and left_boundary(text, end, suffix) == end:
                if text.startswith("总工会", suffix) or NAMED_KIND.search(text, end, suffix):
                    return position
        if (
            suffix > run
            and text[suffix - 1] in LOCAL
            and (suffix - 1 == run or self._breaks(doc, suffix - 1))
        ):
            return suffix - 1
        if text.startswith("自治区", suffix - 3):
            return suffix - 3
        if text.startswith("全国", suffix - 2) and text.startswith("总工会", suffix):
            return suffix - 2
        if text.startswith("中华全国", suffix - 4):
            return suffix - 4
        if text.startswith("该", suffix - 2) and text[suffix - 1] in LOCAL:
            return suffix - 2
        boundary = left_boundary(text, run, suffix)
        known = text.startswith(("总工会", "工会联合会", "工会委员会"), suffix)
        return boundary if known and 2 <= suffix - boundary <= 14 else None

    def _extend(self, doc: Doc, start: int, run: int) -> int:
        """Take a division straight before a name into it (下城区|教育工会)."""
        for position in range(max(run, start - 10), start):
            if self.divisions.chain(text_of(doc), position) == start:
                return position
        return start

    def _breaks(self, doc: Doc, position: int) -> bool:
        """Whether jieba or a boundary word lets a word begin at `position`."""
        return (
            position in self.token_starts
            or left_boundary(text_of(doc), max(0, position - 6), position + 2) == position
        )
