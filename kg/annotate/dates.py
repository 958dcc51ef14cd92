"""Expressions of time in a Doc, and the time that governs a stretch of it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace

from spacy.tokens import Doc

from kg.annotate.extensions import DateSpan, Sentence
from kg.annotate.frame import read_frame

SCENE_SETTING = 2
DATELINE = re.compile(r"[日号]?(?:电|讯|消息|报道)")
CLAUSE_MARKS = "，；：。！？\n"


def mark_dates(doc: Doc) -> Doc:
    """Write doc._.dates, and into doc._.frame when the report appeared and what period it covers."""
    frame = doc._.frame
    published, period, dates = read_frame(doc.text, frame.published, frame.period)
    doc._.dates = dates
    doc._.frame = replace(frame, published=published, period=period)
    return doc


def governing_date(doc: Doc, start: int, end: int) -> DateSpan | None:
    """The expression of time that a reader applies to `[start, end)`.

    In this order: the first one inside it; the last one before it in its sentence; one after it
    in its clause; one that opens an earlier sentence of the paragraph and is finer than a year.
    Years that belong to names (2021年度…活动) and datelines do not count.
    """
    dates: list[DateSpan] = doc._.dates
    if not dates:
        return None
    sentence = _sentence_at(doc, start)
    low = bisect_left(dates, sentence.start, key=lambda date: date.start)
    high = bisect_right(dates, sentence.end, key=lambda date: date.start)
    in_sentence = [date for date in dates[low:high] if not _is_no_time(doc, date)]
    for date in in_sentence:
        if start <= date.start and date.end <= end:
            return date
    before = [date for date in in_sentence if date.end <= start]
    if before:
        return before[-1]
    clause_end = min(
        (at for at in (doc.text.find(mark, end) for mark in CLAUSE_MARKS) if at >= 0), default=end
    )
    for date in in_sentence:
        if end <= date.start < clause_end:
            return date
    return _scene(doc, sentence, low)


def time_of(doc: Doc, start: int, end: int) -> str | None:
    """The ISO 8601 time that governs `[start, end)` of doc.text, None where none is told."""
    date = governing_date(doc, start, end)
    return date.value if date else None


def _sentence_at(doc: Doc, offset: int) -> Sentence:
    sentences: list[Sentence] = doc._.sentences
    index = bisect_right(sentences, offset, key=lambda sentence: sentence.start) - 1
    return sentences[index] if index >= 0 else Sentence(0, len(doc.text), 0)


def _scene(doc: Doc, sentence: Sentence, before: int) -> DateSpan | None:
    """The last date, before a sentence but in its paragraph, that stands at the head of a sentence."""
    dates: list[DateSpan] = doc._.dates
    for date in reversed(dates[:before]):
        home = _sentence_at(doc, date.start)
        if home.paragraph != sentence.paragraph:
            return None
        sets_scene = date.start - home.start <= SCENE_SETTING and doc.text[home.start] not in "“‘"
        if sets_scene and not _is_no_time(doc, date):
            return date if date.value and len(date.value) > 4 else None
    return None


def _is_no_time(doc: Doc, date: DateSpan) -> bool:
    """Whether a date is part of a name that goes on after it (2021年度一线职工免费体检) or of a dateline."""
    if DATELINE.match(doc.text, date.end):
        return True
    spans = doc._.spans
    return any(span.start <= date.start and date.end < span.end for span in spans)
