"""Whether one name of a firm, or of its union, shortens another: 金禾公司, 北安县金禾农业有限公司."""

from __future__ import annotations

import re

from kg.annotate.divisions import load_divisions

LEGAL = re.compile(r"(?:股份|有限|责任|集团|控股|投资|连锁|总公司|公司)+$")
PLACE = re.compile(r"\([\u4e00-\u9fff]{2,6}\)")
BRANCH = re.compile(r"分公司|支公司|分行|支行|营业部|分厂|项目部|分会|分工会|车间|女职工|[门分]店")
OWNER = re.compile(r"(?:集团|公司|控股|中国)$")
NUMBERED = re.compile(
    r"集团|公司|第[一二三四五六七八九十]|[一二三四五六七八九十]+(?:局|公司|处|厂|建|分)?$|[段站队]$"
)
UNION = re.compile(r"(?:分?工会)(?:委员会)?$")
CORE = 2
APART = 4  # characters of a name that may stand anywhere in a longer one


def core(name: str) -> str:
    """The name without what a register adds: the place in front or in brackets, the legal form."""
    plain = PLACE.sub("", name)
    _, rest = load_divisions().leading(plain)
    return LEGAL.sub("", rest if len(LEGAL.sub("", rest)) >= CORE else plain)


def is_short_firm(short: str, long: str) -> bool:
    """Whether `short` may name the firm `long`; a branch is another firm than its head office."""
    if BRANCH.findall(short) != BRANCH.findall(long):
        return False
    before = long.removesuffix(short)
    if before != long and "有限" in short:
        return OWNER.search(before) is not None or load_divisions().chain(before, 0) == len(before)
    one, other = core(short), core(long)
    if len(one) < CORE or (len(one) == CORE and short == one):
        return False  # two characters alone are no name of a firm
    if other.startswith(one):
        return NUMBERED.search(other, len(one)) is None
    bare = LEGAL.sub("", short)
    if len(bare) >= APART and bare in long:
        return NUMBERED.search(core(long[long.index(bare) :]), len(bare)) is None
    ends = len(one) >= APART and one[:2] == other[:2] and one[-2:] == other[-2:]
    return ends and _in_order(one, other)


def is_short_union(short: str, long: str) -> bool:
    """Whether `short` may name the firm's union `long`."""
    one, other = UNION.search(short), UNION.search(long)
    if one is None or other is None or short[one.start() - 1 : one.start()] == "总":
        return False
    ours, theirs = short[: one.start()], long[: other.start()]
    firm = re.search(r"公司|集团|银行|分行|支行|厂|矿|局$|院$|大学$", theirs)
    return firm is not None and theirs != ours and is_short_firm(ours, theirs)


def _in_order(short: str, long: str) -> bool:
    rest = iter(long)
    return all(character in rest for character in short)
