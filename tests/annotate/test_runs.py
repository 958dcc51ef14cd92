"""What runs of characters tell of two names: which are met, and what their weights add up to."""

from __future__ import annotations

import numpy as np
import pytest

from kg.annotate.relations import events, find
from kg.annotate.relations.features import Looker
from kg.annotate.relations.runs import EDGE, packaged
from kg.annotate.relations.scene import Scene
from kg.annotate.run_table import RunTable
from kg.facts.model import RELATION_TYPES
from tests.annotate.test_relations import tagged

NEWS = (
    "7月8日，[Union* 区总工会]联合[Organization 区司法局]举办[Program 法律服务月活动]。"
    f"[Company 甲公司]{'送来了书和水，' * 8}也参加了[Program 法律服务月活动]。"
    "[Person 张三]是[Company 甲公司]职工。"
)


def looker(text: str) -> Looker:
    scene = Scene(tagged(text))
    held = events.Events(scene)
    return Looker(scene, held, list(find(scene, held)))


def pair(seen: Looker, kind: str, subject: str, obj: str) -> int:
    wanted = (kind, subject, obj)
    return next(n for n, one in enumerate(seen.pairs) if (one.type, one.subject, one.object) == wanted)


def test_runs_between_two_names_say_which_of_them_stands_first() -> None:
    seen = looker(NEWS)
    met = seen.runs.of(seen.pairs[pair(seen, "ORGANIZES", "Union/区总工会", "Program/法律服务月活动")])
    assert {">联合", ">举办", "s+联合", "o-举办", "s-ends=总工会", "whole>联合\ue005举办"} <= set(met)


def test_of_a_long_stretch_between_two_names_both_ends_are_looked_at() -> None:
    text = f"[Union* 区总工会]{'甲' * EDGE}{'乙' * EDGE}{'丙' * EDGE}[Program 法律服务月活动]开幕。"
    seen = looker(text)
    met = seen.runs.of(seen.pairs[pair(seen, "ORGANIZES", "Union/区总工会", "Program/法律服务月活动")])
    assert {">甲甲甲", ">丙丙丙"} <= set(met)
    assert not {run for run in met if "乙" in run}


def test_given_names_are_no_runs() -> None:
    seen = looker(NEWS)
    met = seen.runs.of(seen.pairs[pair(seen, "EMPLOYED_BY", "Person/张三", "Company/甲公司")])
    assert not {run for run in met if "三" in run}


def test_the_sums_are_those_of_all_runs_of_each_pair() -> None:
    seen = looker(NEWS)
    names = sorted({f"{one.type}/{run}" for one in seen.pairs for run in seen.runs.of(one)})
    given = {name: number % 7 - 3.0 for number, name in enumerate(names)}
    wanted = [sum(given[f"{one.type}/{run}"] for run in seen.runs.of(one)) for one in seen.pairs]
    assert seen.runs.scores(seen.pairs, RunTable.of(given, RELATION_TYPES)) == pytest.approx(np.array(wanted))


def test_the_packaged_weights_tell_who_organises() -> None:
    seen = looker(NEWS)
    told = seen.runs.scores(seen.pairs, packaged())
    organises = pair(seen, "ORGANIZES", "Union/区总工会", "Program/法律服务月活动")
    takes_part = pair(seen, "ORGANIZES", "Company/甲公司", "Program/法律服务月活动")
    assert told[organises] > told[takes_part]


def test_a_text_without_pairs_has_no_sums() -> None:
    seen = looker("职工欢聚一堂。")
    assert seen.runs.scores(seen.pairs, packaged()).shape == (0,)
