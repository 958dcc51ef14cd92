"""One relation out of several readings, and which readings shut out others."""

from __future__ import annotations

from collections.abc import Iterable

from kg.annotate.relations.measured import confidence_of
from kg.annotate.relations.rules import Found

WEAK = frozenset(
    {
        "by-default",
        "with-reporter",
        "organises-unnamed",
        "workers-join",
        "named-after-union",
        "held-by-default",
        "document-says",
    }
)
Key = tuple[str, str, str]


def settle(found: Iterable[Found], reporter: str | None) -> list[list[Found]]:
    """The readings grouped by type, subject and object, the surest first; what is shut out left out.

    A union that organises does not also take part, and the reverse, whichever reading is surer. A
    union does not act jointly with one that stands above it. Who holds a post is not also staff. The
    reporting union does not organise or issue, by default, what others are said to.
    """
    groups: dict[Key, list[Found]] = {}
    for item in found:
        groups.setdefault((item.type, item.subject, item.object), []).append(item)
    for group in groups.values():
        group.sort(key=lambda item: (-confidence_of(item.rule), item.start))
    above = _above(groups)
    done_by_others = {
        (kind, obj) for (kind, subject, obj), group in groups.items()
        if kind in ("ORGANIZES", "ISSUED") and subject != reporter
        and group[0].rule not in WEAK | {"organises-jointly"}
    }  # fmt: skip
    kept: list[list[Found]] = []
    for key, group in groups.items():
        kind, subject, obj = key
        if kind == "COOPERATES_WITH" and obj in above.get(subject, ()):
            continue
        if kind == "PARTICIPATES_IN" and _loses(groups.get(("ORGANIZES", subject, obj)), group):
            continue
        if kind == "EMPLOYED_BY" and ("HOLDS_POST", subject, obj) in groups:
            continue
        if kind == "ORGANIZES" and _yields(groups.get(("PARTICIPATES_IN", subject, obj)), group):
            continue
        if (
            subject == reporter and (kind, obj) in done_by_others
            and all(item.rule in WEAK for item in group)
        ):  # fmt: skip
            continue
        kept.append(group)
    return kept


def _loses(organises: list[Found] | None, takes_part: list[Found]) -> bool:
    return organises is not None and not _yields(takes_part, organises)


def _yields(takes_part: list[Found] | None, organises: list[Found]) -> bool:
    return (
        takes_part is not None
        and all(item.rule in WEAK for item in organises)
        and confidence_of(takes_part[0].rule) > confidence_of(organises[0].rule)
    )


def _above(groups: dict[Key, list[Found]]) -> dict[str, set[str]]:
    parents: dict[str, set[str]] = {}
    for kind, subject, obj in groups:
        if kind == "SUBORDINATE_TO":
            parents.setdefault(subject, set()).add(obj)
    above: dict[str, set[str]] = {}
    for union in parents:
        line: set[str] = set()
        here = [union]
        while here:
            for parent in parents.get(here.pop(), ()):
                if parent not in line:
                    line.add(parent)
                    here.append(parent)
        above[union] = line
    return above
