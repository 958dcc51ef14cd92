"""Which period a report covers: what comes into question, what speaks for each, and the likeliest.

The classifier (models/period.json, fitted by kg/evaluate/train_period.py) looks at every candidate by
itself: where in the text it is told, of what kind it is, how it lies to the day of publication, and how
much the characters of the report speak for its kind (period_runs.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import log1p

import numpy as np
from numpy.typing import NDArray

from kg.annotate.date_rules import Clock, period_between, plan_years
from kg.annotate.extensions import DAY, MONTH, YEAR, DateSpan
from kg.annotate.numerals import parse_numeral
from kg.annotate.period_numbers import OF_DATES, OF_NUMBERS, Numbers, body_start, is_source
from kg.annotate.period_runs import KINDS, packaged, runs
from kg.annotate.period_runs import NAMES as KIND_NAMES
from kg.annotate.run_table import Doubles, RunTable
from kg.annotate.sections import is_heading
from kg.annotate.trees import load

YEARS_BACK = (2, 3, 4, 5, 6, 10)
HEAD, TITLE, CLAUSE, END = 400, 80, 80, 40
PLAN_LENGTH = 5
EARLY = 2  # months in which a review may be that of the years before
NOWHERE, UNKNOWN = 99_999, 99
REVIEW = re.compile(
    r"(?P<count>[二三四五六七八九十两]|(?<!\d)\d)年(?:来)?(?:工作|奋斗|发展|砥砺|奋进)?(?:回眸|回顾|巡礼|纪实|综述|成就|掠影|亮点)"
    r"|(?P<since>[二三四五六七八九十]|(?<!\d)\d)年来的?(?:主要)?(?:工作)?(?:回顾|总结|成绩|成就)"
    r"|(?:回眸|回望|过去|走过)(?:过去|这|的)?(?P<past>[二三四五六七八九十两]|\d)年"
)
PLAN = re.compile(r"“?(?P<count>十[一二三四五六])五”?(?:时期|期间|以来)")
EVENT = re.compile(
    r"举行|举办|召开|开幕|闭幕|启动|开班|揭幕|揭牌|开赛|开展|落幕|帷幕|进行|打响|上演|建成|走进|来到|赴|签约|发布|仪式"
    r"|开启|看望|慰问|参加|拉开|揭晓|结业|开营|亮相|组织|前往|走访|人声鼎沸|欢聚|发出|捐赠|送到|送上|送去|上新|落地"
    r"|成立|表彰|授[牌予]|颁[发奖]|签[字订署下]|挂出|迎来|开战|开场|开会|开了|办[起了]|比拼|决赛|收官|鸣枪|结束|会师|角逐"
    r"|登台|调研|座谈|交到|宣誓|齐聚"
)
TOLD_OF = re.compile(
    r"，?(?:记者)?从.{2,20}(?:获悉|了解到)[^。]*(?:举行|举办|召开|启动|开幕|开班|揭牌|落幕)。"
)
NOT_EVENT = re.compile(r"(?:讯|电|消息|报道|起|前|，?(?:记者)?从.{2,20}(?:获悉|了解到)|，记者)")
SAME_DAY = re.compile(r"^[^。]{0,40}。(?:(?:当|这一?)天|当[日晚])")
EVENT_CLAUSE = 120
LEAD, LEAD_LAG = 500, 45  # how far into the text, and how long before the publication, an event is told
IN_TITLE = (
    ("title-year", re.compile(r"(?:19|20)\d\d")),
    ("title-half", re.compile("上半年")),
    ("title-account", re.compile("总结|综述|回顾|盘点|纪实|成就|答卷|年鉴|概况")),
    ("title-report", re.compile("报告")),
)
IN_TEXT = (
    ("this-year", re.compile("今年")),
    ("last-year", re.compile("去年")),
    ("five-years", re.compile(r"五年来|(?:过去|刚刚过去|这)的?五年|以来的五年|五年间")),
    ("year-report", re.compile(r"年度(?:工作)?(?:报告|总结|盘点|答卷|成绩单)|全年|年终|岁末|这一年|一年来")),
    ("recently", re.compile("近日|日前")),
    ("today", re.compile("今[天日]|昨[天日]|前天")),
    ("now", re.compile("目前")),
    ("until", re.compile("截至")),
    ("since", re.compile("以来")),
    ("on-the-day", re.compile("当天|当日|现场|仪式")),
    ("ahead", re.compile("将于|将在|即将|计划")),
    ("numbers", re.compile(r"\d+")),
    ("lines", re.compile("\n")),
)  # fmt: skip
IN_HEAD = (
    ("congress", re.compile(r"第[一二三四五六七八九十]{1,3}次(?:全国)?代表大会")),
    ("address", re.compile(r"代表|同志们|现将|向.{1,8}报告")),
    ("review", REVIEW),
    ("plan", PLAN),
)
SOURCES = (
    "year", "year-before", "month", "month-before", "day", "to-month-before", "to-month", "half", "quarter",
    "three-quarters", "years-back", "told", "told-year", "told-month", "told-end", "since", "from-then",
    "days", "months", "title-year", "before-title-year",
)  # fmt: skip
OF_TEXT = (
    "length", "headings", "dates", "own-days", "days", "year-dates", "months", "event", "repeated-day",
    "published-kind", "published-month", "published-day", "dateline", "opens-recently",
    "lead", "lead-lag", "lead-at", "lead-event", "lead-days",
    *(name for name, _ in (*IN_TITLE, *IN_TEXT, *IN_HEAD)),
)  # fmt: skip
OF_CANDIDATE = (
    "kind", *(f"kind-{number}" for number in range(len(KINDS))), "position", "count", "share", "year-share",
    "prefix-share", "inside-share", "after-publication", "years-before", "months-before", "days-before",
    "years", "is-event", "is-repeated-day", "in-title", "first", "event-after", "reported", "opens-title",
    "until-said", "from-said", "at-sentence", "at-paragraph", "signed", "of-review", "of-review-inclusive",
    "of-five-years", "of-plan", "is-lead", "has-lead", "of-source",
)  # fmt: skip
OF_RUNS = ("runs-own", *(f"runs-{kind}" for kind in KIND_NAMES))
NAMES = (*(f"from-{source}" for source in SOURCES), *OF_TEXT, *OF_CANDIDATE, *OF_NUMBERS, *OF_DATES, *OF_RUNS)


@dataclass(slots=True)
class Candidate:
    """A period that a report may cover. sources: why it comes into question; spans: where it is told."""

    value: str
    sources: set[str] = field(default_factory=set)
    position: int = NOWHERE
    spans: list[DateSpan] = field(default_factory=list)


def likeliest(text: str, published: str | None, dates: Sequence[DateSpan]) -> str | None:
    """The period that a report most likely covers; None where neither date nor text tells a year.

    dates: the expressions of time in `text`, read by the date of publication.
    """
    look = Look(text, published, dates)
    if not look.candidates:
        return None
    scores = load("period", NAMES).scores(look.features())
    return look.candidates[int(scores.argmax())].value


class Look:
    """The candidates of a report and what there is to see of each."""

    def __init__(self, text: str, published: str | None, dates: Sequence[DateSpan]) -> None:
        self.text, self.published = text, published or ""
        self.clock = Clock.of(published, None)
        self.dates = [date for date in dates if date.value]
        self.title = text.split("\n", 1)[0]
        self.event = event_date(text, self.dates)
        self.repeated = repeated_day(text, self.dates)
        self.body = body_start(text)
        self.lead = self._lead()
        self._reviewed = _years_reviewed(text)
        self._five_years = dict(IN_TEXT)["five-years"].search(text) is not None
        self._plan = _plan_years(text)
        self._found: dict[str, Candidate] = {}
        self._by_publication()
        self._by_text()
        self.candidates = list(self._found.values())

    def _add(self, value: str | None, source: str, at: int = NOWHERE, span: DateSpan | None = None) -> None:
        if value is None or len(value) not in KINDS:
            return
        candidate = self._found.setdefault(value, Candidate(value))
        candidate.sources.add(source)
        candidate.position = min(candidate.position, at)
        if span:
            candidate.spans.append(span)

    def _by_publication(self) -> None:
        """Years and months that end with the publication or before it."""
        year, month = self.clock.year, self.clock.month
        if not year:
            return
        self._add(f"{year}", "year")
        self._add(f"{year - 1}", "year-before")
        for last, source in ((3, "quarter"), (6, "half"), (9, "three-quarters")):
            self._add(f"{year}-01/{year}-{last:02}", source)
        for count in YEARS_BACK:
            self._add(f"{year - count}/{year}", "years-back")
        for count in (3, 4, 5):
            self._add(f"{year - count}/{year - 1}", "years-back")
        if not month:
            return
        before = f"{year}-{month - 1:02}" if month > 1 else f"{year - 1}-12"
        self._add(f"{year}-{month:02}", "month")
        self._add(before, "month-before")
        self._add(period_between(f"{year}-01", f"{year}-{month:02}"), "to-month")
        self._add(period_between(f"{year}-01", before), "to-month-before")
        if self.clock.day:
            self._add(self.published, "day")

    def _by_text(self) -> None:
        """What dates in the text mean, and what lies between them."""
        end, year = self.clock.end or "", str(self.clock.year)
        for date in self.dates:
            value, said = date.value or "", self.text[date.start : date.end]
            self._add(value, "told", date.start, date)
            self._add(value[:YEAR], "told-year", date.start)
            if len(value) == DAY:
                self._add(value[:MONTH], "told-month", date.start)
            if "/" in value:
                self._add(value.split("/")[1], "told-end", date.start)
            elif value < end:
                source = "since" if "以来" in said or said[:1] in "自从" else "from-then"
                for fine in (YEAR, MONTH):
                    self._add(period_between(value[:fine], end[:fine]), source, date.start)
        days = sorted({day for day in self._parts(DAY) if self._is_told_of(day)})
        if len(days) > 1:
            self._add(f"{days[0]}/{days[-1]}", "days")
            self._add(period_between(days[0][:MONTH], days[-1][:MONTH]), "months")
        months = sorted({part[:MONTH] for part in self._parts(MONTH) if part.startswith(year)})
        if len(months) > 1:
            self._add(f"{months[0]}/{months[-1]}", "months")
        for match in re.finditer(r"(?<!\d)(?:19|20)\d\d(?!\d)", self.text[:TITLE]):
            self._add(match.group(), "title-year", match.start())
            self._add(f"{int(match.group()) - 1}", "before-title-year", match.start())

    def _parts(self, least: int) -> Iterable[str]:
        """The ends of all periods in the text that are told by the month or by the day."""
        return (part for date in self.dates for part in (date.value or "").split("/") if len(part) >= least)

    def _lead(self) -> list[DateSpan]:
        """The days shortly before the publication that the first paragraphs tell, source lines apart."""
        days = (date for date in self.dates if self.body <= date.start < self.body + LEAD)
        told = (date for date in days if len((date.value or "").split("/")[0]) == DAY)
        return [
            date for date in told if not is_source(self.text, date) and 0 <= self._days_ago(date) <= LEAD_LAG
        ]

    def _days_ago(self, date: DateSpan) -> int:
        """How many days before the publication a day is, -1 where it is none of its year or month."""
        value = (date.value or "").split("/")[-1]
        if len(self.published) < DAY or len(value) < DAY:
            return 0 if value.startswith(self.published[: len(value)]) else -1
        return 30 * self._months_ago(value) + (self.clock.day or 0) - int(value[8:])

    def _months_ago(self, value: str) -> int:
        """How many months before that of the publication the month of a date is."""
        years = (self.clock.year or 0) - int(value[:YEAR])
        return 12 * years + (self.clock.month or 0) - int(value[5:MONTH])

    def _is_told_of(self, day: str) -> bool:
        past = len(self.published) < DAY or day <= self.published
        return past and day.startswith(str(self.clock.year))

    def features(self, weights: RunTable | None = None) -> NDArray[np.float32]:
        """A row of numbers for each candidate, in the order of NAMES.

        weights: of runs of characters; the packaged ones where none are given.
        """
        numbers = Numbers(self.text, self.dates, self.event, EVENT)
        sums = (packaged() if weights is None else weights).sum(runs(self.text, self.dates))
        table = {**self._of_text(), **numbers.of_text()}
        rows = []
        for candidate in self.candidates:
            sources = {f"from-{source}": source in candidate.sources for source in SOURCES}
            near = numbers.of_candidate(candidate.value, candidate.spans)
            row = {
                **sources,
                **table,
                **self._of_candidate(candidate),
                **near,
                **of_runs(candidate.value, sums),
            }
            rows.append([float(row[name]) for name in NAMES])
        return np.array(rows, dtype=np.float32)

    def _of_text(self) -> dict[str, float]:
        text, year = self.text, str(self.clock.year)
        days = [part for part in self._parts(DAY) if len(part) == DAY]
        return {
            "length": len(text),
            "headings": sum(is_heading(line) for line in text.split("\n")),
            "dates": len(self.dates),
            "own-days": len({day for day in days if self._is_told_of(day)}),
            "days": sum(len(date.value or "") == DAY for date in self.dates),
            "year-dates": sum(len(date.value or "") == YEAR for date in self.dates),
            "months": len({part[:MONTH] for part in self._parts(MONTH) if part.startswith(year)}),
            "event": self.event is not None,
            "repeated-day": self.repeated is not None,
            "published-kind": len(self.published),
            "published-month": self.clock.month or 0,
            "published-day": self.clock.day or 0,
            "dateline": re.search("讯|电|消息|报道", text[:60]) is not None,
            "opens-recently": re.match("近日|日前", text) is not None,
            **self._of_lead(),
            **{name: pattern.search(text[:TITLE]) is not None for name, pattern in IN_TITLE},
            **{name: len(pattern.findall(text)) for name, pattern in IN_TEXT},
            **{name: pattern.search(text[:HEAD]) is not None for name, pattern in IN_HEAD},
        }

    def _of_lead(self) -> dict[str, float]:
        names = ("lead", "lead-lag", "lead-at", "lead-event", "lead-days")
        if not self.lead:
            return dict(zip(names, (0.0, UNKNOWN, UNKNOWN, 0.0, 0.0), strict=True))
        date = self.lead[0]
        after = self.text[date.end : date.end + CLAUSE].split("。")[0]
        seen = (
            1, self._days_ago(date) if len(self.published) == DAY else UNKNOWN,
            log1p(date.start - self.body), EVENT.search(after) is not None,
            len({date.value for date in self.lead}),
        )  # fmt: skip
        return dict(zip(names, map(float, seen), strict=True))

    def _of_candidate(self, candidate: Candidate) -> dict[str, float]:
        value, total = candidate.value, max(1, len(self.dates))
        first, last = value.split("/")[0], value.split("/")[-1]
        values = [date.value or "" for date in self.dates]
        kind = KINDS.index(len(value))
        lead = (self.lead[0].value or "") if self.lead else ""
        return {
            "is-lead": value == lead,
            "has-lead": bool(lead) and _lies_in(lead, first, last),
            "of-source": sum(is_source(self.text, date) for date in candidate.spans)
            / max(1, len(candidate.spans)),
            "kind": kind,
            **{f"kind-{number}": number == kind for number in range(len(KINDS))},
            "position": log1p(candidate.position),
            "count": len(candidate.spans),
            "share": len(candidate.spans) / total,
            "year-share": sum(other[:YEAR] == value[:YEAR] for other in values) / total,
            "prefix-share": sum(other.startswith(value) for other in values) / total,
            "inside-share": sum(_lies_in(other, first, last) for other in values) / total,
            "after-publication": bool(self.published) and last > self.published[: len(last)],
            "years": int(last[:YEAR]) - int(first[:YEAR]),
            "is-event": value == self.event,
            "is-repeated-day": value == self.repeated,
            "in-title": first[:YEAR] in self.title,
            **self._lag(last),
            **self._told(candidate),
            **self._of_review(first, last),
        }

    def _lag(self, last: str) -> dict[str, float]:
        """How long before the publication a period ends."""
        year, month, day = self.clock.year, self.clock.month, self.clock.day
        table: dict[str, float] = dict.fromkeys(("years-before", "months-before", "days-before"), UNKNOWN)
        if not year:
            return table
        table["years-before"] = year - int(last[:YEAR])
        if month and len(last) >= MONTH:
            months = self._months_ago(last)
            table["months-before"] = months
            if day and len(last) == DAY:
                table["days-before"] = 30 * months + day - int(last[8:])
        return table

    def _told(self, candidate: Candidate) -> dict[str, float]:
        """What stands beside the first place where a period is told, and whether it is told at the end."""
        names = ("first", "event-after", "reported", "opens-title", "until-said", "from-said",
                 "at-sentence", "at-paragraph", "signed")  # fmt: skip
        if not candidate.spans:
            return dict.fromkeys(names, 0.0)
        text, date = self.text, candidate.spans[0]
        said, before = text[date.start : date.end], text[date.start - 1 : date.start]
        after = text[date.end : date.end + CLAUSE].split("。")[0]
        seen = (
            date is self.dates[0], EVENT.search(after) is not None, NOT_EVENT.match(after) is not None,
            date.start < len(self.title), "截" in said, said[:1] in "自从", before in ("", "。", "\n"),
            before in ("", "\n"), candidate.spans[-1].start > len(text) - END,
        )  # fmt: skip
        return dict(zip(names, map(float, seen), strict=True))

    def _of_review(self, first: str, last: str) -> dict[str, float]:
        years = int(last[:YEAR]) - int(first[:YEAR])
        return {
            "of-review": years == self._reviewed > 0,
            "of-review-inclusive": years + 1 == self._reviewed,
            "of-five-years": years == PLAN_LENGTH and self._five_years,
            "of-plan": f"{first}/{last}" == self._plan,
        }


def of_runs(value: str, sums: Doubles) -> dict[str, float]:
    """How much the characters of a report speak for the kind of a period, and for each kind."""
    of_kinds = sums.tolist()
    return dict(zip(OF_RUNS, (of_kinds[KINDS.index(len(value))], *of_kinds), strict=True))


def _years_reviewed(text: str) -> int:
    """How many years the head of a text says it looks back on, 0 where it does not say."""
    review = REVIEW.search(text[:HEAD])
    return int(parse_numeral(review["count"] or review["since"] or review["past"]) or 0) if review else 0


def _plan_years(text: str) -> str | None:
    """The years of the five-year plan that the head of a text names."""
    plan = PLAN.search(text[:HEAD])
    return plan_years(plan["count"]) if plan else None


def planned_years(text: str, clock: Clock) -> str | None:
    """The years of the five-year plan that a review of five years is told to be of, at its end."""
    years = _plan_years(text)
    if years is None or clock.year is None or _years_reviewed(text) != PLAN_LENGTH:
        return None
    return years if 0 <= clock.year - int(years[-YEAR:]) <= 1 else None


def reviewed_years(text: str, clock: Clock) -> str | None:
    """The years that the title of a text says it looks back on: 工会6年工作回眸. In January or February
    they may have ended with the year before: then it does not tell.
    """
    years = _years_reviewed(text[:TITLE])
    if years < 2 or clock.year is None or (clock.month or EARLY + 1) <= EARLY:
        return None
    return f"{clock.year - years}/{clock.year}"


def _lies_in(value: str, first: str, last: str) -> bool:
    """Whether a date or period lies between two dates."""
    start, end = value.split("/")[0], value.split("/")[-1]
    return first[: len(start)] <= start and end[: len(last)] <= last


def event_date(text: str, dates: Sequence[DateSpan]) -> str | None:
    """The day of the event that a piece of news tells of: the first day at which something is held."""
    for date in dates:
        if date.start > HEAD:
            return None
        value = (date.value or "").split("/")[0]
        if is_source(text, date):
            continue
        after = text[date.end : date.end + EVENT_CLAUSE].split("\n")[0]
        if not SAME_DAY.search(after):
            after = after.split("。")[0] + "。"
        reported = NOT_EVENT.match(after) and not TOLD_OF.match(after)
        if len(value) == DAY and EVENT.search(after) and not reported:
            return _days_of(value, dates)
    return None


def _days_of(day: str, dates: Sequence[DateSpan]) -> str:
    """The days over which an event runs of which one day is known: a range that has it as first or last."""
    for date in dates:
        first, _, last = (date.value or "").partition("/")
        if len(first) == len(last) == len(day) and first <= day <= last:
            return f"{first}/{last}"
    return day


def repeated_day(text: str, dates: Sequence[DateSpan]) -> str | None:
    """The day that a text comes back to, where it names no other day as often."""
    days: dict[str, int] = {}
    for date in dates:
        if date.value and len(date.value) == DAY and not NOT_EVENT.match(text, date.end):
            days[date.value] = days.get(date.value, 0) + 1
    top = max(days.values(), default=0)
    most: list[str] = [day for day, count in days.items() if count == top]
    return most[0] if top >= 2 and len(most) == 1 else None
