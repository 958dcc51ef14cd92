"""The routes of the server: the endpoint at `/sparql`, terms and entities by their IRIs, a start page."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from kg.rdf.iris import BASE
from kg.serve import failures, http, messages, negotiate, sparql
from kg.serve.asking import QueryPage
from kg.serve.description import description
from kg.serve.explorer import Explorer
from kg.serve.finder import Finder
from kg.serve.home import Home
from kg.serve.http import CORS, PREFLIGHT
from kg.serve.indicators import Indicators
from kg.serve.limits import Limits
from kg.serve.messages import Job, Reply
from kg.serve.pages import Pages
from kg.serve.pool import Backend, Pool, Ticket
from kg.serve.side import Side
from kg.serve.state import Watch
from kg.serve.web import Failed, Web

FRESH = (b"cache-control", b"no-cache")  # keep it, and ask whether it still holds
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


class Endpoint:
    """The SPARQL endpoint, as an ASGI application.

    backend: what answers queries. state: of the store, now. updates: what runs updates; only tests
    have such a thing.
    """

    def __init__(
        self, backend: Backend, state: sparql.State, limits: Limits, updates: sparql.Updates | None = None
    ) -> None:
        self.backend, self.state, self.limits, self.updates = backend, state, limits, updates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers, method = http.headers_of(scope), scope["method"]
        if method == "OPTIONS":
            await http.respond(send, 204, headers=PREFLIGHT)
            return
        try:
            await self._answer(scope, receive, send, headers, method)
        except sparql.Refused as refused:
            allow = ((b"allow", refused.allow.encode()),) if refused.allow else ()
            await self._fail(send, refused.reply, headers, method, allow)
        except http.TooLong:
            reply = Reply(
                413, where="request", found=f"more than {self.limits.request:,} bytes", advice="ask for less"
            )
            await self._fail(send, reply, headers, method, ((b"connection", b"close"),))

    async def _answer(
        self, scope: Scope, receive: Receive, send: Send, headers: dict[bytes, bytes], method: str
    ) -> None:
        body = await http.read_body(receive, headers, self.limits.request) if method == "POST" else b""
        if len(scope["query_string"]) > self.limits.request:
            raise http.TooLong
        asked = sparql.parse(method, scope["query_string"], headers, body, updates=self.updates is not None)
        endpoint = http.origin_of(scope, headers) + scope["path"]
        if asked is None:
            await self._describe(send, headers, method, endpoint)
            return
        if asked.is_update:
            assert self.updates is not None
            reply = self.updates(asked.text, endpoint, asked.graphs, asked.named)
            if reply.status == messages.OK:
                await http.respond(send, 204, headers=CORS)
            else:
                await self._fail(send, reply, headers, method)
            return
        job = sparql.job_of(asked, headers, endpoint)
        name = sparql.name_of(job) if method != "POST" else None
        if b"if-none-match" in headers:
            tag = sparql.etag(name, self.state())
            if sparql.matches(headers[b"if-none-match"], tag):
                await http.respond(send, 304, headers=(*CORS, FRESH, *_named(tag)))
                return
        reply = await self.ask(job, scope, receive)
        if reply.status != messages.OK:
            await self._fail(send, reply, headers, method)
            return
        more = ((b"content-encoding", reply.encoding.encode()),) if reply.encoding else ()
        await http.respond(
            send,
            200,
            reply.body,
            (
                *CORS,
                FRESH,
                (b"content-type", sparql.content_type(reply.media_type).encode()),
                (b"vary", sparql.VARY.encode()),
                *_named(sparql.etag(name, reply.state)),
                *more,
            ),
            head=method == "HEAD",
        )

    async def ask(self, job: Job, scope: Scope, receive: Receive) -> Reply:
        """Run a job for a client, for as long as the client waits."""
        ticket = Ticket(job, http.client_of(scope))
        departure = http.Departure(receive, lambda: self.backend.cancel(ticket))
        try:
            return await self.backend.answer(ticket)
        finally:
            departure.stop()

    async def _describe(self, send: Send, headers: dict[bytes, bytes], method: str, endpoint: str) -> None:
        accept = headers.get(b"accept", b"*/*").decode("latin-1")
        name = negotiate.choose(accept, negotiate.GRAPHS | {"text/html": "text/html"})
        if name is None:
            reply = Reply(messages.NOT_ACCEPTABLE, where="Accept", found="graph")
            await self._fail(send, reply, headers, method)
            return
        if name == "text/html":  # a person, who is better served by an editor
            await http.respond(send, 303, b"", (*CORS, (b"location", b"/query"), (b"vary", b"Accept")))
            return
        media_type = negotiate.GRAPHS[name]
        body = description(endpoint, media_type)
        media_type = sparql.content_type(media_type)
        found = (*CORS, (b"content-type", media_type.encode()), (b"vary", b"Accept"))
        await http.respond(send, 200, body, found, head=method == "HEAD")

    async def _fail(
        self,
        send: Send,
        reply: Reply,
        headers: dict[bytes, bytes],
        method: str,
        more: tuple[tuple[bytes, bytes], ...] = (),
    ) -> None:
        media_type, body = sparql.error_of(reply, headers.get(b"accept", b"*/*").decode("latin-1"))
        later = ((b"retry-after", b"%d" % reply.seconds),) if reply.seconds else ()
        found = (*CORS, (b"content-type", media_type.encode()), (b"vary", b"Accept"), *later, *more)
        await http.respond(send, reply.status, body, found, head=method == "HEAD")


def _named(tag: str | None) -> tuple[tuple[bytes, bytes], ...]:
    return ((b"etag", tag.encode()),) if tag else ()


def application(
    backend: Backend,
    state: Callable[[], str],
    limits: Limits,
    *,
    base: str = BASE,
    updates: sparql.Updates | None = None,
    more: Sequence[BaseRoute] = (),
    start: Callable[[], AsyncIterator[None]] | None = None,
    finder: Finder | None = None,
    side: Side | None = None,
) -> ASGIApp:
    """All routes as one ASGI application.

    base: of the IRIs, so that `/id/…` stands for `<base>id/…`. updates: for tests alone. more: other
    routes, which come before the start page. start: what runs around the application. finder: what
    searches names. side: what draws views of the graph.
    """
    endpoint = Endpoint(backend, state, limits, updates)
    web = Web(endpoint, base, finder, side)
    pages = Pages(endpoint, base, web)

    async def failed(request: HttpRequest, error: Exception) -> Response:
        if isinstance(error, Failed):
            return failures.response(request, error.reply)
        status = error.status_code if isinstance(error, HTTPException) else 500
        headers = error.headers if isinstance(error, HTTPException) else None
        text = "nothing here" if status == 404 else "this method is not for this page"
        found = text if status < 500 else "the server failed"
        return failures.response(request, Reply(status, where="request", found=found), headers)

    routes = [
        Route("/sparql", endpoint, methods=METHODS),
        Route("/sparql/", endpoint, methods=METHODS),
        Route("/id/{path:path}", pages.entity),
        Route("/ontology", pages.ontology),
        *web.routes(),
        *QueryPage(web).routes(),
        *Indicators(web).routes(),
        *Explorer(endpoint, web).routes(),
        *more,
        *Home(web).routes(),
    ]
    app = Starlette(
        routes=routes,
        exception_handlers=dict.fromkeys((HTTPException, Failed, Exception), failed),
        lifespan=None if start is None else asynccontextmanager(lambda _: start()),
    )
    return http.Log(app)


def of_store(folder: str, limits: Limits | None = None, *, base: str = BASE) -> ASGIApp:
    """The application over the store in a folder, with its pool of workers."""
    limits = limits or Limits()
    pool, finder = Pool(folder, base, limits), Finder(folder, base)
    side = Side("kg.serve.surveyor", folder, base)

    async def run() -> AsyncIterator[None]:
        await pool.start()
        try:
            yield
        finally:
            await finder.close()
            await side.close()
            await pool.close()

    return application(pool, Watch(folder), limits, base=base, start=run, finder=finder, side=side)
