"""Two persons of one name in one report: told apart by the body that stands right before each.

绍兴甲纺织有限公司职工王涛、绍兴乙机械有限公司班长王涛 are two. Without two employers a name is one person:
a report that tells nothing of them is read as speaking of the same.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping

from kg.annotate.extensions import TextSpan
from kg.facts.model import EntityType

Key = tuple[EntityType, str]
FORM = re.compile(r"有限|责任|股份|集团|控股|公司|总公司|分公司")  # of a firm: no part of what tells it apart
EMPLOYERS = ("Company", "Organization", "Facility")
# What may stand between the employer and the name: a post or a unit, and no other clause.
ROLE = re.compile(r"[^，。；：、！？（）“”《》\s]{0,14}")


def split(text: str, groups: Mapping[Key, list[TextSpan]]) -> list[tuple[Key, list[TextSpan]]]:
    """The groups of spans, those of one person's name parted where they are of several persons."""
    bodies = sorted(
        (span.end, span.start, key) for key, spans in groups.items() for span in spans if key[0] in EMPLOYERS
    )
    ends = [end for end, _, _ in bodies]
    found: list[tuple[Key, list[TextSpan]]] = []
    for key, spans in groups.items():
        if key[0] != "Person" or len(spans) < 2:
            found.append((key, spans))
            continue
        employers: list[Key | None] = []
        for span in spans:
            at = bisect_right(ends, span.start) - 1
            near = at >= 0 and ROLE.fullmatch(text, ends[at], span.start) is not None
            employers.append(bodies[at][2] if near else None)
        found += [(key, part) for part in _parts(text, spans, employers)]
    return found


def _parts(text: str, spans: list[TextSpan], employers: list[Key | None]) -> list[list[TextSpan]]:
    """The spans by employer; one without goes with the one before it, or the first that follows."""
    told = [one for one in dict.fromkeys(employers) if one is not None]
    if not any(_apart(text, spans, employers, one, other) for one in told for other in told):
        return [spans]
    parts: dict[Key, list[TextSpan]] = {one: [] for one in told}
    current = told[0]
    for span, employer in zip(spans, employers, strict=True):
        current = employer or current
        parts[current].append(span)
    return list(parts.values())


def _apart(text: str, spans: list[TextSpan], employers: list[Key | None], one: Key, other: Key) -> bool:
    """Whether two employers are of two persons: two firms, or any two that one list names."""
    if one >= other or _shortens(one[1], other[1]) or _shortens(other[1], one[1]):
        return False
    if one[0] == other[0] == "Company":
        return True
    firsts = [spans[employers.index(key)] for key in (one, other)]
    between = text[min(span.end for span in firsts) : max(span.start for span in firsts)]
    return "、" in between and not re.search(r"[。；！？\n]", between)


def _shortens(short: str, long: str) -> bool:
    """Whether one name may be a shorter form of the other: its characters stand there, in their order."""
    rest = iter(long)
    return all(char in rest for char in FORM.sub("", short))
