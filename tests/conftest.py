"""Stores of the facts of the seeds, as people read them, for the tests of all folders to read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.store.store import Store, open_store
from tests.facts.gold import gold


@pytest.fixture(scope="session")
def seeds_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("seeds") / "graph"
    with open_store(folder) as store:
        for facts in gold():
            store.replace(facts)
    return folder


@pytest.fixture(scope="session")
def store(seeds_store: Path) -> Iterator[Store]:
    """The same, open. Nothing can be written to it."""
    with open_store(seeds_store, read_only=True) as opened:
        yield opened
