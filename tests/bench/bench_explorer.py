"""Weight of the explorer and time to its first use: python -m tests.bench.bench_explorer [ENTITIES…].

For each size a store is made of invented reports, each of a union and what it does, and served; then
Chromium opens the map of all, an entity, a second one and a path. Times are seconds of wall clock,
weights those of all that came over the line, packed.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Page

import kg
from kg.facts.model import (
    DocumentFacts,
    Entity,
    EntityType,
    Evidence,
    Mention,
    Observation,
    Relation,
    RelationType,
)
from kg.rdf.iris import mint
from tests.bench.visit import Visit
from tests.browser.chromium import chromium
from tests.serve.servers import served

PLACES = ["杭州市", "宁波市", "钱塘区", "普陀区", "建德市", "舟山市", "余杭区", "海宁市", "长兴县", "德清县"]
WORDS = "春风大江光明振兴宏图和平江南同心东海永安新兴华泰恒力"
KINDS: dict[EntityType, tuple[str, RelationType]] = {
    "Program": ("技能竞赛", "ORGANIZES"),
    "Honor": ("先锋号", "CONFERRED"),
    "Company": ("机械有限公司", "COOPERATES_WITH"),
    "Person": ("", "HOLDS_POST"),
    "Place": ("街道", "JURISDICTION"),
    "Facility": ("职工之家", "OPERATES"),
    "Document": ("实施办法", "ISSUED"),
}
OF_A_REPORT = 80  # entities, of which some are in other reports too


def name(chance: random.Random, number: int, tail: str) -> str:
    head = "".join(chance.sample(WORDS, 2)) + chr(0x4E00 + number % 9000) + chr(0x4E00 + number // 9000)
    return chance.choice(PLACES) + head + tail


def reports(entities: int) -> Iterator[DocumentFacts]:
    """Reports that name so many entities between them, some of them in several reports."""
    chance = random.Random(7)
    shared: list[tuple[EntityType, str]] = []
    made = number = 0
    while made < entities:
        people: list[tuple[EntityType, str]] = [("Union", name(chance, number, "总工会"))]
        people += chance.sample(shared, min(len(shared), 12))
        while len(people) < OF_A_REPORT and made + len(people) < entities + 12:
            number += 1
            type = chance.choice(list(KINDS))
            people.append((type, name(chance, number, KINDS[type][0])))
        fresh = [one for one in people if one not in shared]
        made += len(fresh)
        shared = (shared + chance.sample(fresh, min(len(fresh), 8)))[-400:]
        number += 1
        yield report(chance, f"r{number}", list(dict.fromkeys(people)))


def report(chance: random.Random, id: str, named: list[tuple[EntityType, str]]) -> DocumentFacts:
    """One report: a sentence for each entity, which says what its union has to do with it."""
    union, year = named[0][1], chance.randrange(2008, 2024)
    raw, entities, relations, numbers = "", [], [], []
    for i, (type, each) in enumerate(named):
        sentence = f"{union}开展{each}共12场。"
        start = len(raw) + len(union) + 2
        said = Evidence(
            len(raw), len(raw) + len(sentence), sentence, "bench", chance.choice([0.6, 0.8, 0.95])
        )
        raw += sentence
        mention = Mention(start, start + len(each), each, type)
        entities.append(Entity(f"e{i}", type, each, (), (mention,)))
        subject = "e0" if chance.random() < 0.7 else f"e{chance.randrange(len(named))}"
        if type in KINDS and subject != f"e{i}":
            relations.append(Relation(KINDS[type][1], subject, f"e{i}", said, str(year)))
        if i % 9 == 1:
            at = start + len(each) + 1
            numbers.append(
                Observation(
                    "e0", "场次", 12.0, "场", at, at + 3, "12场", said, period=str(year), about=(f"e{i}",)
                )
            )
    return DocumentFacts(
        id,
        f"{id}.txt",
        sha256(raw.encode()).hexdigest(),
        raw,
        f"{union}{year}年工作报告",
        published=f"{year + 1}-01-15",
        union="e0",
        entities=tuple(entities),
        relations=tuple(relations),
        observations=tuple(numbers),
    )


def store_of(entities: int, folder: Path) -> None:
    with kg.open_store(folder) as store:
        for facts in reports(entities):
            store.replace(facts)


BEGINS = """() => { window.begun = new Promise((done) => new MutationObserver((_, one) => {
  one.disconnect(); done();
}).observe(document.documentElement, { attributeFilter: ["data-ready"] })); }"""


def ready(page: Page) -> None:
    page.wait_for_selector("html[data-ready=yes]", state="attached", timeout=300_000)
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def shown(page: Page) -> str:
    found = page.evaluate("[explorer.graph.nodes.length, explorer.graph.links.length]")
    artist = page.evaluate("document.documentElement.dataset.artist")
    return f"{found[0]} entities, {found[1]} links, {artist}"


def measure(entities: int, folder: Path) -> None:
    """Make, serve, visit, print."""
    began = time.perf_counter()
    if not (folder / "graph").exists():
        store_of(entities, folder / "graph")
    print(f"\n{entities:,} entities, stored in {time.perf_counter() - began:.0f} s", flush=True)
    os.environ["XDG_CACHE_HOME"] = str(folder / "cache")  # where a server keeps what it has read
    first = next(iter(reports(entities)))
    union = quote(mint("Union", first.entities[0].name), safe="")
    with served(folder / "graph", folder / "log") as server, chromium() as browser:
        for label, path in (
            ("map, first visit to the server", "/explore"),
            ("map, first visit of a browser", "/explore"),
            ("an entity", f"/explore?entity={union}"),
        ):
            context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
            page = context.new_page()
            visit = Visit(page, server)
            seconds, weight = visit.open(path, ready, "load")
            print(f"  {label:34}{seconds:7.2f} s {weight:8.0f} kB  {shown(page)}", flush=True)
            seconds, weight = visit.open(path, ready, "load")
            print(f"  {'the same once more':34}{seconds:7.2f} s {weight:8.0f} kB", flush=True)
            if "entity" in path:
                began = time.perf_counter()
                page.locator("#tab-lists").click()
                page.evaluate(BEGINS)  # before the click: what begins may end before it is looked for
                page.locator("#entities button[aria-label^='展开']").nth(1).click()
                page.evaluate("window.begun")
                ready(page)
                taken = time.perf_counter() - began
                print(f"  {'opening a neighbour':34}{taken:7.2f} s {'':11}  {shown(page)}", flush=True)
            context.close()
        for label, path in (
            ("view of an entity, alone", f"/explore/view?entity={union}"),
            ("map, alone", "/explore/view"),
        ):
            server.get(path, accept_encoding="gzip")
            packed = {"accept-encoding": "gzip"}
            seconds = min(server.send("GET", path, None, packed).seconds for _ in range(5))
            print(f"  {label:34}{seconds * 1000:6.0f} ms", flush=True)


def main(sizes: list[int]) -> None:
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            measure(size, Path(folder))


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1_000, 10_000, 100_000])
