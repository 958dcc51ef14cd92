"""The union whose work a report tells: what is seen of each, and which is taken."""

from __future__ import annotations

import re

import numpy as np
import pytest

from kg.annotate.divisions import load_divisions
from kg.annotate.extensions import EntityDraft, Sentence, TextSpan
from kg.annotate.reporter import NAMES, Look, likeliest
from kg.annotate.trees import load
from kg.facts.model import EntityType
from tests.annotate.conftest import Run

KINDS: dict[str, EntityType] = {
    "公司": "Company",
    "学院": "Organization",
    "市": "Place",
    "县": "Place",
    "王立": "Person",
}


def look(text: str, *names: str, home: str = "") -> Look:
    """A report with some names; those that end with a word of KINDS are no unions."""
    drafts = []
    for name in names:
        kind: EntityType = next((kind for end, kind in KINDS.items() if name.endswith(end)), "Union")
        spans = [TextSpan(match.start(), match.end(), kind) for match in re.finditer(name, text)]
        drafts.append(EntityDraft(name, kind, name, [], spans))
    sentences, paragraph = [], 0
    for match in re.finditer(r"[^。\n]+。?\n?", text):
        line = match.group()
        sentences.append(Sentence(match.start(), match.end(), paragraph, heading="。" not in line))
        paragraph += line.endswith("\n")
    divisions = load_divisions()
    above = divisions.ancestors(divisions.by_form[home][0]) if home else []
    return Look(text, sentences, drafts, above)


def row(look: Look, union: str) -> dict[str, float]:
    at = [draft.name for draft in look.unions].index(union)
    return dict(zip(NAMES, look.features()[at].tolist(), strict=True))


def test_each_named_union_has_a_row_of_finite_numbers() -> None:
    seen = look(
        "甲县总工会工作总结\n乙公司工会组织培训3场。乙公司获奖。",
        "甲县总工会",
        "乙公司工会",
        "乙公司",
        "丙镇总工会",
    )
    assert [draft.name for draft in seen.unions] == ["甲县总工会", "乙公司工会"]
    assert seen.features().shape == (2, len(NAMES))
    assert np.isfinite(seen.features()).all()


def test_where_a_union_stands_and_what_it_does_there_is_seen() -> None:
    text = (
        "甲县总工会关于维权的汇报\n甲县总工会举办培训3场。\n甲县总工会：截至年底，惠及职工90人。"
        "在乙市总工会的指导下，全县新建工会5家。"
    )
    seen = look(text, "甲县总工会", "乙市总工会")
    own, higher = row(seen, "甲县总工会"), row(seen, "乙市总工会")
    assert (own["in-title"], own["signed"], own["opens-paragraphs"]) == (1, 1, 3)
    assert (higher["in-title"], higher["leads"], higher["in"], higher["acts"]) == (0, 1, 1, 0)
    assert (own["realm"], own["realm-most"], higher["realm"]) == (1, 1, 0)


def test_a_name_is_seen_beside_home_places_and_employers() -> None:
    text = "杭州市总工会慰问职工。钱塘区总工会组织竞赛。乙公司工会举办讲座。乙公司的职工参加。杭州市入选。"
    seen = look(text, "杭州市总工会", "钱塘区总工会", "乙公司工会", "乙公司", "杭州市", home="杭州市")
    assert [row(seen, name)["of-home"] for name in ("杭州市总工会", "钱塘区总工会")] == [1, 0]
    assert row(seen, "杭州市总工会")["place-count"] == 2
    assert row(seen, "乙公司工会")["employer-count"] == 2


def test_the_title_the_source_and_the_addressee_are_seen_in_a_name() -> None:
    text = (
        "云河水务举办职工竞赛\n来源：云河水务 2023年8月4日\n近日，十名职工上场比武，人人技术过硬，"
        "掌声不断，大家说这样的竞赛办到了心坎上。\n丙市总工会：\n集团工会组织职工参赛。"
        "竞赛由丙市总工会主办，云河水务工会承办。"
    )
    seen = look(text, "云河水务工会", "丙市总工会")
    own, higher = row(seen, "云河水务工会"), row(seen, "丙市总工会")
    assert (own["title-shares"], own["source-shares"], own["undertakes"]) == (4, 4, 1)
    assert (higher["title-shares"], higher["source-shares"], higher["addressed"]) == (0, 0, 1)
    assert (own["title-shares-most"], own["hosts"], higher["hosts"]) == (1, 0, 0.5)


def test_hosts_bylines_and_what_the_title_has_of_a_name_are_seen() -> None:
    text = (
        "丙河职工技能竞赛开幕\n■丙河县总工会副主席 王立\n主办单位是丙河县总工会，承办单位有丙河县乙镇总工会。"
    )
    seen = look(text, "丙河县总工会", "丙河县乙镇总工会", "王立")
    own, lower = row(seen, "丙河县总工会"), row(seen, "丙河县乙镇总工会")
    assert (own["place-in-title"], own["hosted-by"], own["roof-of"]) == (1, 0.5, 1)
    assert (lower["undertaken-by"], lower["under"]) == (1, 2)
    assert (own["byline"], lower["byline"]) == (1, 0)
    assert own["title-covers"] > 1


def test_the_packaged_trees_look_at_these_features() -> None:
    assert load("reporter", NAMES).names == NAMES


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "甲县总工会关于组建工作的汇报\n甲县总工会开展督查，新建工会90家。在乙市总工会的指导下，"
            "甲县总工会组织培训12场。全县慰问职工800人。",
            "甲县总工会",
        ),
        (
            "近日，乙市总工会举办技能竞赛。乙市总工会主席到场。甲县总工会组织6名选手参加，乙市总工会颁发奖金9万元。",
            "乙市总工会",
        ),
    ],
)
def test_the_union_that_acts_in_a_report_is_taken(text: str, expected: str) -> None:
    assert likeliest(look(text, "甲县总工会", "乙市总工会")) == expected


@pytest.mark.parametrize("title", ["甲县总工会关于组建工作的汇报", "同心绘新景\n——甲县总工会2018年工作总结"])
def test_a_union_that_signs_the_title_is_believed(title: str) -> None:
    text = f"{title}\n乙市总工会：乙市总工会开展督查，乙市总工会组织培训。乙市总工会举办讲座。"
    assert likeliest(look(text, "甲县总工会", "乙市总工会")) == "甲县总工会"


def test_a_report_that_names_no_union_has_no_reporting_one() -> None:
    assert likeliest(look("乙公司组织培训。", "乙公司")) is None


def test_the_pipeline_writes_the_id_of_an_entity(run: Run) -> None:
    doc = run("钱塘区总工会举办培训3场，惠及职工90人。", until="reporter", published="2021")
    assert [entity.name for entity in doc._.entities if entity.id == doc._.reporter] == ["杭州市钱塘区总工会"]
