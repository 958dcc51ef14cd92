"""Servers for the tests: the real one in its own process, and one with updates in a thread."""

from __future__ import annotations

import asyncio
import http.client
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Coroutine, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import uvicorn

from kg.rdf.iris import BASE, Iris
from kg.serve.app import application
from kg.serve.limits import Limits
from kg.serve.messages import OK, WRONG, Reply
from kg.serve.pool import Ticket
from kg.serve.worker import Reader
from kg.store.store import Store

ROOT = Path(__file__).parents[2]
Result = TypeVar("Result")


@dataclass(frozen=True)
class Response:
    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]


@dataclass
class Server:
    port: int
    process: subprocess.Popen[str] | None = None
    log: Path | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def send(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float = 60,
    ) -> Response:
        began = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body, dict(headers or {}))
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Response(answer.status, found, answer.read(), time.perf_counter() - began)
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.send("GET", quote(path, safe="/?=&%+-._~:@!$'()*,;"), None, named)

    def ask(self, sparql: str, *more: tuple[str, str], **headers: str) -> Response:
        return self.get("/sparql?" + urlencode([("query", sparql), *more]), **headers)


@contextmanager
def served(store: Path, log: Path, *options: str) -> Iterator[Server]:
    """`kg serve` over a store, on a free port, until the end."""
    command = [sys.executable, "-m", "kg.cli.main", "serve", "--store", str(store), "--port", "0", *options]
    with log.open("w") as stream:
        process = subprocess.Popen(
            command, stderr=stream, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, cwd=log.parent
        )
    try:
        port = 0
        for _ in range(300):
            found = re.search(r"http://127\.0\.0\.1:(\d+)/", log.read_text())
            if found:
                port = int(found[1])
                break
            if process.poll() is not None:
                break
            time.sleep(0.1)
        assert port, log.read_text()
        server = Server(port, process, log)
        assert server.get("/").status == 200  # waits in the socket's line until the server is up
        yield server
    finally:
        process.terminate()
        process.wait(20)


class Memory:
    """A backend and an executor of updates over one store in memory."""

    def __init__(self) -> None:
        self.inner = ox.Store()
        self.reader = Reader(Path("/nonexistent"), BASE, Limits())
        self.reader._store = Store(self.inner, "memory", Iris(BASE), read_only=False)

    async def answer(self, ticket: Ticket) -> Reply:
        return self.reader.answer(ticket.job)

    def cancel(self, ticket: Ticket) -> None: ...

    def update(
        self, update: str, base_iri: str, using: tuple[str, ...], using_named: tuple[str, ...]
    ) -> Reply:
        """Run an update; the graphs named beside it become its USING clauses (Protocol, 2.2.3)."""
        clauses = "".join(
            [f"USING <{iri}> " for iri in using] + [f"USING NAMED <{iri}> " for iri in using_named]
        )
        if clauses and re.search(r"\b(USING|WITH)\b", update):
            return Reply(WRONG, where="update", found="graphs named both in the update and beside it")
        text = re.sub(r"\}\s*WHERE\b", lambda _: "} " + clauses + "WHERE", update) if clauses else update
        try:
            self.inner.update(text, base_iri=base_iri)
        except SyntaxError as error:
            return Reply(WRONG, where="update", found=str(error))
        return Reply(OK)


@contextmanager
def writable() -> Iterator[Server]:
    """The application with updates, which no command starts."""
    memory = Memory()
    app = application(memory, lambda: "", Limits(), updates=memory.update)
    config = uvicorn.Config(app, port=0, log_level="error", access_log=False, lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        for _ in range(300):
            if server.started:
                break
            time.sleep(0.05)
        assert server.started
        yield Server(server.servers[0].sockets[0].getsockname()[1])
    finally:
        server.should_exit = True
        thread.join(20)


def run(coroutine: Coroutine[Any, Any, Result]) -> Result:
    """What a coroutine gives, run in a thread of its own: a browser's tests keep a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()
