"""What two names say of each other and of the region that a report is from: features of facts."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.annotate.divisions import load_divisions
from kg.annotate.extensions import EntityDraft

NAMES = (
    "place-in-subject", "begins-with-object", "begins-with-object-share", "own-characters", "own-start",
    "object-of-home", "object-at-home", "subject-of-object-region", "subject-at-home", "subject-region",
    "object-region",
)  # fmt: skip
NAMED = frozenset({"Union", "Organization", "Company", "Facility", "Place", "Program"})
NOTHING = [0.0] * len(NAMES)
LEVEL = re.compile(r"(?:自治区|特别行政区|省|市|区|县|旗|州|镇|乡|街道)$")
COMMON = re.compile(
    "有限|责任|股份|集团|总公司|分公司|公司|委员会|办公室|中心|总工会|工会|代表队|服务队|工作室|中国|全国"
    "|[部队局厂站会处]"
)


@lru_cache(maxsize=4096)
def region(name: str) -> str:
    """The divisions that a name begins with: 杭州市下城区 of 杭州市下城区总工会."""
    return name[: load_divisions().chain(name, 0)]


@lru_cache(maxsize=4096)
def stem(name: str) -> str:
    """A place's name without its level, if two characters are left."""
    short = LEVEL.sub("", name)
    return short if len(short) > 1 else name


@lru_cache(maxsize=4096)
def own_word(name: str) -> str:
    """What is left of a name without its region and the words that many bodies have."""
    return COMMON.sub("", name[len(region(name)) :])


def compare(one: EntityDraft, other: EntityDraft, home: str) -> list[float]:
    """The columns of `NAMES` for a subject and an object. home: the region of the reporting union.

    All are 0 where names tell nothing of the relations that the types allow.
    """
    if one.type not in NAMED or other.type not in NAMED:
        return NOTHING
    forms = (one.name, *one.aliases)
    begins = max(
        (len(b) for b in (other.name, *other.aliases) for a in forms if len(a) > len(b) and a.startswith(b)),
        default=0,
    )
    short = stem(other.name) if other.type == "Place" else ""
    a, b = own_word(one.name), own_word(other.name)
    subject, target = region(one.name), region(other.name)
    alike = set(a) & set(b)
    return [
        short != "" and any(short in form for form in forms),
        begins,
        begins / max(1, len(one.name)),
        len(alike) / max(1, min(len(set(a)), len(set(b)))),
        shared_start(a, b) if alike else 0,
        home != "" and (home.startswith(other.name) or (short != "" and stem(home).endswith(short))),
        home != "" and other.name.startswith(home),
        target != "" and one.name.startswith(target),
        home != "" and subject != "" and (subject.startswith(home) or home.startswith(subject)),
        len(subject),
        len(target),
    ]


def shared_start(one: str, other: str) -> int:
    """How many characters `one` begins with, two to four, that `other` holds together."""
    return next((n for n in (4, 3, 2) if len(one) >= n and one[:n] in other), 0)
