"""Weights of runs of characters: what they are fitted to, which are kept, what they add up to."""

from __future__ import annotations

import numpy as np
import pytest

from kg.evaluate.run_weights import PARTS, SEEN, Met, Numbering, part_of, unseen_sums, weigh, with_column

HOST, GUEST = ["bias", ">举办"], ["bias", ">参加"]


def reports(runs: Numbering, many: int = 2 * SEEN) -> list[Met]:
    """Reports of two rows of one kind, of which the first is right, and one of another kind."""
    rows = [(0, HOST), (0, GUEST), (1, GUEST)]
    return [Met.of(f"r{n}", rows, [True, False, n % 2 == 0], 1.0, runs) for n in range(many)]


def test_a_run_speaks_for_what_it_stands_beside_and_against_the_rest() -> None:
    runs = Numbering()
    fitted = dict(weigh(reports(runs)).named(runs, ["HOST/", "OTHER/"]))
    assert fitted["HOST/>举办"] > 0 > fitted["HOST/>参加"]
    assert "OTHER/>举办" not in fitted


def test_sums_are_those_of_the_weights_of_each_row() -> None:
    runs = Numbering()
    seen = reports(runs)
    fitted = weigh(seen)
    named = dict(fitted.named(runs, ["HOST/", "OTHER/"]))
    wanted = [sum(named.get(f"HOST/{run}", 0.0) for run in row) for row in (HOST, GUEST)]
    assert fitted.sums(seen[0])[:2] == pytest.approx(wanted, abs=1e-3)


def test_what_few_reports_have_gets_no_weight() -> None:
    runs = Numbering()
    seen = [*reports(runs), Met.of("rare", [(0, ["bias", ">冠名"])], [True], 1.0, runs)]
    assert "HOST/>冠名" not in dict(weigh(seen).named(runs, ["HOST/", "OTHER/"]))


def test_no_sum_comes_from_weights_that_saw_the_report() -> None:
    runs = Numbering()
    seen = reports(runs, 4 * SEEN)
    parts = [part_of(met.report) for met in seen]
    assert set(parts) == set(range(PARTS))
    others = weigh([met for met, part in zip(seen, parts, strict=True) if part != parts[0]])
    assert unseen_sums(seen)[0].tolist() == others.sums(seen[0]).tolist()


def test_without_other_reports_nothing_is_worth_anything() -> None:
    runs = Numbering()
    assert unseen_sums(reports(runs, 1))[0].tolist() == [0, 0, 0]


def test_a_column_is_changed_in_a_copy() -> None:
    before = np.zeros((2, 3), dtype=np.float32)
    after = with_column(before, ("a", "b", "c"), "b", np.array([1, 2], dtype=np.float32))
    assert after[:, 1].tolist() == [1, 2]
    assert not before.any()
