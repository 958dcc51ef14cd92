"""The period of a report: what comes into question, and what is seen of it."""

from __future__ import annotations

import numpy as np
import pytest

from kg.annotate.date_rules import Clock, find_dates
from kg.annotate.frame import read_frame
from kg.annotate.period import KINDS, NAMES, Look
from kg.annotate.trees import load

NEWS = (
    "甲市总工会举办技能竞赛\n近日，由甲市总工会主办的护理技能竞赛举行。7月8日，竞赛在乙医院开幕，120名选手参加。"
    "7月10日，竞赛闭幕，6人获得奖牌。去年，全市举办竞赛30场。"
)


def look(text: str, published: str | None) -> Look:
    return Look(text, published, find_dates(text, Clock.of(published, None)))


def values(text: str, published: str | None) -> set[str]:
    return {candidate.value for candidate in look(text, published).candidates}


def test_what_the_text_tells_and_what_lies_between_comes_into_question() -> None:
    assert {"2021-07-08", "2021-07-10", "2021-07-08/2021-07-10", "2020", "2021-07"} <= values(
        NEWS, "2021-07-11"
    )


def test_years_and_parts_of_years_before_the_publication_come_into_question() -> None:
    found = values("甲市总工会工作情况", "2021-07-11")
    assert {"2021", "2020", "2021-01/2021-06", "2021-01/2021-07", "2016/2021", "2021-06"} <= found
    assert all(len(value) in KINDS for value in found)


def test_each_candidate_comes_once_and_has_a_row_of_numbers() -> None:
    seen = look(NEWS, "2021-07-11")
    features = seen.features()
    assert len({candidate.value for candidate in seen.candidates}) == len(seen.candidates)
    assert features.shape == (len(seen.candidates), len(NAMES))
    assert np.isfinite(features).all()


def test_the_rows_tell_where_a_period_stands() -> None:
    seen = look(NEWS, "2021-07-11")
    row = dict(
        zip(
            NAMES,
            seen.features()[[c.value for c in seen.candidates].index("2021-07-08")].tolist(),
            strict=True,
        )
    )
    assert (row["from-told"], row["event-after"], row["is-event"], row["days-before"]) == (1, 1, 1, 3)


@pytest.mark.parametrize(
    "line",
    [
        "2021-07-11 来源：甲报",
        "2021年07月11日",
        "发布时间：2021年7月11日 ",
        "2021年7月11日 记者 王某 ",
        "丁网7月11日电 ",
    ],
)
def test_the_day_of_a_source_line_is_no_event(line: str) -> None:
    seen = look(f"甲市总工会举办技能竞赛\n{line}乙医院护理技能竞赛7月8日开战。", "2021-07-11")
    assert seen.event == "2021-07-08"
    assert [date.value for date in seen.lead] == ["2021-07-08"]


@pytest.mark.parametrize("text", ["甲市总工会7月8日开会", "甲市总工会昨日开会", "甲市总工会8日在乙地开会"])
def test_the_first_day_shortly_before_the_publication_leads(text: str) -> None:
    seen = look(f"甲市总工会竞赛\n2019年，竞赛始于乙医院。{text}，120名职工参加。", "2021-07-09")
    row = dict(
        zip(NAMES, seen.features()[[c.value for c in seen.candidates].index("2021-07-08")], strict=True)
    )
    assert (row["is-lead"], row["lead-lag"], row["lead-days"]) == (1, 1, 1)


def test_the_packaged_trees_look_at_these_features() -> None:
    assert load("period", NAMES).names == NAMES


def test_without_any_year_no_period_is_told() -> None:
    assert read_frame("全市工会服务职工。", None, None)[1] is None


@pytest.mark.parametrize("published", ["2021", "2021-07", "2021-07-11"])
def test_news_of_an_event_is_of_its_days(published: str) -> None:
    assert read_frame(NEWS, published, None)[1] in ("2021-07-08", "2021-07-08/2021-07-10")
