"""Servers that the tests of a session share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from tests.serve.servers import Server, served, writable

W3C = Path(__file__).parent / "w3c"
MANY = 250_000


@pytest.fixture(scope="session")
def server(seeds_store: Path) -> Iterator[Server]:
    with served(seeds_store, seeds_store.parent / "log", "--workers", "2", "--timeout", "10") as running:
        yield running


@pytest.fixture(scope="session")
def w3c_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Over the data of the W3C suite, each file in a graph named as the manifest names it."""
    folder = tmp_path_factory.mktemp("w3c")
    store = ox.Store(str(folder / "graph"))
    for file in sorted(W3C.glob("data*.nt")):
        name = ox.NamedNode(f"http://kasei.us/2009/09/sparql/data/{file.stem}.rdf")
        store.load(path=file, format=ox.RdfFormat.N_TRIPLES, to_graph=name)
    store.flush()
    del store
    with served(folder / "graph", folder / "log", "--workers", "2") as running:
        yield running


@pytest.fixture(scope="session")
def writable_server() -> Iterator[Server]:
    with writable() as running:
        yield running


@pytest.fixture(scope="session")
def big_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Over a million triples, with limits that are soon reached."""
    folder = tmp_path_factory.mktemp("big")
    store = ox.Store(str(folder / "graph"))
    lines = "".join(
        f"<http://example.org/{i}> <http://example.org/next> <http://example.org/{(i * 7 + 1) % MANY}> .\n"
        f"<http://example.org/{i}> <http://example.org/knows> <http://example.org/{i // 3}> .\n"
        f'<http://example.org/{i}> <http://www.w3.org/2000/01/rdf-schema#label> "第{i}工会{"a" * 30}" .\n'
        f"<http://example.org/{i}> a <https://w3id.org/union-work/ontology#Union> .\n"
        for i in range(MANY)
    )
    store.bulk_load(lines.encode(), format=ox.RdfFormat.TURTLE)
    store.flush()
    del store
    options = ("--workers", "3", "--timeout", "4", "--memory", "400")
    with served(folder / "graph", folder / "log", *options) as running:
        yield running
