"""The ends of names mended: marks in pairs, and the employer at the head of its unit.

A tagger that reads character by character may stop one mark too early (“青年文明号), or take what a
mark encloses for a part of what follows it. And it says one thing of each character, so that it finds
a unit (大河钢铁集团炼钢厂转炉班), but not the employer that stands in its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.annotate.extensions import TextSpan
from kg.annotate.unions import EMPLOYERS
from kg.resources import patterns

PAIRS = (("“", "”"), ("（", "）"), ("《", "》"))
RULE = "edges"
FIRM = re.compile(r"(?:有限责任公司|有限公司|股份公司|集团公司|集团|(?<![总分])公司)$")
LEAST = 4  # characters of an employer that its form alone betrays
UNIT = re.compile(
    r"[^\s，。；、]*(?:部|科|室|班|组|队|车间|作业区|分厂|工段|段|工区|站|中心|所|院|处|厂|基地|项目|分会场|分公司|支行"
    r"|党委|党组|党支部|纪委|团委|女工委|监事会|董事会)"
)
LOOSE = patterns("programs")["LOOSE_TAIL"].regex


def mend(text: str, spans: Iterable[TextSpan]) -> list[TextSpan]:
    """The spans with marks in pairs, and the employers of units that have none, in text order."""
    mended = {(s.start, s.end, s.type): s for s in (balanced(text, span) for span in spans)}
    found = list(mended.values())
    return sorted([*found, *employers(text, found)], key=lambda s: (s.start, -s.end))


def balanced(text: str, span: TextSpan) -> TextSpan:
    """The span with the mark that it lacks of a pair, or without the one too many.

    A program whose quotation marks close before a word like 活动 is what they enclose.
    """
    for opening, closing in PAIRS:
        start, end, surface = span.start, span.end, text[span.start : span.end]
        more = surface.count(opening) - surface.count(closing)
        if more == 1 and surface[0] == opening:
            start += 1
        elif more == 1 and text[end : end + 1] == closing:
            end += 1
        elif more == -1 and surface[-1] == closing:
            end -= 1
        elif more == -1 and opening not in surface and text[start - 1 : start] == opening:
            close = surface.index(closing)
            if span.type == "Program" and LOOSE.fullmatch(surface[close + 1 :]):
                end = start + close
            else:
                start -= 1
        if (start, end) != (span.start, span.end):
            span = replace(span, start=start, end=end)
    return span


def employers(text: str, spans: Sequence[TextSpan]) -> list[TextSpan]:
    """The employers at the heads of units: a firm that the text names elsewhere, or one by its form."""
    firms = {text[s.start : s.end] for s in spans if s.type == "Company"} - EMPLOYERS.keys()
    begun = {s.start for s in spans if s.type == "Company"}
    found = []
    for span in spans:
        if span.type != "Organization" or span.start in begun:
            continue
        surface = text[span.start : span.end]
        for size in range(len(surface) - 1, 1, -1):
            head = surface[:size]
            formed = size >= LEAST and FIRM.search(head) and head not in EMPLOYERS
            if (head in firms or formed) and UNIT.fullmatch(surface, size):
                found.append(TextSpan(span.start, span.start + size, "Company", RULE, span.confidence))
                break
    return found
