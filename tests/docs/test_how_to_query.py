"""The pages about querying: every example gives what it shows, and the list of questions is whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.cli import guide
from kg.store.queries import questions
from kg.store.store import Store

EXAMPLE = re.compile(r"```sparql\n(.*?)\n```\n```text\n(.*?)```", re.DOTALL)
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")


def text(language: str) -> str:
    return guide.PAGES[language].read_text(encoding="utf-8")


EXAMPLES = EXAMPLE.findall(text("en"))


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_an_example_gives_the_answer_that_stands_below_it(store: Store, number: int) -> None:
    query, answer = EXAMPLES[number]
    assert store.query(query).to_table() == answer


def test_every_query_of_the_page_is_shown_with_its_answer() -> None:
    assert len(EXAMPLES) == text("en").count("```sparql") >= 4


def test_both_pages_have_the_same_examples() -> None:
    assert EXAMPLE.findall(text("zh")) == EXAMPLES


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_list_of_questions_is_the_one_that_the_questions_give(language: str) -> None:
    assert guide.filled(text(language), language) == text(language), "run python -m kg.cli.guide"


def test_every_question_stands_under_one_theme() -> None:
    listed = [name for _, _, names in guide.THEMES for name in names.split()]
    assert sorted(listed) == [question.name for question in questions()]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_link_leads_to_a_file(language: str) -> None:
    links = LINK.findall(text(language))
    assert len(links) > len(questions())
    for link in links:
        assert (Path(guide.DOCS) / link).exists(), link
