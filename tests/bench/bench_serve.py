"""How many simple queries a second the endpoint answers, and how long it takes after a hostile one.

    python tests/bench/bench_serve.py [--store DIR] [--seconds N] [--clients N] [--oxigraph PROGRAM]

Without --store a store of the seeds' facts is made. The client is wrk where it is installed, and
one of our own otherwise, which takes more of the machine and so measures less. With --oxigraph, a
path to the program `oxigraph`, its server answers the same queries over the same store. Client and
server share the machine; compare the figures of one run.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

PREFIXES = (
    "PREFIX uw: <https://w3id.org/union-work/ontology#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
)
QUERIES = {
    "one row": "SELECT ?name { ?s a uw:Union ; rdfs:label ?name } OFFSET %d LIMIT 1",
    "100 rows": "SELECT ?s ?name { ?s a ?type ; rdfs:label ?name } OFFSET %d LIMIT 100",
}
HOSTILE = "SELECT * { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f } ORDER BY ?b ?d"
LUA = 'local n = 0\nrequest = function() n = n + 1 return wrk.format("GET", ({%s})[n %% 7 + 1]) end\n'


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--oxigraph")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = arguments.store or seeds_store(Path(folder) / "graph")
        figures: dict[str, dict[str, float]] = {name: {} for name in QUERIES}
        with kg_serve(store) as port:
            for name, query in QUERIES.items():
                figures[name]["kg serve"] = rate(port, "/sparql", query, arguments)
            hostile(port)
        if arguments.oxigraph:
            with oxigraph(arguments.oxigraph, store) as port:
                for name, query in QUERIES.items():
                    figures[name]["oxigraph"] = rate(port, "/query", query, arguments)
    for name, found in figures.items():
        print(f"{name}:", ", ".join(f"{server} {figure:,.0f}/s" for server, figure in found.items()))


def seeds_store(folder: Path) -> Path:
    """A store of what people read in the seeds."""
    import kg
    from kg.facts import jsonl

    with kg.open_store(folder) as store:
        for facts in jsonl.read(ROOT / "seeds/gold/seeds.jsonl", texts=ROOT / "seeds"):
            store.replace(facts)
    return folder


@contextmanager
def kg_serve(store: Path) -> Iterator[int]:
    port = free_port()
    command = [sys.executable, "-m", "kg.cli.main", "serve", "--store", str(store.resolve())]
    with running([*command, "--port", str(port)], port):
        yield port


@contextmanager
def oxigraph(program: str, store: Path) -> Iterator[int]:
    port = free_port()
    command = [program, "serve-read-only", "--location", str(store), "--bind", f"127.0.0.1:{port}"]
    with running(command, port):
        yield port


@contextmanager
def running(command: list[str], port: int) -> Iterator[None]:
    """A server in its own process, once it listens."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=ROOT, stdout=quiet, stderr=quiet)
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        time.sleep(1)
        yield
    finally:
        process.terminate()
        process.wait(20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def rate(port: int, path: str, query: str, arguments: argparse.Namespace) -> float:
    """Answers a second to one query at seven offsets, so that no two in a row are the same."""
    paths = [f"{path}?query={quote(PREFIXES + query % offset)}" for offset in range(7)]
    if not shutil.which("wrk"):
        return asyncio.run(own_rate(port, paths, arguments.seconds, arguments.clients))
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(LUA % ", ".join(f'"{each}"' for each in paths))
        script.flush()
        options = ["-t1", f"-c{arguments.clients}", f"-d{arguments.seconds:g}s", "-s", script.name]
        done = subprocess.run(
            ["wrk", *options, f"http://127.0.0.1:{port}"], capture_output=True, text=True, check=True
        )
    assert "Non-2xx" not in done.stdout, done.stdout
    found = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    assert found, done.stdout
    return float(found[1])


async def own_rate(port: int, paths: list[str], seconds: float, clients: int) -> float:
    """The same without wrk: connections that are kept, one request at a time on each."""
    requests = [f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode() for path in paths]
    until, answered = time.perf_counter() + seconds, 0

    async def client(number: int) -> None:
        nonlocal answered
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
        while time.perf_counter() < until:
            writer.write(requests[(number + answered) % len(requests)])
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200"), head
            length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
            assert length, head
            await reader.readexactly(int(length[1]))
            answered += 1
        writer.close()

    await asyncio.gather(*(client(number) for number in range(clients)))
    return answered / seconds


def hostile(port: int) -> None:
    """How long a query that wants all memory takes to end, and the simple one after it."""
    for name, query in (("hostile", HOSTILE), ("simple, after it", "ASK { ?s ?p ?o }")):
        began = time.perf_counter()
        asyncio.run(first_line(port, f"/sparql?query={quote(query)}"))
        print(f"{name}: {time.perf_counter() - began:.3f} s")


async def first_line(port: int, path: str) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
    line = await reader.readline()
    writer.close()
    return line


if __name__ == "__main__":
    main()
