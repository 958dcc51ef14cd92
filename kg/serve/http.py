"""Plain ASGI: what the hot path of the endpoint needs, and the line that is logged for each request."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable, Mapping
from typing import TextIO

from starlette.types import ASGIApp, Message, Receive, Scope, Send

GONE_AFTER = 0.25  # seconds a query has run when we begin to look whether its client is still there
CORS = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"ETag, Retry-After"),
)
PREFLIGHT = (
    *CORS,
    (b"access-control-allow-methods", b"GET, HEAD, POST, OPTIONS"),
    (b"access-control-allow-headers", b"*"),
    (b"access-control-max-age", b"86400"),
    (b"allow", b"GET, HEAD, POST, OPTIONS"),
)


class TooLong(Exception):
    """A request has a body longer than allowed."""


def headers_of(scope: Scope) -> dict[bytes, bytes]:
    """The headers by name; several of one name are one list, as RFC 9110 allows."""
    found: dict[bytes, bytes] = {}
    for name, value in scope["headers"]:
        found[name] = found[name] + b", " + value if name in found else value
    return found


def client_of(scope: Scope) -> str:
    return str(scope["client"][0]) if scope.get("client") else ""


def origin_of(scope: Scope, headers: Mapping[bytes, bytes]) -> str:
    """Scheme and host as the client knows them."""
    host = headers.get(b"host", b"localhost").decode("latin-1")
    return f"{scope.get('scheme', 'http')}://{host}"


async def read_body(receive: Receive, headers: Mapping[bytes, bytes], most: int) -> bytes:
    """The body of a request. Raises TooLong, at best before it is read."""
    length = headers.get(b"content-length", b"")
    if length.isdigit() and int(length) > most:
        raise TooLong
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return body
        body += bytes(message.get("body", b""))
        if len(body) > most:
            raise TooLong
        if not message.get("more_body"):
            return body


async def respond(
    send: Send,
    status: int,
    body: bytes = b"",
    headers: tuple[tuple[bytes, bytes], ...] = (),
    *,
    head: bool = False,
) -> None:
    """Send a response; `head` keeps its body back."""
    length = ((b"content-length", b"%d" % len(body)),) if status not in (204, 304) else ()
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *length]})
    await send({"type": "http.response.body", "body": b"" if head else body})


class Departure:
    """Calls back when a client hangs up, once its request has taken some time."""

    def __init__(self, receive: Receive, gone: Callable[[], None]) -> None:
        self._receive, self._gone = receive, gone
        self._task: asyncio.Task[None] | None = None
        self._call = asyncio.get_running_loop().call_later(GONE_AFTER, self._start)

    def stop(self) -> None:
        self._call.cancel()
        if self._task is not None:
            self._task.cancel()

    def _start(self) -> None:
        self._task = asyncio.ensure_future(self._wait())

    async def _wait(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._gone()


class Log:
    """One line for each request on a stream: time, client, request, status, bytes, milliseconds."""

    def __init__(self, app: ASGIApp, stream: TextIO | None = None) -> None:
        self.app, self.stream = app, stream
        self._second, self._stamp = 0, ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status, size = time.perf_counter(), 0, 0

        async def counted(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            else:
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, counted)
        finally:
            path = scope.get("raw_path", b"").partition(b"?")[0].decode("latin-1")
            taken = (time.perf_counter() - began) * 1000
            line = f"{client_of(scope)} {scope['method']} {path} {status} {size} B {taken:.1f} ms"
            (self.stream or sys.stderr).write(f"{self._now()} {line}\n")

    def _now(self) -> str:
        now = int(time.time())
        if now != self._second:
            self._second, self._stamp = now, time.strftime("%Y-%m-%dT%H:%M:%S", time.localtime(now))
        return self._stamp
