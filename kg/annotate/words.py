"""Where a name may begin: the words that stand before one and are no part of it."""

from __future__ import annotations

import re

# Verbs, adverbs and conjunctions after which a name begins; closed classes of the genre.
STRONG = (
    r"联合|会同|协同|携手|对接|邀请|组织|推动|指导|支持|协助|依托|通过|经由|根据|按照|来自|走进|走访|参加|位于|获悉|"
    r"隶属|听取|陪同|前往|召开|举办|开展|成立|组建|新建|领导|促进|加强|引导|帮助|要求|推荐|表示|授予|"
    r"作为|以及|共同|近日|日前|目前|同时|其中|今年|去年|现任|曾任|时任|兼任|当选|担任|以来|期间|此外|另外|据悉|作出|贡献"
)
WEAK = r"由|和|与|向|在|对|被|到|同|及|经|让|为|将|把|给|从|是|的|了|等|据|按|赴|于|使|至|请|称|各|以|暨|并|或|名|个|家|驻"
BEFORE_NAME = {False: re.compile(STRONG), True: re.compile(f"{STRONG}|{WEAK}")}


def left_boundary(text: str, start: int, end: int, *, weak: bool = True) -> int:
    """Move `start` to behind the last boundary word in `text[start:end]` that leaves two characters.

    weak: single characters (和, 由, 的) count as boundaries, too.
    """
    boundary = start
    for match in BEFORE_NAME[weak].finditer(text, start, end):
        if end - match.end() >= 2:
            boundary = match.end()
    return boundary


STOPS = re.compile(r"[，。：；！？、\n]")


def balance(text: str, start: int, end: int) -> tuple[int, int]:
    """Take the other half of a bracket that a span cuts apart, where it stands within 12 characters; else cut the bracket off."""
    inside = text[start:end]
    if inside.count("（") > inside.count("）"):
        close = text.find("）", end, end + 12)
        if close >= 0 and not STOPS.search(text, end, close):
            return start, close + 1
        return start, text.rfind("（", start, end) if text.rfind("（", start, end) > start else end
    elif inside.count("）") > inside.count("（"):
        begin = text.rfind("（", max(0, start - 12), start)
        if begin >= 0 and not STOPS.search(text, begin, start):
            return begin, end
        return (start, end - 1) if text[end - 1] == "）" else (start, end)
    return start, end
