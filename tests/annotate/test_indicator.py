"""Which words around a number its indicator is made of."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.annotate.indicator import NAMES, View, Word, covered, features, keys
from kg.annotate.indicator_choice import Guess, choose, indicators
from kg.annotate.observations import by_rules
from kg.annotate.trees import load
from tests.annotate.conftest import Run

LIST = "区总工会走访慰问一线职工120人、困难企业15家，发放慰问金30万元。"


def views(run: Run, text: str) -> list[View]:
    return by_rules(run(text, until="reporter", published="2023-05-01"))[1]


def words(*parts: str) -> list[Word]:
    """Words that stand one behind the other, in one clause."""
    ends = np.cumsum([len(part) for part in parts]).tolist()
    return [Word(end - len(part), end, part, 0) for part, end in zip(parts, ends, strict=True)]


def told(run: Run, text: str) -> list[str]:
    doc = run(text, until="observations", published="2023-05-01")
    return [observation.indicator for observation in doc._.observations]


def test_who_acts_and_how_is_left_out_of_what_the_rules_cut_too_long(run: Run) -> None:
    text = "全区共有40名职工报名参加区总工会组织的疗休养。"
    ruled, found = views(run, text)[0].rule, told(run, text)[0]
    assert "区总工会" in ruled
    assert "总工会" not in found
    assert set("职工参加疗休养") <= set(found)


def test_what_stands_in_the_clause_before_is_put_in(run: Run) -> None:
    text = "区总工会组织技能竞赛，6支代表队的48名选手上场。"
    assert views(run, text)[0].rule == "代表队"
    assert told(run, text)[0] == "技能竞赛代表队"


def test_an_indicator_that_the_rules_cut_well_stands(run: Run) -> None:
    assert told(run, "区总工会新建基层工会120家。") == ["新建基层工会"]


def test_words_are_those_outside_numbers_with_a_row_of_features_each(run: Run) -> None:
    view = views(run, LIST)[0]
    joined = "".join(word.text for word in view.words)
    assert joined == "区总工会走访慰问一线职工困难企业发放慰问金"
    assert features([view], {}).shape == (len(view.words), len(NAMES))
    assert "".join(word.text for word in view.words[: view.split]) == "区总工会走访慰问一线职工"


def test_the_same_word_is_far_from_one_number_and_near_to_another(run: Run) -> None:
    seen = views(run, LIST)
    column = NAMES.index("distance")
    distances = [float(view.seen[[word.text for word in view.words].index("企业"), column]) for view in seen]
    assert distances[1] == 0 < min(distances[0], distances[2])


def test_weights_are_looked_up_by_word_ends_and_side(run: Run) -> None:
    view = views(run, "区总工会发放慰问金30万元。")[0]
    at = [word.text for word in view.words].index("发放")
    assert keys(view)[at] == ("发放", "发-", "-放", "<发放")
    row = dict(zip(NAMES, features([view], {"发放": 0.5, "<发放": 0.25})[at].tolist(), strict=True))
    assert row["weight"] == 0.5
    assert row["weight-side"] == 0.25
    assert row["weight-first"] == row["weight-last"] == 0


@settings(deadline=None)
@given(st.lists(st.text("慰问职工", min_size=1, max_size=3), min_size=1), st.text("慰问职工金", max_size=8))
def test_a_phrase_covers_no_more_than_it_has(parts: list[str], phrase: str) -> None:
    shares, lost = covered(words(*parts), phrase, 1)
    taken = sum(round(share * len(part)) for share, part in zip(shares, parts, strict=True))
    assert taken + lost == len(phrase)


def test_of_a_word_said_twice_the_nearer_one_is_covered() -> None:
    shares, lost = covered(words("职工", "参加", "慰问", "职工"), "慰问职工", 4)
    assert (shares, lost) == ([0, 0, 1, 1], 0)


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(0.01, 0.99), st.integers(1, 4)), min_size=1, max_size=7))
def test_no_choice_of_words_is_expected_to_do_better_than_the_likeliest(
    told: list[tuple[float, int]],
) -> None:
    guess = Guess(np.array([c for c, _ in told]), np.array([float(n) for _, n in told]))
    every = (
        np.array([at >> bit & 1 for bit in range(len(told))], dtype=np.bool_) for at in range(2 ** len(told))
    )
    best = max(guess.f1(taken) for taken in every)
    assert guess.f1(guess.likeliest()) == pytest.approx(best)


def test_the_rules_stand_where_their_indicator_comes_from_elsewhere(run: Run) -> None:
    view = views(run, "区总工会发放慰问金30万元。")[0]
    lost = replace(view, rule="全民健身月健步走", ruled=[0.0] * len(view.words), lost=8)
    assert choose(LIST, lost, np.ones(len(view.words))) == "全民健身月健步走"


def test_a_name_is_taken_whole_or_not_at_all() -> None:
    text = "金秋助学行动发放助学金"
    parts = words("金秋", "助学", "行动", "发放", "助学金")
    seen = np.zeros((5, len(NAMES)), np.float32)
    seen[:, NAMES.index("name-before")] = [0, 2, 4, -1, -1]
    seen[:, NAMES.index("name-after")] = [4, 2, 0, -1, -1]
    view = View("为此发放", parts, 5, [0, 0, 0, 1, 0], 2, seen)
    view = replace(view, rule="发放", lost=0)
    chosen = choose(text, view, np.array([0.02, 0.7, 0.02, 0.6, 0.95]))
    assert chosen == "发放助学金"


def test_a_list_keeps_its_commas_and_a_short_gap_is_filled() -> None:
    text = "慰问职工、农民工和家属"
    parts = words("慰问", "职工")
    parts += [Word(5, 8, "农民工", 0), Word(8, 9, "和", 0), Word(9, 11, "家属", 0)]
    seen = np.zeros((5, len(NAMES)), np.float32)
    seen[:, NAMES.index("name-before")] = -1
    view = View("慰问", parts, 5, [1, 0, 0, 0, 0], 0, seen)
    assert choose(text, view, np.array([0.9, 0.9, 0.9, 0.3, 0.9])) == "慰问职工、农民工和家属"


def test_a_number_without_words_keeps_the_indicator_of_the_rules() -> None:
    bare = View("职工", [], 0, [], 2, np.zeros((0, 0), np.float32))
    assert indicators("", [bare], load("indicator", NAMES), {}) == ["职工"]
    assert indicators("", [], load("indicator", NAMES), {}) == []
