"""The process beside the server: answers belong to their questions, and its death is survived."""

from __future__ import annotations

import asyncio
import gzip
import json
from pathlib import Path

import pytest

from kg.rdf.iris import BASE, mint
from kg.serve.side import Refused, Side, Unready
from tests.serve.servers import run

UNION = mint("Union", "杭州市钱塘区总工会")


def ask(side: Side, *questions: object) -> list[object]:
    async def all_() -> list[object]:
        try:
            found = await asyncio.gather(*map(side.ask, questions), return_exceptions=True)
        finally:
            await side.close()
        return [json.loads(gzip.decompress(one)) if isinstance(one, bytes) else one for one in found]

    return run(all_())


@pytest.fixture
def side(seeds_store: Path) -> Side:
    return Side("kg.serve.surveyor", seeds_store, BASE)


def test_each_of_many_questions_at_once_gets_its_own_answer(side):
    first, second, third = ask(
        side, {"do": "view"}, {"do": "view", "start": [UNION]}, {"do": "view", "start": ["no such"]}
    )
    assert (first["sort"], second["sort"]) == ("map", "near")
    assert isinstance(third, Refused)


@pytest.mark.parametrize(
    "question", [{"do": "nothing"}, {"do": "page"}, {}, [], None, {"do": "view", "years": "x"}]
)
def test_what_is_no_question_is_refused_and_the_next_is_answered(side, question):
    first, second = ask(side, question, {"do": "view"})
    assert isinstance(first, Refused) or first["sort"] == "map"
    assert second["sort"] == "map"


def test_without_a_store_it_is_not_ready(tmp_path):
    (found,) = ask(Side("kg.serve.surveyor", tmp_path / "none", BASE), {"do": "view"})
    assert isinstance(found, Unready)


def test_after_its_death_the_next_question_starts_it_anew(side):
    async def twice() -> list[object]:
        try:
            first = await side.ask({"do": "view"})
            assert side._process is not None
            side._process.kill()
            await side._process.wait()
            return [first, await side.ask({"do": "view"})]
        finally:
            await side.close()

    first, second = run(twice())
    assert first == second


def test_a_question_under_way_when_it_dies_is_told_so(side):
    async def die() -> object:
        try:
            await side.ask({"do": "view"})
            waiting = asyncio.ensure_future(side.ask({"do": "view", "steps": ["x"] * 50}))
            await asyncio.sleep(0)
            assert side._process is not None
            side._process.kill()
            return (await asyncio.gather(waiting, return_exceptions=True))[0]
        finally:
            await side.close()

    assert isinstance(run(die()), Unready | bytes)
