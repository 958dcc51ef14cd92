"""Persons: the tagger's, those of bylines, and every further occurrence of a name found."""

from __future__ import annotations

import re

import jieba
from spacy.tokens import Doc

from kg.annotate.extensions import TextSpan, text_of
from kg.normalise.steps import is_han

SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭"
    "廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦"
    "向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂"
    "闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢"
    "冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺水勾楼支仝麻雍从慕茅鹿厉佴於於忻柒晁谯闫亓牧敬修"
)
COMPOUND = (
    "欧阳",
    "上官",
    "司马",
    "诸葛",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "司徒",
    "夏侯",
    "令狐",
    "东方",
    "端木",
)
BYLINE_ROLE = r"(?:记者|通讯员|实习生|撰稿|作者|文/图|图/文|文|图|摄影|责编|编辑|校对|审核)"
BYLINE = re.compile(BYLINE_ROLE + r"(?:[：:/]|)(?=[\u4e00-\u9fff])")
ROLE = re.compile(
    r"(?:农民工|职工|员工|工人|司机|快递员|外卖员|骑手|工匠|劳模|代表|选手|同志|教师|医生|护士|师傅|公司的|分店的|集团的|中心的|学校的|车间的)"
    r"(?=([\u4e00-\u9fff]{2,3}?)(?:，|、|说|做|在|向|告诉|表示|介绍|是|的|等|也|正|带领|激动|高兴|感慨|坦言|获|荣获|被))"
)
MARKED_LINE = re.compile(r"[■□◆●]")
STOP = re.compile(r"[）】，。、：；\n（]")
YOUNG = re.compile(
    r"(?:职工|工人|员工|骑手|司机|小哥|市民|选手)([小老]([\u4e00-\u9fff]))(?=[\u4e00-\u9fff，、：])"
)
ADDRESS = re.compile(r"([\u4e00-\u9fff])(?:师傅|阿姨|大姐|大哥|女士|先生)")
DOCTRINE = re.compile(r"新时代中国特色社会主义思想|(?:生态文明|强军|法治|外交|经济|文化)思想")
NOT_NAMES = frozenset(["职工", "工会", "工匠", "劳模", "干部", "记者", "会员", "员工", "快递", "司机"])


def is_name(surface: str) -> bool:
    """Whether a string has the form of a Chinese name: surname, then one or two characters."""
    if not all(is_han(c) for c in surface) or surface in NOT_NAMES:
        return False
    if surface[:2] in COMPOUND:
        return 3 <= len(surface) <= 4
    return 2 <= len(surface) <= 3 and surface[0] in SURNAMES


class PersonTagger:
    """Appends Person spans."""

    def __call__(self, doc: Doc) -> Doc:
        found: dict[tuple[int, int], tuple[str, float]] = {}
        for span in doc._.ner:
            if span.label != "person":
                continue
            surface = text_of(doc)[span.start : span.end]
            if span.confidence >= self._needed(doc, span.start, surface):
                found[span.start, self._whole(doc, span.start, span.end)] = ("persons/ner", span.confidence)
        for match in YOUNG.finditer(text_of(doc)):
            if match.group(2) in SURNAMES:
                found.setdefault(match.span(1), ("persons/address", 0.7))
        for start, end in self._bylines(doc):
            for shorter in [(a, b) for a, b in found if start <= a and b <= end and (a, b) != (start, end)]:
                del found[shorter]
            if not any(a < end and start < b for a, b in found):
                found[start, end] = ("persons/byline", 0.85)
        for match in ROLE.finditer(text_of(doc)):
            start, end = match.span(1)
            if self._rare(match.group(1)) and not any(a < end and start < b for a, b in found):
                found[start, end] = ("persons/role", 0.6)
        for match in ADDRESS.finditer(text_of(doc)):
            before = text_of(doc)[match.start() - 1 : match.start()]
            if match.group(1) in SURNAMES and not (
                before and is_han(before) and before not in "的和与是位名欠让给对"
            ):
                found.setdefault(match.span(), ("persons/address", 0.7))
        for start, end in self._again(doc, {text_of(doc)[a:b] for a, b in found}):
            if not any(a < end and start < b for a, b in found):
                found[start, end] = ("persons/again", 0.9)
        for (start, end), (rule, confidence) in sorted(found.items()):
            if not DOCTRINE.match(text_of(doc), end):
                doc._.spans.append(TextSpan(start, end, "Person", rule, confidence))
        return doc

    def _needed(self, doc: Doc, start: int, surface: str) -> float:
        """How sure the tagger must be: the less a name looks like one, the surer."""
        if not 2 <= len(surface) <= 4 and "·" not in surface:
            return 2.0
        across = doc.char_span(start, start + 1, alignment_mode="expand")
        if across is not None and across.start_char < start and jieba.dt.FREQ.get(across.text, 0) > 200:
            return 0.85  # it begins inside a common word (学习|振华)
        if not is_name(surface):
            return 0.75
        return 0.4 if len(surface) > 2 else 0.6

    def _rare(self, surface: str) -> bool:
        """Whether a string has the form of a name and jieba knows no common word in it."""
        frequency = jieba.dt.FREQ
        parts = {surface, surface[:2], surface[1:]} if len(surface) == 3 else {surface}
        return is_name(surface) and all(frequency.get(part, 0) < 60 for part in parts)

    def _bylines(self, doc: Doc) -> list[tuple[int, int]]:
        """Names after 记者, 通讯员, 文/ and the like, parted by the blanks of the raw text."""
        names = []
        for sentence in doc._.sentences:
            marked = MARKED_LINE.match(text_of(doc), sentence.start)
            begins = [m.end() for m in BYLINE.finditer(text_of(doc), sentence.start, sentence.end)]
            for begin in [*begins, *([marked.end()] if marked else [])]:
                position = begin
                while position < sentence.end:
                    stops = [gap for gap in range(position + 1, position + 5) if gap in doc._.gaps]
                    stops += [m.start() for m in STOP.finditer(text_of(doc), position, position + 5)]
                    end = min([*stops, sentence.end])
                    if not is_name(text_of(doc)[position:end]):
                        break
                    names.append((position, end))
                    position = end + (text_of(doc)[end : end + 1] in "、，")
        return names

    def _whole(self, doc: Doc, start: int, end: int) -> int:
        """The end of a name that the tagger cut a character short of a blank, bracket or line end."""
        if end - start == 2 and end < len(text_of(doc)) and is_name(text_of(doc)[start : end + 1]):
            beyond = end + 1
            if beyond in doc._.gaps or text_of(doc)[beyond : beyond + 1] in ("", "\n", "）"):
                return beyond
        return end

    def _again(self, doc: Doc, names: set[str]) -> list[tuple[int, int]]:
        names = {name for name in names if len(name) >= 3}
        if not names:
            return []
        pattern = re.compile("|".join(map(re.escape, sorted(names, key=lambda n: (-len(n), n)))))
        return [match.span() for match in pattern.finditer(text_of(doc))]
