"""Every packaged row fits its schema; every pattern finds and misses what it says."""

from __future__ import annotations

import pytest

from kg import resources
from kg.resources import ROOT, Pattern, lexicon, patterns, read_schema, weights


def stems(folder: str, ending: str) -> list[str]:
    names = sorted(path.name for path in ROOT.joinpath(folder).iterdir())
    return [name.removesuffix(ending) for name in names if name.endswith(ending)]


LEXICONS = stems("lexicons", ".csv")
PATTERN_FILES = sorted({*stems("patterns", ".jsonl")} & {*stems("schemas/patterns", ".json")})
PATTERNS = [pattern for name in PATTERN_FILES for pattern in patterns(name).values()]


@pytest.mark.parametrize("name", LEXICONS)
def test_each_row_of_a_lexicon_fits_its_schema(name: str) -> None:
    rows = lexicon(name)
    assert rows
    assert all(row.keys() == read_schema(ROOT, f"lexicons/{name}.csv")["fields"].keys() for row in rows)


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.name)
def test_a_pattern_is_found_in_the_texts_it_must_be_found_in(pattern: Pattern) -> None:
    assert [text for text in pattern.finds if not pattern.regex.search(text)] == []


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.name)
def test_a_pattern_is_not_found_in_the_texts_it_must_miss(pattern: Pattern) -> None:
    assert [text for text in pattern.misses if pattern.regex.search(text)] == []


@pytest.mark.parametrize("name", LEXICONS)
def test_no_lexicon_cites_a_web_address(name: str) -> None:
    text = ROOT.joinpath("lexicons", f"{name}.csv").read_text("utf-8")
    assert "http" not in text
    assert "www." not in text


@pytest.mark.parametrize("name", stems("schemas/lexicons", ".json"))
def test_each_schema_belongs_to_a_file(name: str) -> None:
    assert name in LEXICONS


def test_the_program_weights_are_read_by_feature() -> None:
    assert weights("programs")["phrase/common-head"] < 0 < weights("programs")["quote/act_end"]


def test_a_lexicon_is_read_once() -> None:
    assert resources.lexicon("honors") is resources.lexicon("honors")
