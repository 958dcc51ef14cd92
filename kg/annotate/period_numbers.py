"""What the numbers of a report tell of its period: whether their sentences tell of an event or an account."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from math import log1p

from kg.annotate.extensions import DAY, YEAR, DateSpan

COUNTED = re.compile(
    r"(?<![\d年月日.:：\-/第])(?:\d[\d,.]*|[一二两三四五六七八九十百]{1,3})[万亿千百]{0,2}[余多]?"
    r"(?:人次|[人名位家个元件场份户支项套次台册%期所批条座亩组])"
)
ACCOUNT = re.compile(
    r"今年|以来|累计|截[至止]|目前|现有|现已|[已共]有|已[建累帮发打设创开培筹走投有在]|据统计|每年|全年|近几?年|年均"
    r"|一直|长期|常态|如今|先后|总[数共额]|期间|历年"
)
SCENE = re.compile(
    r"当[天日晚]|现场|仪式上|会上|活动中|参加|出席|到场|参赛|与会|观众|比赛|决赛|颁[发奖]|表彰|授予|评出|角逐"
    r"|送[上到]|赠送|走进|来到"
)
AHEAD = re.compile(r"将[为在于投开组建]|计划|预计|力争|拟")
REPORTED = re.compile(r"获悉|了解到|据了解|据悉|介绍|表示")
LEARNT = re.compile(r"获悉|了解到")
TITLE_EVENT = re.compile(
    r"启动|举行|举办|召开|开幕|闭幕|落幕|揭牌|成立|慰问|看望|走进|开班|开赛|表彰|颁奖|发布|签约"
)
TITLE_COURSE = re.compile(r"扎实|推进|助力|累计|服务|筑|做实|纪实|显|让|打造|精准|暖")
OF_SOURCE = re.compile(
    r"讯|电(?!力)|消息|报道|\s|来源|作者|（?(?:首席)?记者|编辑|发布|浏览|字号|\d{2}[:：]|[^，。\s]{2,4}讯\s"
)
OF_PUBLICATION = re.compile(r"(?:时间|日期|发布于?)[：:]?\s?$")
NUMERIC = re.compile(r"\d{4}(?:[-./]|年0\d月)")
SENTENCE = re.compile(r"[^。！？；\n]+[。！？；\n]?|[。！？；\n]")
TITLE, LEAD, NEXT, CLAUSE, SHOWN, FAR = 60, 200, 150, 80, 6, 12

OF_NUMBERS = (
    "n-all", "n-account", "n-scene", "n-ahead", "n-day", "n-year", "n-dated", "n-at-event", "n-after-event",
    "first-account", "first-scene", "first-ahead", "first-day", "first-at", "first-at-event", "title-number",
    "account-density", "scene-density", "lead-account", "lead-scene", "lead-reported", "reported-count",
    "title-told", "event-at", "event-share", "title-event", "title-course",
)  # fmt: skip
OF_DATES = (
    "governs", "last-before", "last-before-inside", "governs-inside", "beside-number", "beside-account",
    "beside-event", "in-body", "body-event", "body-scene", "told-share", "learnt",
)  # fmt: skip


class Numbers:
    """The numbers of a text, with the dates that stand before them in their sentences and before those.

    dates: with their meaning, in order. event: the day of the event told, where there is one.
    """

    def __init__(
        self, text: str, dates: Sequence[DateSpan], event: str | None, told: re.Pattern[str]
    ) -> None:
        self.text, self.dates, self.told = text, dates, told
        self.title = text.split("\n", 1)[0]
        spans = [match.span() for match in SENTENCE.finditer(text)] or [(0, 0)]
        self._spans, self._starts = spans, [start for start, _ in spans]
        self._at = [date.start for date in dates]
        self._sentences: dict[int, tuple[bool, bool, bool]] = {}
        self.found = [match.start() for match in COUNTED.finditer(text)]
        self.many = max(1, len(self.found))
        same_day = (date for date in dates if event and (date.value or "")[:DAY] == event[:DAY])
        self.event = next(same_day, None)
        self.governing: Counter[str] = Counter()
        self.before: Counter[str] = Counter()
        for number in self.found:
            last = bisect_left(self._at, number) - 1
            if last >= 0:
                value = dates[last].value or ""
                self.before[value] += 1
                if dates[last].start >= self._sentence(number)[0]:
                    self.governing[value] += 1

    def _sentence(self, offset: int) -> tuple[int, int]:
        return self._spans[max(0, bisect_right(self._starts, offset) - 1)]

    def _kind(self, offset: int) -> tuple[bool, bool, bool]:
        """Whether a sentence tells of an account, of a scene, of what is to come."""
        start, end = self._sentence(offset)
        if start not in self._sentences:
            seen = (pattern.search(self.text, start, end) is not None for pattern in (ACCOUNT, SCENE, AHEAD))
            self._sentences[start] = (next(seen), next(seen), next(seen))
        return self._sentences[start]

    def of_text(self) -> dict[str, float]:
        """What holds for all candidates."""
        text, many, title = self.text, self.many, self.title[:TITLE]
        kinds = [self._kind(number) for number in self.found]
        begins = [self._sentence(number)[0] for number in self.found]
        event = self._sentence(self.event.start)[0] if self.event else None
        lead, per = text[len(self.title) : len(self.title) + LEAD], 1000 / max(1, len(text))
        days, years = (
            sum(count for value, count in self.governing.items() if len(value) == n) for n in (DAY, YEAR)
        )
        first = self.found[0] if self.found else None
        governs = self._first_date(first)
        seen = (
            len(self.found), *(sum(kind[n] for kind in kinds) / many for n in range(3)), days / many,
            years / many, sum(self.governing.values()) / many,
            sum(start == event for start in begins) / many,
            sum(event is not None and 0 < start - event <= NEXT for start in begins) / many,
            *(kinds[0] if kinds else (False, False, False)), governs == DAY, log1p(first or 0),
            event is not None and begins[:1] == [event],
            len(self.title) < TITLE and COUNTED.search(self.title) is not None,
            len(ACCOUNT.findall(text)) * per, len(SCENE.findall(text)) * per,
            *(pattern.search(lead) is not None for pattern in (ACCOUNT, SCENE, REPORTED)),
            len(REPORTED.findall(text)), self.told.search(title) is not None,
            log1p(self.event.start) if self.event else FAR,
            self.event.start / len(text) if self.event else 2,
            TITLE_EVENT.search(title) is not None, TITLE_COURSE.search(title) is not None,
        )  # fmt: skip
        return dict(zip(OF_NUMBERS, map(float, seen), strict=True))

    def _first_date(self, number: int | None) -> int:
        """How long the value is of the date that stands before the first number in its sentence."""
        last = bisect_left(self._at, number or 0) - 1
        if number is None or last < 0 or self.dates[last].start < self._sentence(number)[0]:
            return 0
        return len(self.dates[last].value or "")

    def of_candidate(self, value: str, spans: Sequence[DateSpan]) -> dict[str, float]:
        """How a period lies to the numbers. spans: where it is told."""
        text, many = self.text, self.many
        shown = spans[:SHOWN]
        sentences = [self._sentence(date.start) for date in shown]
        beside = tuple(
            sum(pattern.search(text, *sentence) is not None for sentence in sentences) / max(1, len(shown))
            for pattern in (COUNTED, ACCOUNT, self.told)
        )
        body = [date for date in spans if self._in_body(date)]
        after = [text[date.end : date.end + CLAUSE].split("。")[0] for date in body]
        seen = (
            self.governing[value] / many, self.before[value] / many,
            *(sum(n for other, n in counts.items() if other.startswith(value)) / many
              for counts in (self.before, self.governing)),
            *beside, len(body), any(map(self.told.search, after)), any(map(SCENE.search, after)),
            spans[0].start / len(text) if spans else 2,
            any(LEARNT.search(text, date.end, date.end + 25) for date in spans),
        )  # fmt: skip
        return dict(zip(OF_DATES, map(float, seen), strict=True))

    def _in_body(self, date: DateSpan) -> bool:
        """Whether a date stands below the title and is not that of a source line."""
        return date.start >= body_start(self.text) and not is_source(self.text, date)


def body_start(text: str) -> int:
    """Where the title ends; 0 where the first line is a paragraph already."""
    title = text.find("\n") + 1
    return title if title <= TITLE else 0


def is_source(text: str, date: DateSpan) -> bool:
    """Whether a date is that of a dateline or of a line that names the source."""
    if NUMERIC.match(text, date.start) or OF_SOURCE.match(text, date.end):
        return True
    return OF_PUBLICATION.search(text, max(0, date.start - 8), date.start) is not None
