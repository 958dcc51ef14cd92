"""Full official names: what a short form of this report stands for (guidelines, section Entities)."""

from __future__ import annotations

import re
from collections.abc import Callable

from kg.annotate import bodies
from kg.annotate.bodies import ORGANS
from kg.annotate.divisions import Division, Divisions
from kg.annotate.home import TOWN, Home, choose, leading
from kg.annotate.unions import EMPLOYERS
from kg.facts.model import EntityType
from kg.resources import lexicon, patterns

P = {name: pattern.regex for name, pattern in patterns("naming").items()}
MEDIA: dict[str, str] = {row["name"]: row["full"] for row in lexicon("media")}

QUOTES = re.compile(r"[“”‘’\"'「」『』《》\s]")


def clean(surface: str) -> str:
    """A name without quotation marks and blanks, its brackets half-width."""
    return QUOTES.sub("", surface).replace("（", "(").replace("）", ")")


class Namer:
    """Full names for one report.

    `full(type, surface, near, listed)` gives the full name; `near` is the division that the sentence names
    before the surface, outside the report's own line, `listed` that of the body before it in a list
    (省民政厅、财政厅), None where there is none.
    """

    def __init__(self, home: Home, divisions: Divisions, year: int | None) -> None:
        self.home, self.divisions, self.year = home, divisions, year
        self._listed: Division | None = None
        self._by_type: dict[EntityType, Callable[[str, Division | None], str]] = {
            "Union": self.union,
            "Organization": self.organization,
            "Place": self.place,
            "Honor": self.honor,
            "Program": self.program,
            "Facility": self.located,
            "Company": self.company,
            "Document": self.document,
        }

    def full(
        self,
        type: EntityType,
        surface: str,
        near: Division | None = None,
        listed: Division | None = None,
    ) -> str:
        """The full name that a surface of a type stands for."""
        self._listed = listed
        namer = self._by_type.get(type)
        return namer(clean(surface), near) if namer else clean(surface)

    def split(self, name: str, *, any_form: bool = False) -> tuple[Division | None, str]:
        """The division with which a name begins, and the rest."""
        forms, rest = self.divisions.leading(name, any_form=any_form)
        if not forms:
            return None, name
        division = choose(forms[-1], forms[:-1], self.home.line, self.divisions, self.year)
        if division and forms[-1] != division.name and not P["ORGAN"].match(rest):
            return None, name  # 浙江|大学, 宁波|大学: a short name inside a proper one stays
        return division, rest

    def division_of(self, type: EntityType, name: str) -> Division | None:
        """The division with which the full name of a union or body begins, None for one of a town."""
        if type not in ("Union", "Organization"):
            return None
        division, rest = self.split(re.sub(r"^(?:中共|共青团)", "", name))
        return None if TOWN.match(rest) else division

    def local(self, name: str, near: Division | None) -> tuple[Division | None, str]:
        """The division that a leading bare 区, 市 or 省 means, and the rest; (None, name) without."""
        match = P["LOCAL"].match(name)
        if not match:
            return None, name
        kind = match.group(1)
        rest = name[match.end() :]
        if rest.startswith(("公司", "分公司", "分行", "行工会")):
            return None, name  # 省公司工会 is of a firm, not of the province
        if near and (near.name.endswith(kind) or (kind == "市" and near.name.endswith("市"))):
            return near, rest
        division = self.home.at(kind)
        if division is None and kind == "区" and re.search(r"厅$|^人力", rest):
            division = self.home.at("自治区")
        return division, rest if division else name

    def union(self, name: str, near: Division | None) -> str:
        """A union, its women's committee spelled out and its congress's committees taken for itself."""
        name = P["WOMEN"].sub("女职工委员会", P["ELECTED"].sub("", name))
        if name.removesuffix("工会委员会") in EMPLOYERS:
            name = name.removesuffix("委员会")
        if P["RAILWAYS"].match(name):
            return "中华" + name
        if P["SPECIAL_REGION"].match(name):
            return name
        return self._union(name, near)

    def _union(self, name: str, near: Division | None) -> str:
        name = name.replace("(筹)", "").replace("筹备组", "").removeprefix("中共")
        if name.startswith(("全总", "全国总工会", "中华全国总工会")):
            return "中华全国总工会" + re.sub(r"^(?:全总|全国总工会|中华全国总工会)", "", name)
        if name == "总工会" and (near or self._listed):
            return (near or self._listed).full + name  # type: ignore[union-attr]
        if name.startswith("该"):
            name = name[1:]
        division, rest = self.split(name, any_form=True)
        if division is None:
            division, rest = self.local(name, near)
        rest = re.sub(r"^总(?!工会)", "总工会", rest)
        if rest.startswith("工会") and (rest == "工会"):
            rest = "总工会"
        if division:
            return self._county(division, rest).full + rest
        if P["TOWN"].match(name) and self.home.division and self.home.division.level == "county":
            return self.home.division.full + P["STREET"].sub(r"\1街道", name)
        if P["TOWN_LOCAL"].match(name) and self.home.town:
            return self._in_town(name)
        if (
            (P["BODY"].match(name) or P["ZONE"].match(name))
            and self.home.division
            and self.home.division.level == "county"
        ):
            return self.home.division.full + name
        return re.sub(r"^([\u4e00-\u9fff]{0,12}[省市区县州])总(?!工会)", r"\1总工会", name)

    def _in_town(self, name: str) -> str:
        """The full name of a body of the report's town (镇总工会)."""
        division, town = self.home.division, self.home.town or ""
        above = division.full if division and not town.startswith(division.short) else ""
        return f"{above}{town}{P['TOWN_LOCAL'].sub('', name)}"

    def organization(self, name: str, near: Division | None) -> str:
        """An organ, society or other body."""
        if name in MEDIA:
            return MEDIA[name]
        return bodies.national(name) or bodies.committee(self._organization(name, near))

    def _organization(self, name: str, near: Division | None) -> str:
        if P["TOWN_LOCAL"].match(name) and self.home.town:
            return self._in_town(name)
        youth = P["YOUTH"].match(name)
        if youth:
            of = youth["of"] or youth["division"]
            division, rest = self.split(of, any_form=True)
            if division is None:
                division, rest = self.local(of, near)
            return f"共青团{division.full}委" if division and not rest else name
        bare = name.removeprefix("中共")
        division, rest = self.split(bare)
        if division is None:
            division, rest = self.local(bare, near)
        if division:
            return bodies.organ(self._county(division, rest).full, rest, self.year)
        if self._listed and P["LISTED"].fullmatch(name):
            return bodies.organ(self._listed.full, ("委" if name.endswith("部") else "") + name, self.year)
        home = self.home.division
        if home and home.level == "county" and (P["OWN_TEAM"].match(name) or P["TOWN"].match(name)):
            return home.full + name
        return self._with_home(name)

    def _with_home(self, name: str) -> str:
        if self.home.division and (name in ORGANS or name == "团委"):
            return self.home.division.full + ORGANS.get(name, name)
        return name

    def located(self, name: str, near: Division | None) -> str:
        """A facility: with the division it belongs to."""
        division, rest = self.split(name)
        if division is None:
            division, rest = self.local(name, near)
        if division:
            return division.full + re.sub(r"^总(?!工会)", "总工会", rest)
        home = self.home.division
        if home and home.level == "county" and P["OWN_TEAM"].match(name):
            return home.full + name
        return name

    def company(self, name: str, near: Division | None) -> str:
        division, rest = self.local(name, near)
        return division.full + rest if division else name

    def document(self, name: str, near: Division | None) -> str:
        """A document: a law of the country is one of the People's Republic."""
        return f"中华人民共和国{name}" if P["LAW"].fullmatch(name) else name

    def place(self, name: str, near: Division | None) -> str:
        """A place: a county by its own name, a town with its county, anything else as it is called."""
        forms, rest = leading(name, self.divisions)
        home = self.home.division if self.home.division and self.home.division.level == "county" else None
        if not forms:
            return home.full + name if home and TOWN.match(name) else name
        if rest and not (TOWN.match(rest) or P["SETTLEMENT"].fullmatch(rest)):
            return name
        division = choose(forms[-1], forms[:-1], self.home.line, self.divisions, self.year)
        if division is None:
            return name
        if len(forms) == 1 and division.level == "county" and forms[0] != division.name:
            code = self.home.line[-1].code if self.home.line else None
            if code != self.divisions.ancestors(division)[-1].code:
                return name  # 东港 of a report from Zhejiang is not the city in Liaoning
        if rest:
            return self._county(division, rest).full + rest
        return division.path if len(forms) > 1 and division.level == "prefecture" else division.full

    def _county(self, division: Division, rest: str) -> Division:
        """Home instead of a province or city above it that a name tells for it (上海市|长征镇)."""
        home = self.home.division
        inner = home is not None and home.level == "county" and division in self.home.line
        return home if home and inner and TOWN.match(rest) else division

    def honor(self, name: str, near: Division | None) -> str:
        name = P["WHOLE"].sub(r"\1", name, count=1) if P["WHOLE"].match(name) else name
        level = P["LOCAL"].match(name)
        if level:
            division, rest = self.local(name, near)
            name = division.full + rest if division else name
        name = re.sub(r"劳模(?=$|称号|集体)", "劳动模范", name)
        if name.endswith("劳动模范"):
            form = self.divisions.at(name, 0, any_form=True) or ""
            division = choose(form, [], self.home.line, self.divisions, self.year)
            if division and name == form + "劳动模范":
                return division.name + "劳动模范"
        return name

    def program(self, name: str, near: Division | None) -> str:
        """A program, without the bare year before it."""
        name = P["BARE_YEAR"].sub("", name)
        whole = P["WHOLE"].match(name)
        if whole and (division := self.home.at(whole.group(1))):
            return division.name + name[whole.end() :]
        edition = re.match(r"^((?:19|20)\d\d年)(?=[省市区县])", name)
        prefix = edition.group(1) if edition else ""
        division, rest = self.local(name[len(prefix) :], near)
        if division:
            short = division.name if prefix else division.full
            return prefix + short + re.sub(r"^总(?!工会)", "总工会", rest)
        congress = P["CONGRESS"].search(name)
        if congress:
            division, rest = self.split(name)
            if division:
                return division.full + rest
        return name
