"""CPU seconds of Chromium until a network page stands still: ours, and pyvis's own with physics off.

Run: python -m tests.browser.bench_network [NODES…]. Prints one line a page; the CPU time is that of
all browser processes from the opening to one idle second, less the same for an empty page.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from pathlib import Path

import networkx as nx
from playwright.sync_api import sync_playwright
from pyvis.network import Network

from kg.facts.model import ENTITY_TYPES
from kg.notebook.pictures import write_network
from tests.browser.chromium import ARGUMENTS, program

TICKS = os.sysconf("SC_CLK_TCK")


def graph_of(size: int) -> nx.MultiDiGraph:
    """Some unions with their entities about them, 2.2 facts an entity, as in a store of reports."""
    chance = random.Random(size)
    graph = nx.MultiDiGraph(documents={"r": {"title": "报告", "published": "2023"}}, observations=[])
    unions = max(3, size // 60)
    for i in range(size):
        type = "Union" if i < unions else chance.choice(ENTITY_TYPES[1:])
        graph.add_node(f"e:{i:05}", label=f"杭州市第{i}实体名称", type=type, aliases=[], reports=["r"])
    for i in range(int(2.2 * size)):
        other = i % size
        union = chance.randrange(unions) if chance.random() < 0.6 else chance.randrange(size)
        graph.add_edge(
            f"e:{union:05}", f"e:{other:05}", key=f"f:{i}", relation="ORGANIZES", label_zh="组织",
            label_en="organizes", time="2023", post=None, by=None, planned=False, report="r",
            report_title="报告", published="2023", sentence_start=0, marks=[[4, 10]], confidence=0.9,
            sentence="全年开展职工技能竞赛、走访慰问和医疗互助等工作,惠及职工3万人", rule="bench",
        )  # fmt: skip
    return graph


def cpu(root: int) -> float:
    """CPU seconds of a process and all below it that are alive or were waited for."""
    parents: dict[int, list[str]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            pid, rest = stat.read_text().split(" (", 1)
        except OSError:
            continue
        parents[int(pid)] = rest.rsplit(") ", 1)[1].split()
    total, queue = 0.0, [root]
    while queue:
        pid = queue.pop()
        total += sum(map(int, parents[pid][11:15])) / TICKS
        queue += [child for child, fields in parents.items() if int(fields[1]) == pid]
    return total


def measure(page: Path | None) -> tuple[float, float]:
    """CPU and wall seconds from the opening of a page until a second without work."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as profile:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=program(), args=ARGUMENTS, offline=True
        )
        root = next(
            int(stat.parent.name)
            for stat in Path("/proc").glob("[0-9]*/cmdline")
            if profile.encode() in stat.read_bytes() and b"--type=" not in stat.read_bytes()
        )
        tab = context.pages[0]
        time.sleep(2)
        before, began = cpu(root), time.perf_counter()
        if page:
            tab.goto(page.as_uri())
        ready = time.perf_counter() - began
        last = cpu(root)
        while True:
            time.sleep(1)
            now = cpu(root)
            if now - last < 0.05:
                break
            last = now
        context.close()
        return now - before, ready


def main(sizes: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder, "ours.html"), Path(folder, "theirs.html")
        for size in sizes:
            graph = graph_of(size)
            began = time.process_time()
            summary = write_network(graph, ours, max_nodes=size)
            writing = time.process_time() - began
            plain = Network(directed=True, cdn_resources="in_line")
            plain.toggle_physics(False)
            chance = random.Random(1)
            for iri, label in graph.nodes(data="label"):
                plain.add_node(iri, label=label, x=chance.randrange(3000), y=chance.randrange(3000))
            for a, b in graph.edges():
                plain.add_edge(a, b)
            theirs.write_text(plain.generate_html(), encoding="utf-8")
            for name, path in (("kg", ours), ("pyvis, physics off", theirs)):
                used, wall = measure(path)
                megabytes = path.stat().st_size / 1e6
                print(f"{size} nodes, {name}: {used:.1f} CPU s, open in {wall:.1f} s, {megabytes:.2f} MB")
            print(f"{size} nodes, kg: {summary.edges} facts, written in {writing:.1f} CPU s")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [300, 1000])
