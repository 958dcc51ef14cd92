"""The interchange format, read and written."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from kg.errors import InterchangeError
from kg.facts import jsonl
from kg.facts.model import DocumentFacts, Observation
from tests.facts.gold import GOLD, SEEDS, by_id, documents, gold

RAW = "区总工会举办春风行动。慰问职工120名。全年办班3期。"


def line(**changes: Any) -> str:
    data: dict[str, Any] = {
        "id": "seed",
        "entities": [
            {"id": "u", "type": "Union", "name": "杭州市钱塘区总工会", "mentions": [[0, 4]]},
            {"id": "p", "type": "Program", "name": "春风行动", "mentions": [[6, 10]]},
        ],
        "facts": [{"type": "ORGANIZES", "subject": "u", "object": "p"}],
        "observations": [
            {"subject": "u", "indicator": "慰问职工", "value": 120, "unit": "名", "span": [15, 19]}
        ],
    }
    return json.dumps(data | changes, ensure_ascii=False)


@given(facts=documents())
def test_what_is_written_is_read_back(facts: DocumentFacts) -> None:
    assert jsonl.load(jsonl.dump(facts), raw=facts.raw) == facts


@pytest.mark.parametrize("facts", gold(), ids=lambda facts: facts.id)
def test_the_gold_survives_reading_and_writing(facts: DocumentFacts) -> None:
    given_line = next(one for one in GOLD.read_text("utf-8").splitlines() if f'"id": "{facts.id}"' in one)
    written, given_data = json.loads(jsonl.dump(facts)), json.loads(given_line)
    assert written["entities"] == given_data["entities"]
    assert written["observations"] == given_data["observations"]
    assert [fact | {"evidence": None} for fact in written["facts"]] == [
        fact | {"evidence": None} for fact in given_data["facts"]
    ]


def test_surfaces_and_quotes_come_from_the_text() -> None:
    facts = by_id("xiacheng-2015")
    conferral = next(one for one in facts.relations if one.type == "CONFERRED" and one.by)
    assert facts.raw[conferral.evidence.start : conferral.evidence.end] == conferral.evidence.quote
    assert "全市工会重点工作考核优秀单位" in conferral.evidence.quote
    assert {one.surface for one in facts.entities[0].mentions} >= {"区总工会", "下城区总工会"}


def test_gold_facts_are_certain_and_say_so() -> None:
    facts = by_id("qiantang-2023")
    assert {one.evidence.rule for one in facts.relations} == {"gold"}
    assert {one.evidence.confidence for one in facts.observations} == {1.0}


def test_without_the_text_surfaces_are_empty() -> None:
    (mention,) = jsonl.load(line()).entities[0].mentions
    assert (mention.start, mention.end, mention.surface) == (0, 4, "")


def test_a_fact_without_evidence_gets_the_sentence_that_names_both_ends() -> None:
    assert jsonl.load(line(), raw=RAW).relations[0].evidence.quote == "区总工会举办春风行动。"


def test_a_number_without_evidence_gets_its_sentence() -> None:
    assert jsonl.load(line(), raw=RAW).observations[0].evidence.quote == "慰问职工120名。"


def test_whole_numbers_are_written_without_a_point() -> None:
    observation = jsonl.load(line(), raw=RAW).observations[0]
    assert isinstance(observation.value, float)
    assert '"value": 120,' in jsonl.dump(jsonl.load(line(), raw=RAW))


@pytest.mark.parametrize(
    ("bad", "found"),
    [
        ("[1]", "a JSON list"),
        ("{'id'", "not JSON"),
        (line(id=3), "id 3"),
        (line(facts=[{"type": "LOVES", "subject": "u", "object": "p"}]), "type 'LOVES'"),
        (line(facts=[{"type": "ORGANIZES", "subject": "u", "object": "x"}]), "object 'x' is no entity"),
        (line(facts=["ORGANIZES"]), "facts holds something else"),
        (line(entities=[{"id": "u", "type": "Union", "name": "甲", "mentions": [[3, 99]]}]), "span [3, 99]"),
        (
            line(entities=[{"id": "u", "type": "Union", "name": "甲", "mentions": [[True, 2]]}]),
            "span [True, 2]",
        ),
        (line(entities=[{"id": "u", "type": "Union", "name": "甲"}] * 2), "id 'u' twice"),
        (
            line(observations=[{"subject": "u", "indicator": "", "value": "3", "unit": "", "span": [0, 1]}]),
            "'3'",
        ),
        (line(meta={"union": "nobody"}), "union 'nobody' is no entity"),
        (line(meta=["seed"]), "meta is no object"),
    ],
)
def test_a_bad_line_is_refused_with_its_place(bad: str, found: str) -> None:
    with pytest.raises(InterchangeError) as caught:
        jsonl.load(bad, raw=RAW, where="gold.jsonl:7")
    assert str(caught.value).startswith("gold.jsonl:7")
    assert found in str(caught.value)


def test_a_value_that_json_cannot_hold_is_refused() -> None:
    facts = jsonl.load(line(), raw=RAW)
    (observation,) = facts.observations
    assert isinstance(observation, Observation)
    with pytest.raises(InterchangeError):
        jsonl.dump(replace(facts, observations=(replace(observation, value=float("nan")),)))


def test_another_text_under_the_same_name_is_refused(tmp_path: Path) -> None:
    for text in SEEDS.glob("*.txt"):
        (tmp_path / text.name).write_bytes(text.read_bytes() + b"\n")
    with pytest.raises(InterchangeError, match=r"seeds\.jsonl:1: .*another sha256"):
        next(jsonl.read(GOLD, tmp_path))


def test_a_text_is_read_as_the_build_reads_it(tmp_path: Path) -> None:
    (tmp_path / "seed.txt").write_bytes(b"\xef\xbb\xbf" + RAW.encode())
    (tmp_path / "facts.jsonl").write_text(line(), encoding="utf-8")
    (facts,) = jsonl.read(tmp_path / "facts.jsonl", tmp_path)
    assert facts.raw == RAW


def test_a_missing_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(InterchangeError, match=r"jiande-2021\.txt"):
        next(jsonl.read(GOLD, tmp_path))


def test_a_file_of_documents_is_written_and_read(tmp_path: Path) -> None:
    path = tmp_path / "facts.jsonl"
    assert jsonl.write(gold(), path) == 5
    assert tuple(jsonl.read(path, SEEDS)) == gold()
