"""Copies of annotated texts with names exchanged."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from kg.facts import jsonl
from kg.facts.model import DocumentFacts, Entity, Mention
from kg.train.swap import MARKS, swapped

SEEDS = Path(__file__).parents[2] / "seeds"
GOLD = SEEDS / "gold" / "seeds.jsonl"


@pytest.fixture(scope="module")
def seeds() -> list[DocumentFacts]:
    return list(jsonl.read(GOLD, SEEDS))


def outermost(spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    kept: list[tuple[int, int, str]] = []
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def around(text: str, spans: list[tuple[int, int, str]]) -> list[str]:
    """What stands between the spans, and their types."""
    pieces, done = [], 0
    for start, end, type in outermost(spans):
        pieces += [text[done:start], type]
        done = end
    return [*pieces, text[done:]]


def marked(facts: DocumentFacts) -> list[tuple[int, int, str]]:
    return [(m.start, m.end, entity.type) for entity in facts.entities for m in entity.mentions]


def report(id: str, text: str, *named: tuple[str, str]) -> DocumentFacts:
    entities = []
    for number, (type, name) in enumerate(named):
        start = text.index(name)
        mention = Mention(start, start + len(name), name, type)  # type: ignore[arg-type]
        entities.append(Entity(f"e{number}", type, name, (), (mention,)))  # type: ignore[arg-type]
    return DocumentFacts(id, f"{id}.txt", "", text, entities=tuple(entities))


def test_what_stands_around_the_names_stays(seeds: list[DocumentFacts]):
    for facts, (text, spans) in zip(seeds, swapped(seeds, [0] * len(seeds), 1), strict=True):
        assert around(text, spans) == around(facts.raw, marked(facts))


def test_many_names_are_those_of_other_reports(seeds: list[DocumentFacts]):
    names = Counter(
        (entity.type, m.surface) for facts in seeds for entity in facts.entities for m in entity.mentions
    )
    changed = 0
    for facts, (text, spans) in zip(seeds, swapped(seeds, [0] * len(seeds), 1), strict=True):
        own = {facts.raw[start:end] for start, end, _ in marked(facts)}
        assert all((type, text[start:end]) in names for start, end, type in spans)
        changed += sum(text[start:end] not in own for start, end, _ in spans)
    assert changed > 200


def test_a_name_with_a_mark_or_a_blank_in_it_stays(seeds: list[DocumentFacts]):
    for facts, (text, spans) in zip(seeds, swapped(seeds, [0] * len(seeds), 1), strict=True):
        own = {facts.raw[start:end] for start, end, _ in marked(facts)}
        for start, end, _ in spans:
            if any(mark in text[start:end] for mark in MARKS):
                assert text[start:end] in own


def test_the_same_seed_gives_the_same_copies(seeds: list[DocumentFacts]):
    first, again, other = (swapped(seeds, [0] * len(seeds), seed) for seed in (1, 1, 2))
    assert first == again != other


def test_no_name_comes_from_another_part():
    texts = [("甲县总工会走访职工。", "甲县总工会"), ("乙市总工会走访职工。", "乙市总工会")]
    reports = [report(str(n), text, ("Union", name)) for n, (text, name) in enumerate(texts)]
    for seed in range(8):
        apart = swapped(reports, [0, 1], seed)
        assert [text for text, _ in apart] == [text for text, _ in texts]
    together = {swapped(reports, [0, 0], seed)[0][0] for seed in range(8)}
    assert together == {"甲县总工会走访职工。", "乙市总工会走访职工。"}


def test_an_employer_in_its_unit_is_kept_with_it():
    text = "走进青山公司一车间，慰问甲县总工会。"
    inner = report(
        "a", text, ("Organization", "青山公司一车间"), ("Company", "青山公司"), ("Union", "甲县总工会")
    )
    other = report("b", "乙市区总工会到了。", ("Union", "乙市区总工会"))
    for seed in range(8):
        copy, spans = swapped([inner, other], [0, 0], seed)[0]
        assert [copy[start:end] for start, end, _ in spans][:2] == ["青山公司一车间", "青山公司"]
