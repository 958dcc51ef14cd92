"""Other bodies: organs of Party and state with their local short forms, schools, media, associations,
teams; what the tagger takes for an organisation and no rule takes for a union or company."""

from __future__ import annotations

import re

from spacy.tokens import Doc

from kg.annotate.divisions import load_divisions
from kg.annotate.extensions import TextSpan, text_of
from kg.annotate.words import left_boundary

LOCAL = r"(?:自治区|地|[省市区县镇州旗])"
ORGAN = (
    r"(?:人大常委会|人民代表大会|人大|政协|人民政府|政府|纪委监委|纪委|监委|党委|委组织部|委宣传部|委统战部|委政法委|委办公室|委网信办|委党校|委|"
    r"公安局|财政局|民政局|教育局|司法局|审计局|统计局|税务局|医保局|城管局|文旅局|科技局|商务局|卫健委|卫健局|应急局|应急管理局|住建局|交通局|"
    r"[\u4e00-\u9fff]{2,10}?(?:局|厅)|人民法院|法院|人民检察院|检察院|发改委|国资委|妇联|工商联|科协|文联|残联|侨联|红十字会|[\u4e00-\u9fff]{2,8}?(?:办公室|委员会|管理站|协会|联合会|领导小组|工作专班|指挥部|宣讲团|艺术团|互济会|服务站))"
)
SHORT = re.compile(
    rf"(?<![\u4e00-\u9fff])(?:{LOCAL}){ORGAN}|(?<=[由和与及在向被对经为到从驻合同请，、])(?:{LOCAL}){ORGAN}"
)
PAIRED = re.compile(r"([省市区县])委[、和]?([省市区县])政府")
YOUTH = re.compile(r"共青团[\u4e00-\u9fff]{1,8}?委(?:员会)?|团[省市区县]委")
NATIONAL = re.compile(
    r"中国共产党(?!成立|第|员|人|领导|百年|党|工会)|党中央|(?<=[、，和实彻])中央(?=[、，和关的])|国务院(?!办公厅)|全国人大常委会|人力资源社会保障部|国家发展改革委"
)
PAPER = r"(?:日报|晚报|早报|商报|都市报|青年报|晨报|工人报|时报|新闻网|在线)(?:社(?:[\u4e00-\u9fff]{2}站)?|客户端)?"
NATIONAL_MEDIA = re.compile(
    rf"(?:人民|工人|光明|经济|法治|法制|农民|科技|解放|新华|劳动|中国青年|中国妇女|中国经营|大众|齐鲁|南方|钱江|羊城|新民|文汇|北青|中青){PAPER}"
    r"|(?:大众|人民|新华|央视|央广|中新|中工|中青|光明|中国新闻|中国青年|澎湃)(?:网|新闻)|新华社|中新社|央视|中青报|南都(?=记者|讯|[\u4e00-\u9fff]{2}新闻部)"
)
LOCAL_MEDIA = re.compile(PAPER)
KIND = re.compile(
    r"(?:大学|学院|中学|小学|学校|职高|幼儿园|医院|卫生院|协会|学会|联合会|基金会|研究院|研究所|研究中心|委员会|办公室|管理局|局|厅|部|处|委|院|站|中心|"
    r"政府|法院|检察院|工商联|妇联|科协|文联|人大|政协|报社|日报|晚报|网|频道|电视台|出版社|宣讲团|艺术团|领导小组|专班|志愿服务队|服务队|理事会|项目部|车间|班组|工作站|俱乐部|商会|党组|支队|大队|总队|联盟|互济会)$"
)
TEAM = re.compile(r"[\u4e00-\u9fff]{2,14}?(?:宣讲团|艺术团|领导小组|工作专班|互济会)")
SCHOOL = re.compile(
    r"[\u4e00-\u9fff]{2,10}?(?:(?<![上读去进个家])大学|学院|医院)(?:[\u4e00-\u9fff]{2,8}学院)?(?!生|习|城|堂)"
)
STATION = re.compile(r"(?:电视台|报社|学院|医院|大学|协会|支队)$")
UNNAMED = re.compile(
    r"(?:三甲|知名|领导小组$|工作专班$|各|该|本|某|我|有关|相关|所在|[一二三四五六七八九十几多0-9]+[家所个])"
)
NOT_BODIES = frozenset(
    ["中共", "政府", "党委", "联合国", "欧盟", "中心", "工会", "学校", "医院", "总工会", "教育部", "我市", "我省", "党中央国务院"]
)


class OrganizationTagger:
    """Appends Organization spans."""

    def __init__(self) -> None:
        self.divisions = load_divisions()

    def __call__(self, doc: Doc) -> Doc:
        text = text_of(doc)
        found: dict[tuple[int, int], tuple[str, float]] = {}
        for match in PAIRED.finditer(text):
            found[match.start(1), match.start(1) + 2] = ("organizations/local", 0.9)
            found[match.start(2), match.end()] = ("organizations/local", 0.9)
        for pattern, rule, confidence in (
            (SHORT, "organizations/local", 0.85),
            (YOUTH, "organizations/youth", 0.95),
            (NATIONAL, "organizations/national", 0.8),
            (NATIONAL_MEDIA, "organizations/media", 0.8),
        ):
            for match in pattern.finditer(text):
                if "工会" in match.group() or left_boundary(text, *match.span(), weak=False) != match.start():
                    continue
                if not any(a < match.end() and match.start() < b for a, b in found):
                    found[match.span()] = (rule, confidence)
        for match in LOCAL_MEDIA.finditer(text):
            for position in range(max(0, match.start() - 5), match.start() - 1):
                if self.divisions.chain(text, position) == match.start():
                    found.setdefault((position, match.end()), ("organizations/media", 0.85))
                    break
        for pattern, rule in ((TEAM, "organizations/team"), (SCHOOL, "organizations/school")):
            for match in pattern.finditer(text):
                start = left_boundary(text, match.start(), match.end() - 2, weak=pattern is TEAM)
                if pattern is SCHOOL:
                    places = [p for p in range(start, match.end() - 3) if self._place_at(text, p)]
                    if not places and not (start > match.start() and 4 <= match.end() - start <= 9):
                        continue
                    start = places[0] if places else start
                if not any(a < match.end() and start < b for a, b in found):
                    found[start, match.end()] = (rule, 0.75)
        for n in doc._.ner:
            if n.label not in ("org", "company") or n.confidence < 0.35:
                continue
            start = (
                left_boundary(text, n.start, n.end, weak=n.confidence < 0.7)
                if n.end - n.start > 4
                else n.start
            )
            start = self._extend(text, start)
            if sum(start <= a and b <= n.end for a, b in found) > 1:
                continue
            surface = text[start : n.end]
            if UNNAMED.match(surface) or (n.label == "company" and not STATION.search(surface)):
                continue
            if (
                surface in NOT_BODIES
                or len(surface) < 3
                or surface.endswith(("工会", "总工会", "公司", "集团"))
            ):
                continue
            if not (KIND.search(surface) or n.confidence >= 0.8):
                continue
            if not any(a <= start and n.end <= b for a, b in found):
                found[start, n.end] = ("organizations/ner", n.confidence)
        for (start, end), (rule, confidence) in sorted(found.items()):
            doc._.spans.append(TextSpan(start, end, "Organization", rule, confidence))
        return doc

    def _place_at(self, text: str, position: int) -> bool:
        return text.startswith("中国", position) or self.divisions.at(text, position) is not None

    def _extend(self, text: str, start: int) -> int:
        """Take a run of divisions straight before a name into it."""
        for position in range(max(0, start - 9), start):
            if self.divisions.chain(text, position) == start:
                return position
        return start
