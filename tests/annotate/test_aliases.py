"""Short names that a report introduces in brackets."""

from __future__ import annotations

from tests.annotate.conftest import Run, names


def test_a_short_name_in_brackets_is_a_name_wherever_it_stands(run: Run) -> None:
    text = "江南钢铁集团有限公司（以下简称“江钢”）开展竞赛。江钢投入20万元。"
    doc = run(text, "resolver")
    assert names(doc, "Company") == ["江南钢铁集团有限公司"]
    (firm,) = [entity for entity in doc._.entities if entity.type == "Company"]
    assert [text[span.start : span.end] for span in firm.spans] == ["江南钢铁集团有限公司", "江钢", "江钢"]


def test_where_only_the_employer_is_named_its_union_is_named_after_it(run: Run) -> None:
    doc = run("江南钢铁集团有限公司召开大会。年初，公司工会组织职工疗养。", "resolver")
    assert names(doc, "Union") == ["江南钢铁集团有限公司工会"]


def test_a_bracket_that_follows_no_name_introduces_none(run: Run) -> None:
    doc = run("大家学习先进经验（以下简称“经验”）。经验很多。", "resolver")
    assert all(span.rule != "aliases" for span in doc._.spans)
