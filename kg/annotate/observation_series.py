"""Indicators of numbers that lean on others: 分别 with its list, growth, and change from one to another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from kg.annotate.numbers import GROWS
from kg.annotate.observation_clauses import MARKS, WORDS, Item, strip_tail, without_verb

RESPECTIVE = re.compile(r"分别|依次")
GROWTH = re.compile(
    rf"^(?:(?:比|较|与)[^，]{{1,12}}?(?:相比)?|同比|环比|年均|平均)?(?P<verb>{GROWS}|增幅|涨幅|增速)(?:了|达|到|至|为)*$"
)
SHARE_OF_GOAL = re.compile(r"^(?:为|占|完成)?(?:年度|全年|目标|计划)+(?:任务)?(?:数|总数)?的?$")
SAME_TIME = re.compile(r"(?:上年|去年)?同期")
TO = re.compile(rf"(?:{GROWS}|精简|压缩|缩减|扩容|[增扩升降减提调涨掉缩])[到至为成]")
RANGE = re.compile(r"[余多]?(?:至|到|—|－|-|～|~)")
FROM = re.compile(r"(?:从|由)[^，、]{0,12}$")
AND = re.compile(r"、|以及|和|及|与")
AFTER_VERB = re.compile(r"^(?:获|荣获|获得|获评|被评为|被授予|授予|达|达到|为)+")


def respective(text: str, shared: Sequence[Item], told: Sequence[str]) -> list[str] | None:
    """What each number of a clause with 分别 counts; None where it has none or the lists do not match.

    told: the indicators of the sentence so far. A、B分别为x、y takes its list from the clause itself;
    x家、y人，分别增长a、b takes the indicators told last.
    """
    first, count = shared[0], len(shared)
    word = RESPECTIVE.search(text, first.clause[0], first.number.left)
    if count < 2 or word is None:
        return None
    said = MARKS.sub("", text[first.clause[0] : word.start()])
    own = [part for part in AND.split(said) if part]
    verb = strip_tail(MARKS.sub("", text[word.end() : first.number.left]))
    growth = GROWTH.match(verb)
    verb = growth["verb"] if growth else AFTER_VERB.sub("", verb)
    if len(own) == count:
        return [name + verb for name in own]
    if len(own) <= 1 and len(told) >= count:
        return [(without_verb(name) if said else name) + said + verb for name in told[-count:]]
    return None


def ends_of_change(text: str, shared: Sequence[Item]) -> dict[int, str]:
    """Which numbers of a clause are what something grew from ("start") and to ("end"), by their offsets."""
    found: dict[int, str] = {}
    for start, end in pairwise(shared):
        if TO.search(text, start.number.end, end.number.start):
            found[start.number.start], found[end.number.start] = "start", "end"
    return found


def change(text: str, shared: Sequence[Item], phrases: Sequence[str]) -> list[str]:
    """从x家发展到y家: both numbers count one thing, which stands before 从 or at the end."""
    changed = list(phrases)
    for index, (start, end) in enumerate(pairwise(shared)):
        if RANGE.fullmatch(text, start.number.end, end.number.start):
            changed[index] = changed[index + 1] = phrases[index].rstrip("至到")
        if not TO.search(text, start.number.end, end.number.start):
            continue
        before = text[start.before[0] : start.number.left]
        source = FROM.search(before)
        noun = MARKS.sub("", before[: source.start()] if source else "")
        while head := WORDS.heads.match(noun):
            noun = noun[head.end() :]
        after = MARKS.sub("", text[end.after[0] : end.after[1]])
        name = noun if len(noun) > 1 else noun + after
        if name:
            changed[index] = changed[index + 1] = name
    return changed


def growth_of(indicator: str, previous: str) -> str:
    """An indicator that only says by how much the thing told before has grown, with that thing."""
    if not previous:
        return indicator
    if SAME_TIME.fullmatch(indicator):
        return previous
    grown = GROWTH.match(indicator)
    if grown:
        return previous if previous.endswith(grown["verb"]) else previous + grown["verb"]
    if SHARE_OF_GOAL.match(indicator):
        return previous + "完成率"
    return indicator
