"""What the numbers of a report tell of its period."""

from __future__ import annotations

import pytest

from kg.annotate.date_rules import Clock, find_dates
from kg.annotate.period import EVENT
from kg.annotate.period_numbers import OF_DATES, OF_NUMBERS, Numbers

NEWS = (
    "甲市总工会举办技能竞赛\n2021-07-11 来源：甲日报\n"
    "7月8日，护理技能竞赛在乙医院举行，120名选手参加。6人获得奖牌。"
    "目前，全市工会已建成驿站30家。"
)


def numbers(text: str, event: str | None = "2021-07-08") -> Numbers:
    dates = [date for date in find_dates(text, Clock.of("2021-07-11", None)) if date.value]
    return Numbers(text, dates, event, EVENT)


def test_sentences_with_numbers_are_told_apart_by_what_they_tell_of() -> None:
    seen = numbers(NEWS).of_text()
    assert tuple(seen) == OF_NUMBERS
    assert seen["n-all"] == 3
    shares = [seen[name] for name in ("n-scene", "n-account", "n-at-event", "n-after-event")]
    assert shares == pytest.approx([1 / 3, 1 / 3, 1 / 3, 2 / 3])
    assert (seen["first-at-event"], seen["first-account"], seen["title-event"]) == (1, 0, 1)


def test_a_period_is_known_by_the_numbers_that_stand_behind_it() -> None:
    found = numbers(NEWS)
    day = found.of_candidate("2021-07-08", [date for date in found.dates if date.value == "2021-07-08"])
    assert tuple(day) == OF_DATES
    assert (day["governs"], day["last-before"]) == pytest.approx((1 / 3, 1))
    assert found.of_candidate("2020", [])["last-before"] == 0


def test_the_day_of_a_source_line_is_not_told_in_the_body() -> None:
    found = numbers(NEWS)
    rows = [found.of_candidate(date.value or "", [date]) for date in found.dates]
    assert [row["in-body"] for row in rows] == [0, 1]


def test_a_text_without_numbers_dates_or_words_has_its_row() -> None:
    assert numbers("", None).of_text()["n-all"] == 0
    assert numbers("工会服务职工。", None).of_text()["event-at"] > 0
