"""Which numbers measure union work."""

from __future__ import annotations

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc

from kg.annotate.counted import Scan, candidates, chances, names
from kg.annotate.dates import mark_dates
from kg.annotate.extensions import EntityDraft, Frame, TextSpan
from kg.annotate.observation_actors import Cast
from kg.annotate.sections import mark_sections

UNION = "市总工会"


def made(text: str) -> Doc:
    """A document that tells of one union."""
    doc: Doc = spacy.blank("zh").make_doc(text)
    doc._.frame = Frame(published="2023", period="2023")
    mark_dates(mark_sections(doc))
    starts = [at for at in range(len(text)) if text.startswith(UNION, at)]
    spans = [TextSpan(at, at + len(UNION), "Union") for at in starts]
    doc._.entities = [EntityDraft(UNION, "Union", UNION, [], spans)]
    doc._.spans = spans
    doc._.reporter = UNION
    return doc


def told(text: str) -> dict[str, float]:
    """The chance of each number of a text, by its surface."""
    doc = made(text)
    cast = Cast(doc)
    numbers = candidates(doc, cast)
    surfaces = [text[number.start : number.end] for number in numbers]
    return dict(zip(surfaces, chances(doc, cast, numbers), strict=True))


def test_what_a_union_did_is_likelier_than_what_a_firm_is_worth() -> None:
    care = told("市总工会走访慰问一线职工1200人，发放慰问品300份。")
    worth = told("该公司注册资本45亿元，股价上涨12%，负债超过10亿美元。")
    assert min(care.values()) > 0.8 > 0.5 > max(worth.values())


@pytest.mark.parametrize(
    "text", ["新线全长171公里，设计时速350公里。", "公司有超过10亿美元的债务将于明年到期。"]
)
def test_sizes_speeds_and_debts_measure_no_union_work(text: str) -> None:
    assert all(chance < 0.5 for chance in told(text).values())


def test_numbers_of_headings_and_names_are_no_candidates() -> None:
    doc = made("服务职工十件实事\n市总工会慰问职工20人。")
    assert [number.value for number in candidates(doc, Cast(doc))] == [20]


def test_a_text_without_numbers_has_no_chances() -> None:
    assert told("市总工会召开会议。") == {}


def test_every_number_has_a_finite_value_for_every_feature() -> None:
    doc = made("市总工会慰问职工20人。\n“我们建了3个驿站。”市总工会介绍，服务10万人次。")
    cast = Cast(doc)
    features = Scan(doc, cast, candidates(doc, cast)).features()
    assert features.shape == (3, len(names()))
    assert np.isfinite(features).all()
    assert len(set(names())) == len(names())
