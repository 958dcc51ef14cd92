"""Paragraphs, headings, sentences and plans."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.annotate.sections import is_heading, mark_sections, tells_only_plans

PLANS = (
    "深化产业工人队伍建设改革，突出新型工业化，全面落实产业工人思想引领、建功立业、素质提升等各项改革措施，加快建设一支"
    "知识型、技能型、创新型产业工人大军，为推进中国式现代化建设提供支撑。充分发挥劳模工匠学院作用，深入持续开展劳动和技能竞赛。"
)


def marked(text: str) -> Doc:
    return mark_sections(Doc(Vocab(), words=list(text), spaces=[False] * len(text)))


def sentences(text: str) -> list[str]:
    return [text[s.start : s.end] for s in marked(text)._.sentences]


def test_a_sentence_takes_its_closing_quotation_mark() -> None:
    text = "“有困难，找工会。”去年，他来到中心。"
    assert sentences(text) == ["“有困难，找工会。”", "去年，他来到中心。"]


def test_paragraphs_are_numbered_and_blank_ones_have_no_sentence() -> None:
    found = marked("强化引领。\n\n开展活动。举办讲座。")._.sentences
    assert [sentence.paragraph for sentence in found] == [0, 2, 2]


@pytest.mark.parametrize("line", ["第一站：疫情防控站", "“两个强化”", "筑牢团结奋斗的思想根基"])
def test_a_short_line_without_a_stop_is_a_heading(line: str) -> None:
    assert is_heading(line)


@pytest.mark.parametrize("line", ["强化政治引领，组织宣讲45场。", "时序更新，华章再启，", "好" * 46])
def test_a_sentence_is_no_heading(line: str) -> None:
    assert not is_heading(line)


def test_what_stands_under_a_heading_of_plans_is_planned_until_the_next_heading() -> None:
    found = marked(
        "总结\n开展活动。\n第七站：未来发展站\n举办职工文化节。\n结语\n风好正是扬帆时。"
    )._.sentences
    assert [sentence.planned for sentence in found] == [False, False, False, True, False, False]


def test_a_sentence_of_what_will_be_done_makes_the_rest_of_its_paragraph_planned() -> None:
    text = "去年新建工会109家。据悉，今年区总工会将继续深化服务活动。一是组织职工参加互助。"
    assert [sentence.planned for sentence in marked(text)._.sentences] == [False, True, True]


def test_a_long_paragraph_without_number_or_past_tells_plans() -> None:
    assert tells_only_plans(PLANS)


@pytest.mark.parametrize("tail", ["全年开展竞赛400余场。", "取得了明显成效。", "今年以来不断推进。"])
def test_a_paragraph_that_tells_of_something_done_is_no_plan(tail: str) -> None:
    assert not tells_only_plans(PLANS + tail)


def test_a_heading_above_a_paragraph_of_plans_is_planned() -> None:
    assert [s.planned for s in marked(f"总结\n在“团结奋进”行动中\n{PLANS}")._.sentences][:2] == [False, True]
