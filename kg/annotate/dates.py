"""Expressions of time in a Doc, and the time that governs a stretch of it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import replace

from spacy.tokens import Doc

from kg.annotate.extensions import DAY, YEAR, DateSpan, Sentence, TextSpan, text_of
from kg.annotate.frame import read_frame

SCENE_SETTING = 2
NESTED = 4
DATELINE = re.compile(
    r"[日号]?(?:电|讯|消息|报道)|\s?\d{1,2}[:：]\d\d|\s?(?:来源|作者|编辑|字号|浏览)|\s?[^，。；：\s]{0,8}(?:日报|晚报|网)"
)
COMPARED = ("比", "较")  # 比2008年提高: what is compared with, not when
CLAUSE_MARKS = re.compile(r"[，；：。！？\n]")


def mark_dates(doc: Doc) -> Doc:
    """Write doc._.dates, and into doc._.frame when the report appeared and what period it covers."""
    frame = doc._.frame
    published, period, dates = read_frame(text_of(doc), frame.published, frame.period)
    doc._.dates = dates
    doc._.frame = replace(frame, published=published, period=period)
    return doc


def is_of_days(period: str | None) -> bool:
    """Whether a period is a day, or runs from one day to another."""
    return len(period or "") in (DAY, 2 * DAY + 1)


def governing_date(
    doc: Doc, start: int, end: int, skip: Callable[[DateSpan], bool] | None = None
) -> DateSpan | None:
    """The expression of time that a reader applies to `[start, end)`.

    In this order: the first one inside it; the last one before it in its sentence; one after it
    in its clause; one that opens the sentence before in its paragraph and is finer than a year, or a
    year with a comma (2022年，…) in a report of a day or days.
    Years that belong to names (2021年度…活动) and datelines do not count.
    skip: which dates outside `[start, end)` do not reach it.
    """
    dates: list[DateSpan] = doc._.dates
    if not dates:
        return None
    sentence = _sentence_at(doc, start)
    low = bisect_left(dates, sentence.start, key=lambda date: date.start)
    high = bisect_right(dates, sentence.end, key=lambda date: date.start)
    first = bisect_left(dates, start, low, high, key=lambda date: date.start)
    after_end = bisect_left(dates, end, first, high, key=lambda date: date.start)
    for index in (*range(first, after_end), *range(first - 1, low - 1, -1)):
        date: DateSpan = dates[index]
        reaches = date.end <= end if index >= first else date.end <= start and not (skip and skip(date))
        if reaches and not _is_no_time(doc, date):
            return date
    clause_end = CLAUSE_MARKS.search(text_of(doc), end)
    for later in dates[after_end:high]:
        if clause_end and later.start > clause_end.start():
            break
        if not _is_no_time(doc, later) and not (skip and skip(later)):
            return later
    return None if _of_whole_years(doc._.frame.period or "") else _scene(doc, sentence, low)


def _of_whole_years(period: str) -> bool:
    """Whether an account covers a year or years: then a day told in it holds for its own sentence only."""
    return bool(period) and all(len(part) == YEAR for part in period.split("/"))


def time_of(doc: Doc, start: int, end: int) -> str | None:
    """The ISO 8601 time that governs `[start, end)` of doc.text, None where none is told."""
    date = governing_date(doc, start, end)
    return date.value if date else None


def _sentence_at(doc: Doc, offset: int) -> Sentence:
    sentences: list[Sentence] = doc._.sentences
    index = bisect_right(sentences, offset, key=lambda sentence: sentence.start) - 1
    return sentences[index] if index >= 0 else Sentence(0, len(text_of(doc)), 0)


def _scene(doc: Doc, sentence: Sentence, before: int) -> DateSpan | None:
    """The last date that stands at the head of the sentence before, in the same paragraph."""
    dates: list[DateSpan] = doc._.dates
    text = text_of(doc)
    for index in range(before - 1, -1, -1):
        date = dates[index]
        home = _sentence_at(doc, date.start)
        if home.paragraph != sentence.paragraph or text.count("。", home.start, sentence.start) > 1:
            return None
        sets_scene = date.start - home.start <= SCENE_SETTING and text[home.start] not in "“‘"
        if sets_scene and not _is_no_time(doc, date):
            whole = len((date.value or "").split("/")[0]) <= YEAR
            of_day = is_of_days(doc._.frame.period) and text.startswith("，", date.end)
            return date if of_day or not whole else None
    return None


def _is_no_time(doc: Doc, date: DateSpan) -> bool:
    """Whether a date is part of a name that goes on after it (2021年度一线职工免费体检) or of a dateline."""
    if DATELINE.match(text_of(doc), date.end) or text_of(doc)[date.start - 1 : date.start] in COMPARED:
        return True
    spans: list[TextSpan] = doc._.spans
    last = bisect_right(spans, date.start, key=lambda span: span.start)
    return any(date.end < span.end for span in spans[max(0, last - NESTED) : last])
