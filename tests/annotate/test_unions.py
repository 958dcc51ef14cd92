"""Unions and what only looks like one: classes, congresses, names in bare form. Made-up names."""

from __future__ import annotations

import pytest

from tests.annotate.conftest import Run, surfaces


@pytest.mark.parametrize(
    ("text", "unions"),
    [
        pytest.param("请各县、市总工会认真落实。", [], id="not each of a kind"),
        pytest.param("中国工会十七大以来，全市新建工会20家。", [], id="not a congress"),
        pytest.param(
            "临江区法院机关工会组队参赛，柳岸社区工联会协办。",
            ["临江区法院机关工会", "柳岸社区工联会"],
            id="an organ's own union, a league of a quarter",
        ),
        pytest.param(
            "江南化工集团有限公司召开大会。竞赛由集团工会主办，公司工会女工委协办。",
            ["集团工会", "公司工会女工委"],
            id="short names and their committees",
        ),
    ],
)
def test_unions_are_told_from_classes_of_them(run: Run, text: str, unions: list[str]) -> None:
    assert surfaces(run(text), "Union") == unions
