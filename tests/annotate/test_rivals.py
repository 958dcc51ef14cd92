"""What there is to see of each candidate for a name."""

from __future__ import annotations

import numpy as np

from kg.annotate.extensions import TextSpan
from kg.annotate.rivals import NAMES, UNREAD, Key, Rivals

TEXT = "江南市总工会发布“春风行动”，江南市总工会牵头。"
UNION, PLACE = (0, 6, "Union"), (0, 3, "Place")
AGAIN = (15, 21, "Union")
RULES = [TextSpan(*UNION, "unions", 0.9), TextSpan(8, 14, "Program", "programs", 0.6)]  # type: ignore[arg-type]
CHANCES: dict[Key, float] = {UNION: 0.8, PLACE: 0.15, AGAIN: 0.7, (9, 13, "Program"): 0.6}


def row(candidate: Key, rivals: Rivals | None = None) -> dict[str, float]:
    rivals = rivals or Rivals(TEXT, RULES, [], CHANCES)
    return dict(zip(NAMES, rivals.features()[rivals.keys.index(candidate)].tolist(), strict=True))


def test_every_candidate_has_a_row_in_order():
    rivals = Rivals(TEXT, RULES, [], CHANCES)
    assert rivals.keys == sorted({*CHANCES, (8, 14, "Program")})
    assert rivals.features().shape == (5, len(NAMES))
    assert len(set(NAMES)) == len(NAMES)


def test_no_candidates_have_no_rows():
    assert Rivals(TEXT, [], [], {}).features().shape == (0, len(NAMES))


def test_who_found_it_and_how_likely_it_is():
    seen = row(UNION)
    assert (seen["is-Union"], seen["is-Place"], seen["length"], seen["ruled"]) == (1, 0, 6, 1)
    assert np.allclose([seen["chance"], seen["rule's-confidence"]], [0.8, 0.9])
    assert (row(PLACE)["ruled"], row(PLACE)["rule's-confidence"]) == (0, UNREAD)
    assert row((8, 14, "Program"))["chance"] == UNREAD


def test_what_stands_against_it():
    seen = row(UNION)
    assert (seen["rivals"], seen["rivals-ruled"], seen["starts-with-place"]) == (1, 0, 1)
    assert np.allclose([seen["best-rival"], seen["chances-within"], seen["chances-around"]], [0.15, 0.15, 0])
    inner = row(PLACE)
    assert (inner["rivals-ruled"], inner["longest-ruled-rival"]) == (1, 6)
    assert np.allclose([inner["best-rival"], inner["chances-around"]], [0.8, 0.8])


def test_where_its_name_stands_again():
    seen = row(UNION)
    assert (seen["elsewhere"], seen["elsewhere-ruled"], seen["elsewhere-unseen"]) == (1, 0, 0)
    assert np.allclose(seen["elsewhere-best"], 0.7)
    assert row(PLACE)["elsewhere-unseen"] == 1


def test_what_marks_stand_beside_and_within():
    quoted = row((9, 13, "Program"))
    assert (quoted["before-1"], quoted["after-1"], quoted["within-0"]) == (1, 1, 0)
    assert row((8, 14, "Program"))["within-0"] == 1
    assert (row(UNION)["before-2"], row(UNION)["after-2"]) == (1, 0)
