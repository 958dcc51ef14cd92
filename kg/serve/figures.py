"""The numbers of one indicator: who says which, for which time, and where they cannot be compared."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from kg.rdf import indicators
from kg.rdf.indicators import unit_key
from kg.rdf.iris import CONCEPTS, ONTOLOGY, segment
from kg.serve.entity import Named, Quote, quote_of
from kg.serve.rows import Rows, number, quoted

ROWS = 5000  # places where a number is said that are read for a page
UNTOLD = ""  # the year of a number whose period no report tells
# What must be the same for numbers to be compared, and how it is called.
BREAKS: dict[str, tuple[str, str]] = {
    "unit": ("单位", "unit"),
    "population": ("对象", "population"),
    "period": ("时期", "period"),
    "statistic": ("流量存量", "flow or stock"),
}
STATISTICS = {
    "flow": ("流量", "flow"),
    "stock": ("存量", "stock"),
    "ratio": ("比率", "ratio"),
    "cumulative": ("累计", "running total"),
}

THEMES = f"""SELECT ?concept ?zh ?en ?theme ?themeZh ?themeEn {{ GRAPH <{ONTOLOGY}> {{
  ?concept skos:inScheme <{CONCEPTS}indicator> ; skos:broader ?theme ; skos:prefLabel ?zh, ?en .
  ?theme skos:prefLabel ?themeZh, ?themeEn
  FILTER(LANG(?zh) = "zh" && LANG(?en) = "en" && LANG(?themeZh) = "zh" && LANG(?themeEn) = "en")
}} }}"""
COUNTS = """SELECT ?concept (COUNT(?fact) AS ?numbers) (COUNT(DISTINCT ?subject) AS ?subjects)
  (MIN(?year) AS ?from) (MAX(?year) AS ?to) {
  ?fact uw:indicatorConcept ?concept ; uw:subject ?subject OPTIONAL { ?fact uw:lastYear ?year }
} GROUP BY ?concept"""
WORDS = """SELECT ?words (COUNT(?fact) AS ?numbers) (COUNT(DISTINCT ?subject) AS ?subjects)
  (MIN(?year) AS ?from) (MAX(?year) AS ?to) {
  ?fact uw:indicator ?words ; uw:subject ?subject OPTIONAL { ?fact uw:lastYear ?year }
  FILTER NOT EXISTS { ?fact uw:indicatorConcept ?concept }
} GROUP BY ?words ORDER BY DESC(?subjects) DESC(?numbers) ?words LIMIT 200"""
LABELS = f"""SELECT ?zh ?en ?statistic ?themeZh ?themeEn {{ GRAPH <{ONTOLOGY}> {{
  <%(concept)s> skos:prefLabel ?zh, ?en ; skos:broader ?theme . ?theme skos:prefLabel ?themeZh, ?themeEn
  FILTER(LANG(?zh) = "zh" && LANG(?en) = "en" && LANG(?themeZh) = "zh" && LANG(?themeEn) = "en")
  OPTIONAL {{ <%(concept)s> uw:stockOrFlow ?statistic }}
}} }}"""
NUMBERS = f"""SELECT * {{ ?fact %(by)s ; uw:subject ?subject ; uw:indicator ?words ; uw:value ?value ;
    uw:unit ?unit ; uw:modifier ?modifier ; uw:evidence ?evidence . ?subject rdfs:label ?name .
  ?evidence oa:hasSource ?source ; oa:hasSelector ?place ; uw:confidence ?confidence ; uw:rule ?rule ;
    uw:number ?stretch .
  ?place oa:start ?start ; oa:end ?end ; oa:exact ?quote . ?stretch oa:start ?from ; oa:end ?to .
  ?source dcterms:identifier ?report ; rdfs:label ?title
  OPTIONAL {{ ?fact uw:period ?period }} OPTIONAL {{ ?fact uw:lastYear ?year }}
  OPTIONAL {{ ?fact uw:stockOrFlow ?statistic }} OPTIONAL {{ ?source uw:published ?published }}
}} LIMIT {ROWS}"""
ABOUT = "SELECT ?fact ?about ?name { ?fact %(by)s ; uw:about ?about . ?about rdfs:label ?name }"
DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


@dataclass(slots=True)
class Figure:
    """A number as reports say it. year: of its period's end. breaks: in what it differs from most."""

    fact: str
    subject: Named
    words: str
    value: str
    amount: Decimal | None
    unit: str
    modifier: str
    period: str
    year: str
    statistic: str
    about: list[Named] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    breaks: tuple[str, ...] = ()

    @property
    def programs(self) -> list[Named]:
        return [one for one in self.about if "/id/program/" in one.iri]

    def sort(self) -> dict[str, str]:
        """What kind of number it is: two numbers with the same can be compared."""
        return {
            "unit": unit_key(self.unit) or self.unit,
            "population": "、".join(indicators.population(self.words)) or "-",
            "period": "" if self.statistic in ("stock", "ratio") else length(self.period),
            "statistic": self.statistic,
        }


@dataclass(frozen=True, slots=True)
class Row:
    """What is said of one subject, by year."""

    subject: Named
    cells: Mapping[str, Sequence[Figure]]

    @property
    def count(self) -> int:
        return sum(map(len, self.cells.values()))


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator with its numbers. key: of the concept; empty where it is words of reports alone.

    usual: of what kind most numbers are, by the keys of BREAKS. full: there are more than were read.
    """

    key: str
    zh: str
    en: str
    theme: tuple[str, str]
    figures: Sequence[Figure]
    usual: Mapping[str, str]
    full: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """An indicator in the list. first, last: years."""

    key: str
    zh: str
    en: str
    numbers: int
    subjects: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Theme:
    zh: str
    en: str
    entries: Sequence[Entry]


def length(period: str) -> str:
    """How long a period is: `12`, in months; `d` below a month; `?` where none is told.

    >>> length("2023"), length("2021-01/2021-11"), length("2018/2023"), length("2021-05-01")
    ('12', '11', '72', 'd')
    """
    if not period:
        return "?"
    first, _, last = period.partition("/")
    ends = [DATE.fullmatch(one) for one in (first, last or first)]
    if not ends[0] or not ends[1]:
        return period
    (year, month, day), (to_year, to_month, to_day) = ends[0].groups(), ends[1].groups()
    if day or to_day:
        same = (year, month) == (to_year, to_month)
        return "d" if same else _months(year, month, to_year, to_month)
    return _months(year, month, to_year, to_month)


def _months(year: str, month: str | None, to_year: str, to_month: str | None) -> str:
    return str((int(to_year) - int(year)) * 12 + int(to_month or 12) - int(month or 1) + 1)


def long(length: str, *, english: bool = False) -> str:
    """The length of a period in words.

    >>> long("12"), long("11"), long("72", english=True)
    ('一年', '11 个月', '6 years')
    """
    if not length.isdigit():
        told = {"?": ("未说明", "not told"), "d": ("数日内", "some days"), "": ("时点", "a moment")}
        return told.get(length, (length, length))[english]
    months = int(length)
    if months == 12:
        return "one year" if english else "一年"
    if months % 12 == 0:
        return f"{months // 12} years" if english else f"{months // 12} 年"
    return f"{months} month{'s' * (months > 1)}" if english else f"{months} 个月"


def queries(key: str, words: str) -> dict[str, str]:
    """What to ask about an indicator: by the key of its concept or, without, by the words of reports."""
    concept = f"{CONCEPTS}indicator/{segment(key)}"
    by = f"uw:indicatorConcept <{concept}>" if key else f"uw:indicator {quoted(words)}"
    asked = {"numbers": NUMBERS % {"by": by}, "about": ABOUT % {"by": by}}
    return asked | ({"labels": LABELS % {"concept": concept}} if key else {})


def read(key: str, words: str, rows: Mapping[str, Rows]) -> Indicator | None:
    """Put the answers together; None for what is no indicator."""
    labels = rows.get("labels", [])
    if (key and not labels) or (not key and not rows["numbers"]):
        return None
    default = labels[0].get("statistic", "") if labels else ""
    found: dict[str, Figure] = {}
    for row in sorted(rows["numbers"], key=lambda row: (row["report"], int(row["start"]), row["fact"])):
        one = found.get(row["fact"])
        if one is None:
            statistic = row.get("statistic", default)
            one = found[row["fact"]] = Figure(
                row["fact"],
                Named(row["subject"], row["name"]),
                row["words"],
                row["value"],
                number(row["value"]),
                row["unit"],
                row["modifier"],
                row.get("period", ""),
                row.get("year", UNTOLD),
                "cumulative" if row["modifier"] == "cumulative" and statistic != "stock" else statistic,
            )
        quote = quote_of(row, [(int(row["from"]), int(row["to"]))])
        if quote not in one.quotes:
            one.quotes.append(quote)
    for row in rows["about"]:
        about = Named(row["about"], row["name"])
        if row["fact"] in found and about not in found[row["fact"]].about:
            found[row["fact"]].about.append(about)
    figures = sorted(
        found.values(), key=lambda one: (one.year == UNTOLD, one.year, one.period, one.subject.name)
    )
    usual = compare(figures)
    told = (
        labels[0]
        if labels
        else {"zh": words, "en": words, "themeZh": "报告用词", "themeEn": "words of reports"}
    )
    theme = (told["themeZh"], told["themeEn"])
    return Indicator(key, told["zh"], told["en"], theme, figures, usual, len(rows["numbers"]) >= ROWS)


def compare(figures: Sequence[Figure]) -> dict[str, str]:
    """Of what kind most numbers are; each number gets its breaks, where it is of another.

    Two numbers are of one population where their words say the same of it (困难, 女, 独立, …) and the
    programs that they are about have names of which one holds the other. Whether a number is a flow
    or a stock breaks nothing where it is not told; a period that is not told fits nowhere.
    """
    sorts = [(one, one.sort()) for one in figures]
    plain = [(one, sort) for one, sort in sorts if one.modifier != "target"] or sorts
    usual = {}
    for name in BREAKS:
        counted = Counter(sort[name] for _, sort in plain if sort[name])
        usual[name] = max(counted, key=lambda one: (counted[one], one == "12"), default="")
    programs = Counter(each.name for one, _ in plain for each in one.programs)
    program = max(programs, key=lambda one: (programs[one], -len(one)), default="")
    for one, sort in sorts:
        other = {name for name in BREAKS if sort[name] and usual[name] and sort[name] != usual[name]}
        names = [each.name for each in one.programs]
        if names and program and not any(name in program or program in name for name in names):
            other.add("population")
        one.breaks = tuple(name for name in BREAKS if name in other)
    return usual | {"program": program}


def table(figures: Sequence[Figure]) -> tuple[list[str], list[Row]]:
    """Years in order, and a row for each subject: unions and others, those with most numbers first."""
    years = sorted({one.year for one in figures}, key=lambda year: (year == UNTOLD, year))
    cells: dict[Named, dict[str, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for one in figures:
        cells[one.subject][one.year].append(one)
    rows = [Row(subject, dict(found)) for subject, found in cells.items()]
    return years, sorted(rows, key=lambda row: (-len(row.cells), -row.count, row.subject.name))


def listed(answers: Mapping[str, Rows]) -> tuple[list[Theme], list[Entry], int]:
    """The indicators by theme, those with numbers; the words without an indicator; and how many
    indicators have no number yet."""
    counts = {row["concept"]: row for row in answers["counts"]}
    start = f"{CONCEPTS}indicator/"
    themes: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    empty = 0
    for row in answers["themes"]:
        count = counts.get(row["concept"])
        if count is None:
            empty += 1
            continue
        entry = _entry(row["concept"].removeprefix(start), row["zh"], row["en"], count)
        themes[row["themeZh"], row["themeEn"]].append(entry)
    words = [_entry("", row["words"], row["words"], row) for row in answers["words"] if "words" in row]
    found = [
        Theme(zh, en, sorted(entries, key=lambda one: (-one.subjects, -one.numbers, one.zh)))
        for (zh, en), entries in themes.items()
    ]
    return sorted(found, key=lambda one: -sum(each.numbers for each in one.entries)), words, empty


def _entry(key: str, zh: str, en: str, row: Mapping[str, str]) -> Entry:
    return Entry(
        key, zh, en, int(row["numbers"]), int(row["subjects"]), row.get("from", ""), row.get("to", "")
    )
