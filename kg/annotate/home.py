"""Where a report is at home: the division whose union writes, and what 区, 市 and 省 mean in it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from spacy.tokens import Doc

from kg.annotate.divisions import MUNICIPALITIES, Division, Divisions, load_divisions
from kg.annotate.extensions import text_of

LOCAL_UNION = re.compile(r"(自治区|[省市区县州旗])总(?:工会)?")
TOWN = re.compile(r"[\u4e00-\u9fff]{2,4}(?:街道|(?<!古)镇|乡)(?=$|[\u4e00-\u9fff])")
OF_UNION = re.compile(r"总?工会|总?$")
TOWN_KIND = re.compile(r"镇|乡|路?街道|社区|村")
LEVELS = "区县旗市州省"  # from the lowest to the highest
OFTEN = 4  # times that another bare union may be spoken of more often than the one at home
LONG_FORM = 8
WORD = 0.3  # how much a county counts that only its short name tells, often a common word
MANY = 2
TITLE, TITLED = 60, 5.0  # characters of a title, and how much more the union in it tells
COUNTY_BONUS = 1.5  # a county's report also names its city and province; theirs seldom name it


@dataclass(frozen=True, slots=True)
class Home:
    """The division of a report, None where the text does not tell, and its town or street."""

    division: Division | None
    line: tuple[Division, ...] = ()
    town: str | None = None

    def at(self, kind: str) -> Division | None:
        """The division that a bare 区, 县, 市, 省 or 自治区 means: home itself, or what contains it."""
        for division in self.line:
            if kind == "区" and division.name.endswith("自治区"):
                continue
            if division.name.endswith(kind) or (kind == "省" and division.level == "province"):
                return division
        return None


def infer_home(doc: Doc, divisions: Divisions) -> Home:
    """The report's own division: given as metadata, or the one its text speaks of most."""
    text, frame = text_of(doc), doc._.frame
    year = int(frame.published[:4]) if frame.published else None
    if frame.region:
        given = parse_path(frame.region, divisions, year)
        if given:
            return _home(given, divisions, doc)
    counts = _count(doc, divisions)
    kinds = Counter(m.group(1) for m in LOCAL_UNION.finditer(text) if _bare(doc, m.start()))
    candidates: dict[Division, float] = {}
    for form, weight in counts.items():
        found = [division for division in divisions.by_form[form] if division.existed(year)]
        above = any(division.level != "county" for division in found)
        for division in found:
            if division.level == "county" and above and form != division.name:
                continue  # 河北 is the province, not a district of 天津
            candidates[division] = candidates.get(division, 0.0) + weight
    if not candidates:
        return Home(None, (), _town(doc))
    kind = _lowest(
        Counter({kind: kinds[kind] for kind in kinds if any(_is_kind(d, kind) for d in candidates)})
    )

    def score(division: Division) -> tuple[float, bool, str]:
        above = divisions.ancestors(division)[1:]
        support = sum(min(candidates.get(d, 0.0), 4.0) for d in above)
        beside = sum(d.level == "county" and d.prefecture == division.prefecture for d in candidates)
        alone = division.level == "county" and beside <= MANY  # a city's report names several of its counties
        own = candidates[division] * (COUNTY_BONUS if alone else 1.0)
        fits = 1.0 if kind is None or _is_kind(division, kind) else 0.25
        if not support and _has_many_namesakes(division, divisions):
            fits = 0.0
        if not support and division.level == "county" and not counts[division.name] + counts[division.common]:
            fits *= WORD
        return (own + 0.3 * support) * fits, bool(above) and above[-1].name in MUNICIPALITIES, division.code

    best = max(sorted(candidates, key=lambda d: d.code), key=score)
    if not score(best)[0]:
        return Home(None, (), _town(doc))
    return _home(_county_of_town(doc, best, divisions) or best, divisions, doc)


def _lowest(kinds: Counter[str]) -> str | None:
    """The kind of division whose bare union is at home: 县总工会 where 市总工会 is named as often, too."""
    spoken = [kind for kind, count in kinds.items() if OFTEN * count >= max(kinds.values())]
    return min(spoken, key=lambda kind: (LEVELS.find(kind), -kinds[kind]), default=None)


def _county_of_town(doc: Doc, best: Division, divisions: Divisions) -> Division | None:
    """The county within `best` that the text names right before the report's town (杭州钱塘白杨街道)."""
    town = _town(doc)
    if town is None or best.level == "county":
        return None
    text = text_of(doc)
    for match in re.finditer(re.escape(town), text):
        for start in range(max(0, match.start() - LONG_FORM), match.start() - 1):
            for division in divisions.by_form.get(text[start : match.start()], ()):
                if division.level == "county" and best in divisions.ancestors(division)[1:]:
                    return division
    return None


def _has_many_namesakes(division: Division, divisions: Divisions) -> bool:
    """城区, 郊区, 新区: many cities have one, and without its city it cannot be told which is meant."""
    namesakes = divisions.by_form[division.name]
    return len({other.prefecture for other in namesakes if other.end is None}) > MANY


def _is_kind(division: Division, kind: str) -> bool:
    return division.name.endswith(kind) and not (kind == "区" and division.name.endswith("自治区"))


def _home(division: Division, divisions: Divisions, doc: Doc) -> Home:
    return Home(division, tuple(divisions.ancestors(division)), _town(doc))


def _count(doc: Doc, divisions: Divisions) -> Counter[str]:
    """How much the text speaks of each form of a division's name; unions and the head count more."""
    counts: Counter[str] = Counter()
    text = text_of(doc)
    head = text.find("\n", 120)
    seen = {text_of(doc)[s.start : s.end] for s in doc._.spans if s.type == "Place"}
    for span in doc._.spans:
        if span.type not in ("Union", "Place", "Organization", "Company", "Honor", "Facility", "Program"):
            continue
        any_form = span.type in ("Union", "Place")
        weight = {"Union": 2.0, "Place": 1.0}.get(span.type, 0.5) * (1.5 if span.start < head else 1.0)
        if span.type == "Union" and span.start < TITLE:
            weight += TITLED
        surface = text[span.start : span.end]
        for start, end, form in divisions.finditer(surface, any_form=any_form):
            if form not in divisions.safe and not OF_UNION.match(surface[end:]):
                continue  # 甘泉 of 甘泉路街道总工会 is no county
            if len(form) >= 3 or form in seen or start == 0:
                counts[form] += weight  # type: ignore[assignment]
    if doc._.frame.title:
        for _, _, form in divisions.finditer(doc._.frame.title):
            counts[form] += 3
    return counts


def _bare(doc: Doc, start: int) -> bool:
    return any(s.type == "Union" and s.start == start for s in doc._.spans)


def _town(doc: Doc) -> str | None:
    """The town or street that a bare 镇总工会 or 街道总工会 would mean."""
    divisions = load_divisions()
    counts: Counter[str] = Counter()
    for span in doc._.spans:
        if span.type in ("Place", "Union", "Organization", "Facility"):
            surface = text_of(doc)[span.start : span.end]
            _, rest = leading(surface, divisions)
            if match := TOWN.match(rest):
                counts[match.group()] += 1
    return counts.most_common(1)[0][0] if counts else None


def leading(name: str, divisions: Divisions) -> tuple[list[str], str]:
    """The divisions, in any form, with which a place's name begins, and the rest: 建德镇 begins with none."""
    forms, rest = divisions.leading(name, any_form=True)
    if forms and TOWN_KIND.match(rest):
        return forms[:-1], forms[-1] + rest
    return forms, rest


def parse_path(name: str, divisions: Divisions, year: int | None = None) -> Division | None:
    """The division of a name with or without what contains it (浙江省杭州市钱塘区, 钱塘区)."""
    forms, rest = divisions.leading(name, any_form=True)
    if not forms or rest:
        return None
    return choose(forms[-1], forms[:-1], (), divisions, year)


def choose(
    form: str, above: list[str], line: tuple[Division, ...], divisions: Divisions, year: int | None
) -> Division | None:
    """The division that `form` means: below those named in `above`, else nearest to the home `line`."""
    found = [d for d in divisions.by_form.get(form, ()) if d.existed(year)] or divisions.by_form.get(form, [])

    def fit(division: Division) -> tuple[bool, int, bool, bool, int]:
        ancestors = divisions.ancestors(division)
        under = all(any(a in (d.name, d.short) for d in ancestors[1:]) for a in above)
        near = len({d.code for d in ancestors} & {d.code for d in line})
        order = {"province": 2, "prefecture": 1, "county": 0}[division.level]
        return under, near, division.name in MUNICIPALITIES, division.end is None, order

    best = max(found, key=fit, default=None)
    if best and not above and not fit(best)[1] and _has_many_namesakes(best, divisions):
        return None
    return best
