"""Work spread over processes gives what one process gives, whatever happens to a process."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from kg import workers
from kg.errors import EmptyDocumentError, KgError

WORDS = ["建德", "普陀", "", "crash", "钱塘", "die", "下城", "全国", "杭州", "浙江"]


def measure(deadly: bool, text: str) -> int:
    if not text:
        raise EmptyDocumentError("text", "no text", "fill it")
    if text == "crash":
        raise ZeroDivisionError("by\nzero")
    if text == "die" and deadly:
        os._exit(9)
    return len(text)


def load(deadly: bool) -> Callable[[str], int]:
    return partial(measure, deadly)


def unloadable() -> Callable[[str], int]:
    raise KgError("lexicons/honors.csv:12", "no key", "give it one")


def outcomes(jobs: int, deadly: bool) -> list[tuple[str, int | None, str | None]]:
    found = workers.run(WORDS, partial(load, deadly), jobs, str)
    return [(o.item, o.result, o.error and str(o.error)) for o in found]


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_keep_the_order_and_errors_stand_beside_them(jobs):
    found = outcomes(jobs, deadly=False)
    assert [item for item, _, _ in found] == WORDS
    assert [result for _, result, _ in found] == [2, 2, None, None, 2, 3, 2, 2, 2, 2]
    assert [error for _, _, error in found if error] == [
        "text: no text; fill it",
        "crash: ZeroDivisionError: by zero; passed over; --debug shows where it happened",
    ]


def test_where_an_error_happened_survives_the_way_from_a_process():
    error = next(o.error for o in workers.run(["crash"], partial(load, False), 2, str))
    assert error is not None
    assert "in measure" in error.__notes__[0]


def test_a_process_that_dies_takes_only_its_own_item_with_it():
    found = outcomes(2, deadly=True)
    assert [result for _, result, _ in found] == [2, 2, None, None, 2, None, 2, 2, 2, 2]
    assert "died" in str(found[5][2])


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_cannot_be_loaded_stops_the_run_with_its_own_error(jobs):
    with pytest.raises(KgError, match=r"honors\.csv:12"):
        list(workers.run(WORDS, unloadable, jobs, str))


def test_items_are_asked_for_only_a_little_ahead():
    asked: list[int] = []

    def items() -> Iterator[str]:
        for n in range(1000):
            asked.append(n)
            yield "建德"

    running = workers.run(items(), partial(load, False), 2, str)
    next(running)
    running.close()
    assert len(asked) <= 2 * workers.AHEAD + 1
