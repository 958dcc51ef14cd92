"""The employer whose own union reports, and the full names of what belongs to it.

A firm, school or hospital calls its parts by their bare names: 人力资源部, 公司党委, 城南支行.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from kg.annotate.divisions import load_divisions
from kg.annotate.extensions import TextSpan
from kg.annotate.firms import UNION, is_short_firm
from kg.annotate.unions import EMPLOYERS, is_employers_union
from kg.facts.model import EntityType
from kg.resources import patterns

P = {name: pattern.regex for name, pattern in patterns("house").items()}
Groups = Mapping[tuple[EntityType, str], list[TextSpan]]
HEAD, EARLY = 300, 3.0  # characters in which a report names its own union, and how much that tells
KINDS = sorted(EMPLOYERS, key=len, reverse=True)
OWNED = ("Organization", "Facility", "Honor", "Document", "Company", "Program")


def find(groups: Groups) -> str | None:
    """The full name of the employer whose union the report speaks of most, None where it is another's."""
    unions = {name: spans for (type, name), spans in groups.items() if type == "Union"}

    def weight(name: str) -> tuple[float, int]:
        spans = unions[name]
        return len(spans) + EARLY * (spans[0].start < HEAD), -spans[0].start

    own = max(unions, key=weight, default="")
    employer = UNION.sub("", own)
    if employer == own or not P["EMPLOYER"].search(employer) or employer in EMPLOYERS:
        return None
    longer = [name for type, name in groups if type == "Company" and is_short_firm(employer, name)]
    return longer[0] if len(longer) == 1 else employer


def name_unions(groups: dict[tuple[EntityType, str], list[TextSpan]]) -> None:
    """Name 公司工会 or 校工会 after the employer spoken of most, where its union is not named in full.

    A university goes before its colleges. An employer may stand in the title of a paper of its own
    alone: 《北安大学章程》.
    """
    unions = [name for type, name in groups if type == "Union"]
    for short in unions:
        if any(is_employers_union(short, name) for name in unions):
            continue
        told = {
            name: len(spans)
            for (type, name), spans in groups.items()
            if type in ("Company", "Organization") and is_employers_union(short, name + "工会")
        }
        for type, name in groups:
            issuer = P["ISSUER"].match(name) if type == "Document" else None
            if issuer and is_employers_union(short, issuer.group() + "工会"):
                told.setdefault(issuer.group(), 1)
        if told:
            firm = max(told, key=lambda name: (name.endswith("大学"), told[name]))
            groups["Union", firm + "工会"] += groups.pop(("Union", short))


def name_by_firms(groups: dict[tuple[EntityType, str], list[TextSpan]]) -> None:
    """Name a union after the full name of its firm, where the report gives it: 泰来工会, 泰来纸业有限公司."""
    firms = [name for type, name in groups if type == "Company" and "有限" in name]
    for union in [name for type, name in groups if type == "Union"]:
        employer = UNION.sub("", union)
        if employer == union or employer.endswith(("集团", "公司", "行", "局")):
            continue
        found = [firm for firm in firms if is_short_firm(employer, firm)]
        if len(found) == 1 and len(employer) < len(found[0]):
            groups["Union", found[0] + union[len(employer) :]] += groups.pop(("Union", union))


def name_parts(groups: Groups) -> dict[tuple[EntityType, str], list[TextSpan]]:
    """The groups, what belongs to the report's employer under its full name."""
    house = find(groups)
    if house is None:
        return dict(groups)
    named: dict[tuple[EntityType, str], list[TextSpan]] = defaultdict(list)
    for (type, name), spans in groups.items():
        named[type, _full(type, name, house)] += spans
    return {key: sorted(spans, key=lambda span: span.start) for key, spans in named.items()}


def _full(type: EntityType, name: str, house: str) -> str:
    """The full name of an entity, with the employer's before it where it is a part of that."""
    head = P["OF_HEAD"].sub(r"\1", house)
    if name.startswith((house, head)):
        return name
    if type in OWNED:
        local = name[name[:1] in tuple("省市区县") :]  # 省分行摄影协会
        kind = next((kind for kind in KINDS if local.startswith(kind)), None)
        if kind and house.endswith(EMPLOYERS[kind]) and (type == "Company" or local != kind):
            rest = local.removeprefix(kind)
            if P["AFTER_KIND"].match(rest) or (type == "Company" and not rest):
                return house + rest
    if type == "Program" and P["EDITION"].match(name):
        return house + name
    if load_divisions().leading(name)[0] and not P["BRANCH"].fullmatch(UNION.sub("", name)):
        return name
    if type == "Union" and P["PART_UNION"].fullmatch(name):
        return house + name
    if type in ("Union", "Company") and P["BRANCH"].fullmatch(UNION.sub("", name)):
        return head + name
    school = re.search(r"大学|学院$", house) is not None
    if type == "Organization" and not P["OTHERS"].search(name):
        unit = P["UNIT"].fullmatch(name) or (school and P["FACULTY"].fullmatch(name))
        return house + name if unit else name
    return name
