"""Clauses with numbers, and the words in them that say what a number counts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Doc

from kg import resources
from kg.annotate.extensions import text_of
from kg.annotate.numbers import GROWS, Number

BREAK = re.compile(r"[，。；：！？（）\n…]|供图")
ENCLOSED = re.compile(
    r"“[^“”。\n]{1,40}”|《[^《》\n]{1,60}》|（[^（）\n\d]{1,40}）|（\d{4}年[^（）\n\d]{0,6}）|‘[^‘’。\n]{1,40}’"
)
JOINT = re.compile(r"、|和|以及|及|与|并|暨")
JOINT_AT_END = re.compile(r"(?:、|和|以及|及|(?<!参)与|并)$")
MODIFIES = re.compile(r"(?:等|的|来自.{0,12})$")
MARKS = re.compile(r"[“”‘’《》\s]")
BY_MEANS = re.compile(r"^以[^，、]{1,8}(?:形式|方式)")
PREPOSITION = re.compile(r"通过|向|为|在|给")
ADVERBIAL = re.compile(r"^(?:在|为|向|对|给|于|从|以|与|会同|联合|依托|围绕|通过|按照|将|把|由)")
BY_HOW_MUCH = re.compile(rf"(?:同比|环比|[比较][^，]{{1,10}})?(?:{GROWS}|增幅)了?$")
NUMBERED = re.compile(r"（?\d{1,2}[.．、）]\s*(?!\d)")
TOWARDS = re.compile(r"^[^，、]{0,20}?向[^，、]{2,16}?(?=(?:发放|赠送|送|捐赠|捐|提交|提供|颁发)[^，、]{2,})")
WITH = re.compile(r"会同|协同|联合|联手|携手|与.{2,24}?(?:联手|共同|合作)")
LONGEST, SHORTEST, LONG_TAIL = 44, 4, 20
LED = re.compile(r"(?:以[^，。]{1,10}命名|(?:[其他她]|由[^，。的]{2,12})?(?:领衔|创建|带领|牵头))的|光是")
EXAMPLES = re.compile(r"^(?P<lead>[^、]{0,40}?)(?:、[^、等]{1,30})+等(?P<kind>[^、]{3,20})$")


@dataclass(frozen=True, slots=True)
class Item:
    """A number with the stretches of its clause before and after it that are its own.

    listed: it continues a list, so that a verb before the first item holds for it, too.
    """

    number: Number
    clause: tuple[int, int]
    before: tuple[int, int]
    after: tuple[int, int]
    listed: bool = False

    @property
    def start(self) -> int:
        return min(self.before[0], self.number.start)

    @property
    def end(self) -> int:
        return max(self.after[1], self.number.end)


class Words:
    """The word lists of patterns/observations.toml, compiled."""

    @cached_property
    def _table(self) -> dict[str, list[str]]:
        return dict(resources.read_toml(resources.ROOT, "patterns/observations.toml"))

    def _any(self, name: str) -> str:
        return "|".join(map(re.escape, sorted(set(self._table[name]), key=lambda word: (-len(word), word))))

    @cached_property
    def verb(self) -> re.Pattern[str]:
        return re.compile(rf"(?:{self._any('verbs')})")

    @cached_property
    def leading_verbs(self) -> re.Pattern[str]:
        return re.compile(rf"(?:{self._any('verbs')}){{1,3}}")

    @cached_property
    def final_verbs(self) -> re.Pattern[str]:
        return re.compile(rf"(?:{self._any('verbs')}){{1,3}}[了出过]?$")

    @cached_property
    def heads(self) -> re.Pattern[str]:
        return re.compile(rf"(?:{self._any('heads')}|{self._any('realms')}|，|、)")

    @cached_property
    def tails(self) -> re.Pattern[str]:
        return re.compile(rf"(?:{self._any('tails')}|[，、])$")

    @cached_property
    def ends(self) -> re.Pattern[str]:
        return re.compile(rf"(?:{self._any('ends')}|以及|[，、和及的]|(?<!参)与)$")

    @cached_property
    def idle(self) -> re.Pattern[str]:
        return re.compile(self._any("idle"))

    @cached_property
    def union(self) -> re.Pattern[str]:
        return re.compile(self._any("union_words"))

    @cached_property
    def strong(self) -> re.Pattern[str]:
        return re.compile(self._any("strong_words"))

    @cached_property
    def office(self) -> re.Pattern[str]:
        return re.compile(self._any("offices"))

    @cached_property
    def firm_again(self) -> re.Pattern[str]:
        return re.compile(self._any("firm_again"))

    @cached_property
    def body_again(self) -> re.Pattern[str]:
        return re.compile(self._any("body_again"))

    @cached_property
    def realm(self) -> re.Pattern[str]:
        return re.compile(self._any("realms"))


WORDS = Words()


def enclosures(doc: Doc) -> list[tuple[int, int]]:
    """Stretches that no clause ends in: short quotations, brackets, names. Merged and in order."""
    text = text_of(doc)
    stretches = [match.span() for match in ENCLOSED.finditer(text)]
    stretches += [(span.start, span.end) for span in doc._.spans]
    return merge(stretches)


def merge(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches in order, those that overlap made one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def covers(stretches: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of some ordered, disjoint stretches holds all of `[start, end)`."""
    index = bisect_right(stretches, (start, 10**9)) - 1
    return index >= 0 and stretches[index][1] >= end


def clauses(text: str, start: int, end: int, whole: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The clauses of a sentence `[start, end)`, their closing marks left out."""
    found, begin = [], start
    for match in BREAK.finditer(text, start, end):
        if covers(whole, match.start(), match.end()):
            continue
        if match.start() > begin:
            found.append((begin, match.start()))
        begin = match.end()
    if begin < end:
        found.append((begin, end))
    return found


def items(text: str, clause: tuple[int, int], numbers: Sequence[Number]) -> list[Item]:
    """Share the words of a clause out among its numbers."""
    shared: list[Item] = []
    before = (clause[0], numbers[0].left)
    listed = False
    for index, number in enumerate(numbers):
        last = index + 1 == len(numbers)
        gap = (number.right, clause[1] if last else numbers[index + 1].left)
        between = text[gap[0] : gap[1]]
        after, following, joint = gap, gap, False
        if not last:
            opening = JOINT.match(between)
            if opening:
                after, following, joint = (gap[0], gap[0]), (gap[0] + opening.end(), gap[1]), True
            elif JOINT_AT_END.search(between):
                after, following, joint = gap, (gap[1], gap[1]), True
        shared.append(Item(number, clause, before, after, listed))
        before, listed = following, joint
    return shared


# 全国 as the beginning of a title or a kind of site, and not the realm of a number.
OF_A_NAME = re.compile(r"全国(?:模范|最美|优秀|先进|示范|劳模|劳动模范|五一|工人先锋号|(?:工会)?职工书屋)")


def strip_head(text: str, start: int, end: int, skips: Mapping[int, int]) -> int:
    """Move `start` behind words of time, order and manner, and behind the names of those who act.

    skips: where expressions of time and names of actors start and end.
    """
    while start < end:
        stop = skips.get(start, end)
        head = (
            WORDS.heads.match(text, start, end)
            or LED.match(text, start, end)
            or NUMBERED.match(text, start, end)
        )
        if stop < end and (end - stop >= 2 and text[stop] not in "的、和与及等"):
            start = stop
        elif OF_A_NAME.match(text, start):
            break
        elif head and not (WORDS.realm.match(text, start) and _says_nothing(text, head.end(), end)):
            start = head.end()
        else:
            break
    return start


def _says_nothing(text: str, start: int, end: int) -> bool:
    """Whether only words like 达到 are left of a phrase: what seemed to act is what is counted."""
    return not text[start:end] or WORDS.tails.fullmatch(text, start, end) is not None


def strip_tail(text: str) -> str:
    """Leave out 达, 为, 共有 and the like before a number."""
    while match := WORDS.tails.search(text):
        if match.start() < 2 or text.endswith("演出"):
            break
        text = text[: match.start()]
    return text


def leading_verb(text: str) -> str:
    """The verbs at the head of a phrase; empty where it begins with a noun."""
    match = WORDS.leading_verbs.match(text)
    return match.group() if match else ""


def last_verb(text: str) -> str:
    """The last verb of a phrase."""
    found = WORDS.verb.findall(text)
    return found[-1] if found else ""


def without_verb(text: str) -> str:
    """The object of a phrase that begins with its verb."""
    return text[len(leading_verb(text)) :]


def phrase_before(text: str, followed: bool) -> str:
    """What the words before a number give to its indicator.

    followed: the thing counted stands after the number; then a list of examples (…等),
    an attribute (…的) or an adverbial (为…提供) before it is left out, and its verb is kept.
    """
    examples = EXAMPLES.match(text)
    if examples:
        text = leading_verb(examples["lead"]) + examples["kind"]
    if not followed:
        return _without_company(strip_tail(text))
    final = WORDS.final_verbs.search(text)
    text = BY_MEANS.sub("", text)
    if ADVERBIAL.match(text):
        return final.group().rstrip("了出过") if final and final.start() > 1 else ADVERBIAL.sub("", text)
    if MODIFIES.search(text) or JOINT_AT_END.search(text):
        return leading_verb(text)
    if final and (final.start() > 24 or (final.start() > 8 and PREPOSITION.search(text))):
        return final.group()
    if not final and not WORDS.verb.search(text):
        return text if len(text) <= SHORTEST else ""
    if not final and text.count("、") >= 2:
        return leading_verb(text)
    return text


def _without_company(text: str) -> str:
    """会同县人社局发出要约书 -> 发出要约书: with whom or for whom it was done is left out."""
    if not WITH.match(text):
        return text
    starts = [match.start() for match in WORDS.leading_verbs.finditer(text) if len(text) - match.end() >= 2]
    return text[starts[-1] :] if starts and starts[-1] else text


def phrase_after(text: str) -> str:
    """What the words after a number give to its indicator."""
    text = text.removeprefix("的")
    while match := WORDS.ends.search(text):
        text = text[: match.start()]
    return text


def predicate(text: str) -> str:
    """The words of a phrase from its first verb on, where something stands before it."""
    match = WORDS.verb.search(text, 1)
    return text[match.start() :] if match else ""


def indicators(
    text: str, shared: Sequence[Item], skips: Mapping[int, int], carried: str, carried_unit: str
) -> list[str]:
    """An indicator for each number of a clause.

    skips: see strip_head. carried, carried_unit: the verb and unit of the number before, whose list
    the clause may go on with.
    """
    starts = [strip_head(text, *item.before, skips) for item in shared]
    afters = [phrase_after(text[item.after[0] : item.after[1]]) for item in shared]
    found: list[str] = []
    verb = carried
    for index, (item, start, after) in enumerate(zip(shared, starts, afters, strict=True)):
        head = phrase_before(text[start : item.before[1]], bool(after))
        goes_on = item.listed or (
            index == 0 and start == item.clause[0] and not after and item.number.unit == carried_unit
        )
        if own_verb := leading_verb(head):
            verb = own_verb
        elif goes_on and not WORDS.verb.search(head) and not BY_HOW_MUCH.match(head):
            head = verb + head
        if after and not WORDS.verb.search(after, 1) and not WORDS.verb.search(head):
            later = next((tail for tail in map(predicate, afters[index + 1 : index + 7]) if tail), "")
            after += later if len(later) <= LONG_TAIL else ""
        found.append(shorten(TOWARDS.sub("", MARKS.sub("", head + after))))
    return found


def shorten(text: str) -> str:
    """Leave out brackets' blanks and cut what is too long for an indicator at its last verbs."""
    if len(text) <= LONGEST:
        return text
    starts = [match.start() for match in WORDS.verb.finditer(text) if len(text) - match.start() <= LONGEST]
    return text[starts[0] :] if starts else text[-LONGEST:]
