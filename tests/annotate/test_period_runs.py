"""What runs of characters tell of the kind of a report's period: which are met, what they add up to."""

from __future__ import annotations

import pytest

from kg.annotate.date_rules import Clock, find_dates
from kg.annotate.period import OF_RUNS, Look, of_runs
from kg.annotate.period_runs import BODY, ENOUGH, NAMES, packaged, runs
from kg.annotate.run_table import BIAS, RunTable

NEWS = "甲县总工会举办招聘会\n5月18日，甲县总工会举办招聘会，35家企业到场。"
ACCOUNT = "甲县总工会2023年工作总结\n一年来，全县新建工会35家，累计发展会员1200人，全年慰问职工300人。"


def look(text: str) -> Look:
    return Look(text, "2023-05-20", find_dates(text, Clock.of("2023-05-20", None)))


def test_title_and_opening_are_told_apart_and_dates_are_letters() -> None:
    seen = look(NEWS)
    found = set(runs(seen.text, seen.dates))
    assert {"t举办", "o举办", "oC，", "o00家"} <= found
    assert not {run for run in found - {BIAS} if "5" in run or run.startswith("b")}


def test_what_stands_far_down_is_not_looked_at() -> None:
    near, far = "甲" * BODY, "甲" * ENOUGH
    assert runs(NEWS + near + "乙", []) == runs(NEWS + near + far + "乙", [])


def test_a_candidate_sees_what_speaks_for_its_kind_and_for_all() -> None:
    table = RunTable.of({"day/o举办": 1.5, "year/o举办": -0.5}, NAMES)
    row = of_runs("2023-05-18", table.sum(["o举办"]))
    assert row["runs-own"] == row["runs-day"] == pytest.approx(1.5)
    assert row["runs-year"] == pytest.approx(-0.5)
    features = look(NEWS).features(table)
    assert features[:, -len(OF_RUNS) + 1 :].tolist() == [[-0.5, 0, 1.5, 0, 0, 0]] * len(features)


def test_the_packaged_weights_tell_an_event_from_an_account() -> None:
    event, account = (packaged().sum(runs(seen.text, seen.dates)) for seen in map(look, (NEWS, ACCOUNT)))
    day, year = NAMES.index("day"), NAMES.index("year")
    assert event[day] - event[year] > account[day] - account[year]
