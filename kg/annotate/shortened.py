"""Whether one name of a report is a shorter form of another of the same type.

泰来集团 for 泰来控股集团, 五送行动 for 五送专项行动, 杭州市 for 浙江省杭州市. Only the two names are looked
at; whether a report has a third that fits as well is for the caller to see.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from kg.annotate.divisions import load_divisions
from kg.annotate.firms import is_short_firm, is_short_union
from kg.facts.model import EntityType

REGION = re.compile(
    r"(?:全国|(?:[^省市区县]{1,8}?(?:省|自治区|自治州|市|州|盟|(?<![社园])区|县|镇|乡|街道))+)"
)
SUFFIX = re.compile(r"(?<=[\u4e00-\u9fff]{2})[省市区县](?=[\u4e00-\u9fff]{2})")
LOOSE = re.compile(
    r"(?:专项|主题|系列|年度|公益|志愿|服务|大型|现场|职工|线上|线下|教育|慰问|走访|实践|文明|暨"
    r"|20\d\d年?|第.{1,3}届|首届|全[国省市区县]|[·、，\s])*"
)
HEADS = re.compile(r"(?:主题|系列|专项)*(?:活动|行动|仪式|项目|工程|品牌|工作|计划)$")
FRAMED = re.compile(
    r"(?:[^暨]{0,8}仪式暨)?(?P<cup>.{2,10}杯)?(?P<year>20\d\d年)?(?:度)?"
    rf"(?P<where>全[国省市区县]|{REGION.pattern})?(?P<then>20\d\d年)?(?:度)?"
    r"(?P<core>.{4,40}?)(?:比赛|活动|决赛|启动仪式)?"
)
SHORT_NAME = 4
LONG_NAME = 10  # characters of a name that may be told in another order
DROPPED = 6  # characters that an abbreviated name of a body may leave out at most
NATIONAL = ("中国", "中华", "全国", "国家")
UNIT = 3  # characters of a unit's name that may stand for the name it ends
BARE_UNIONS = ("街道总工会", "工会联合会", "工会委员会")
CALLED = re.compile(
    r"(?P<before>[\u4e00-\u9fff])(?:师傅|老师|教授|委员|主任|医生|大夫|护士长|书记|主席|局长|经理|总|工|姐|哥)"
    r"|[小老阿](?P<after>[\u4e00-\u9fff])"
)
TOLD_AGAIN = 0.95  # share of a name's characters that the other must have


def is_short_for(kind: EntityType, short: str, long: str) -> bool:
    """Whether `short` may name what `long` does; `long` has more characters."""
    test = TESTS.get(kind)
    return test is not None and (len(short) < len(long) or kind == "Person") and test(short, long)


def _place(short: str, long: str) -> bool:
    return long.endswith(short) and len(short) >= 3 and REGION.fullmatch(long[: -len(short)]) is not None


def _honor(short: str, long: str) -> bool:
    before = long[: -len(short)]
    return long.endswith(short) and len(short) >= SHORT_NAME and REGION.fullmatch(before) is not None


def _body(short: str, long: str) -> bool:
    if long.endswith(short) and len(short) >= UNIT and not load_divisions().leading(short)[0]:
        return not REGION.match(short) and not short.startswith(NATIONAL)
    plain, full = SUFFIX.sub("", short), SUFFIX.sub("", long)
    if plain == full:
        return True
    if len(plain) <= SHORT_NAME or len(full) - len(plain) > DROPPED:
        return False
    left = _left_out(plain, full) if plain[:2] == full[:2] and plain[-2:] == full[-2:] else None
    return left is not None and not _is_district(left, plain)


def _is_district(left: str, plain: str) -> bool:
    """Whether what a name leaves out is a division of the one it begins with (上海市体育局)."""
    divisions = load_divisions()
    within = [above for found in divisions.by_form.get(left, ()) for above in divisions.ancestors(found)[1:]]
    return any(plain.startswith(above.short) for above in within)


def _company(short: str, long: str) -> bool:
    plain, full = SUFFIX.sub("", short), SUFFIX.sub("", long)
    if plain == full or is_short_firm(short, long):
        return True
    near = len(plain) >= SHORT_NAME and len(full) - len(plain) <= DROPPED
    return near and plain[:2] == full[:2] and plain[-2:] == full[-2:] and _left_out(plain, full) is not None


def _union(short: str, long: str) -> bool:
    if long.endswith(short) and len(short) > SHORT_NAME and short not in BARE_UNIONS:
        return not load_divisions().leading(short)[0]
    return is_short_union(short, long)


def _person(short: str, long: str) -> bool:
    """周师傅 for 周大成, 小吴 for 吴海天."""
    if "·" in long or long.isascii():
        return len(short) > 1 and len(short) < len(long) and long.endswith(short)  # 海尔 for 约翰·海尔
    called = CALLED.fullmatch(short)
    return called is not None and long.startswith(called["after"] or called["before"])


def _program(short: str, long: str) -> bool:
    if len(short) < SHORT_NAME:
        return False
    if _same_but_frame(short, long):
        return True
    if short[-2:] == long[-2:]:
        left = _left_out(short, long) if short[:2] == long[:2] else None
        if left is not None and LOOSE.fullmatch(left):
            return True
        shared = (Counter(short) & Counter(long)).total()
        return len(short) >= LONG_NAME and shared >= TOLD_AGAIN * len(short)
    core = HEADS.sub("", short)
    return len(core) > SHORT_NAME and HEADS.sub("", long).endswith(core)


def _same_but_frame(short: str, long: str) -> bool:
    """Whether two names differ in year, region or opening only: 2023年全省焊工大赛, 南江省焊工大赛."""
    one, other = FRAMED.fullmatch(short), FRAMED.fullmatch(long)
    if one is None or other is None or one["core"] != other["core"] or len(one["core"]) <= SHORT_NAME:
        return False
    for ours, theirs in (
        (one["cup"], other["cup"]),
        (one["year"] or one["then"], other["year"] or other["then"]),
    ):
        if ours and theirs and ours != theirs:
            return False
    ours, theirs = one["where"], other["where"]
    if ours and theirs and "全" in (ours[0], theirs[0]):
        return bool(ours[-1] == theirs[-1])
    return not ours or not theirs or bool(ours == theirs)


def _left_out(short: str, long: str) -> str | None:
    """The characters of `long` that `short` leaves out, None where it is not made by leaving out."""
    left, at = [], 0
    for character in long:
        if at < len(short) and short[at] == character:
            at += 1
        else:
            left.append(character)
    return "".join(left) if at == len(short) else None


TESTS: dict[EntityType, Callable[[str, str], bool]] = {
    "Place": _place,
    "Honor": _honor,
    "Organization": _body,
    "Company": _company,
    "Program": _program,
    "Union": _union,
    "Person": _person,
}
