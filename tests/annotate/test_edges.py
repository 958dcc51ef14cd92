"""Ends of names mended: marks in pairs, employers at the heads of units."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotate.edges import balanced, employers, mend
from kg.annotate.extensions import TextSpan
from kg.facts.model import EntityType


def span(text: str, surface: str, type: EntityType) -> TextSpan:
    start = text.index(surface)
    return TextSpan(start, start + len(surface), type, "own", 0.8)


def surface(text: str, found: TextSpan) -> str:
    return text[found.start : found.end]


@pytest.mark.parametrize(
    ("text", "found", "type", "mended"),
    [
        ("获得全省“青年文明号”的班组", "全省“青年文明号", "Honor", "全省“青年文明号”"),
        ("举行“书香江南”诵读大赛", "书香江南”诵读大赛", "Program", "“书香江南”诵读大赛"),
        ("举行“书香江南”系列活动", "书香江南”系列活动", "Program", "书香江南"),
        ("把“五小”做实", "“五小", "Program", "五小"),
        ("把“五小”做实", "五小”", "Program", "五小"),
        (
            "在大河职工之家（工人文化宫）举行",
            "大河职工之家（工人文化宫",
            "Facility",
            "大河职工之家（工人文化宫）",
        ),
        ("他是“大河工匠”", "大河工匠", "Honor", "大河工匠"),
        ("“春风行动”和“安康杯”竞赛", "“安康杯”竞赛", "Program", "“安康杯”竞赛"),
    ],
)
def test_marks_stand_in_pairs(text: str, found: str, type: EntityType, mended: str):
    assert surface(text, balanced(text, span(text, found, type))) == mended


def test_a_mark_that_opens_nowhere_near_stays():
    text = "简称“两癌”免费筛查，免费筛查”结束"
    late = span(text, "免费筛查”结束", "Program")
    assert balanced(text, late) == late


@given(st.text("“”（）《》大河工会", max_size=12), st.integers(0, 11), st.integers(1, 12))
def test_a_span_stays_in_the_text_and_has_no_more_odd_marks(text: str, start: int, size: int):
    end = min(len(text), start + size)
    if start >= end:
        return
    mended = balanced(text, TextSpan(start, end, "Honor"))
    assert 0 <= mended.start <= mended.end <= len(text)

    def odd(found: TextSpan) -> int:
        inside = surface(text, found)
        return sum(abs(inside.count(a) - inside.count(b)) for a, b in ("“”", "（）", "《》"))

    assert odd(mended) <= odd(TextSpan(start, end, "Honor"))


def test_a_firm_named_elsewhere_is_the_employer_of_its_unit():
    text = "大河重工开工。大河重工炼钢厂转炉班夺魁。"
    firm, unit = span(text, "大河重工", "Company"), span(text, "大河重工炼钢厂转炉班", "Organization")
    assert [surface(text, found) for found in employers(text, [firm, unit])] == ["大河重工"]


def test_a_firm_that_its_form_betrays_is_the_employer_of_its_unit():
    text = "江南水务公司水质检测中心技师"
    unit = span(text, "江南水务公司水质检测中心", "Organization")
    assert [surface(text, found) for found in mend(text, [unit])] == [
        "江南水务公司水质检测中心",
        "江南水务公司",
    ]


@pytest.mark.parametrize("text", ["集团公司党委", "分公司团委", "江南日报社", "江南学院护理系"])
def test_a_kind_or_a_name_without_a_firm_is_no_employer(text: str):
    assert employers(text, [TextSpan(0, len(text), "Organization")]) == []


def test_an_employer_that_was_found_is_not_found_again():
    text = "大河重工有限公司转炉班"
    both = [span(text, "大河重工有限公司", "Company"), span(text, text, "Organization")]
    assert employers(text, both) == []
