"""Weight of the pages and time to their first use: python -m tests.bench.bench_pages [ENTITIES…].

For each size a store is made of the invented reports of `bench_explorer`, with numbers of real
indicators, and served; then a new Chromium opens each page once with an empty cache and once more.
Times are of wall clock; weights are what came over the line, packed. `KEEP=DIR` keeps the stores.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
from playwright.sync_api import Browser, Page

import kg
from kg.facts.model import DocumentFacts
from kg.rdf.iris import mint
from kg.rdf.quads import to_quads
from kg.rdf.terms import Literal
from tests.bench.bench_explorer import reports
from tests.bench.visit import Visit
from tests.browser.chromium import chromium
from tests.serve.servers import served

INDICATORS = [
    ("新建基层工会", "家"),
    ("新发展会员", "名"),
    ("参加医疗互助的职工", "人"),
    ("发放慰问金", "元"),
    ("户外劳动者驿站", "个"),
    ("劳动和技能竞赛", "场"),
    ("新签集体合同", "份"),
]
ROUNDS = 3


def numbered(entities: int) -> Iterator[DocumentFacts]:
    """The invented reports, with numbers that differ, of indicators that the scheme has."""
    chance = random.Random(11)
    for facts in reports(entities):
        numbers = []
        for one in facts.observations:
            words, unit = chance.choice(INDICATORS)
            value = float(chance.randrange(10, 90_000))
            numbers.append(replace(one, indicator=words, unit=unit, value=value, about=()))
        yield replace(facts, observations=tuple(numbers))


def store_of(entities: int, folder: Path) -> None:
    """All at once: `Store.replace` brings one report to disk at a time, which takes ten times as long."""

    def term(value: str | Literal) -> ox.NamedNode | ox.Literal:
        if not isinstance(value, Literal):
            return ox.NamedNode(value)
        datatype = ox.NamedNode(value.datatype) if value.datatype else None
        return ox.Literal(value.value, language=value.language, datatype=datatype)

    def quads() -> Iterator[ox.Quad]:
        for facts in numbered(entities):
            for one in to_quads(facts):
                graph = ox.NamedNode(one.graph)
                said = ox.NamedNode(one.subject), ox.NamedNode(one.predicate), term(one.object)
                yield ox.Quad(*said, graph)
                yield ox.Quad(*said)  # the merge of all reports

    store = ox.Store(str(folder))
    store.bulk_extend(quads())
    store.optimize()
    store.flush()
    del store
    kg.open_store(folder).close()  # adds the ontology


def pages(entities: int) -> list[tuple[str, str, str]]:
    """Name, address, and what stands on the page when it can be used."""
    first = next(iter(reports(entities)))
    union = quote("/id/union/" + mint("Union", first.entities[0].name).rpartition("/")[2])
    ready = "html[data-ready=yes]"
    return [
        ("start", "/", ".cards"),
        ("search", "/search?q=" + quote("总工会"), ".hits li"),
        ("search, short form", "/search?q=" + quote("振兴区总"), ".hits"),
        ("entity", union, "main.entity"),
        ("reader", f"/reader/{first.id}", ready),
        ("indicators", "/indicators", ready),
        ("an indicator", "/indicators/new-grassroots-unions", ready),
        ("query", "/query", ready),
        ("query, answered", "/query?example=q11", ready),
    ]


def measure(entities: int, folder: Path, browser: Browser) -> None:
    """Make, serve, visit, print."""
    began = time.perf_counter()
    if not (folder / "graph").exists():
        store_of(entities, folder / "graph")
        print(f"stored in {time.perf_counter() - began:.0f} s", flush=True)
    with served(folder / "graph", folder / "log") as server:
        began = time.perf_counter()
        while (
            server.get("/search?q=zgh", accept="text/html").status != 200
            or "拼音" not in server.get("/search?q=zgh", accept="text/html").text
        ):
            time.sleep(2)  # each search takes the index's own time
        print(f"\n{entities:,} entities; names read and spelled after {time.perf_counter() - began:.1f} s")
        print(f"{'page':22}{'first, ms':>11}{'again, ms':>11}{'kB':>8}{'kB again':>10}", flush=True)
        for name, path, selector in pages(entities):
            wait = partial(Page.wait_for_selector, selector=selector, state="attached", timeout=120_000)
            firsts, seconds, weights = [], [], (0.0, 0.0)
            for _ in range(ROUNDS):
                context = browser.new_context(viewport={"width": 1280, "height": 860})
                visit = Visit(context.new_page(), server)
                first, weight = visit.open(path, wait)
                second, less = visit.open(path, wait)
                firsts.append(1000 * first)
                seconds.append(1000 * second)
                weights = (weight, less)
                context.close()
            print(
                f"{name:22}{min(firsts):11.0f}{min(seconds):11.0f}{weights[0]:8.0f}{weights[1]:10.0f}",
                flush=True,
            )


def main(sizes: list[int]) -> None:
    with chromium() as browser, tempfile.TemporaryDirectory() as temporary:
        for size in sizes:
            folder = Path(os.environ.get("KEEP", temporary)) / str(size)
            folder.mkdir(parents=True, exist_ok=True)
            measure(size, folder, browser)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1_000, 10_000, 100_000])
