"""The explorer: a page on which people walk through the graph, and what the page asks for."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.errors import KgError
from kg.facts.model import ENTITY_TYPES
from kg.notebook.style import STYLES
from kg.rdf.iris import segment
from kg.serve import dress, evidence, failures, messages, negotiate
from kg.serve.messages import Reply
from kg.serve.side import Refused, Unready
from kg.serve.web import FOR_EVER, VARY, Web, packed
from kg.store import queries

if TYPE_CHECKING:
    from kg.serve.app import Endpoint

LISTS = {"e": "start", "s": "steps", "ft": "types", "fr": "kinds", "fd": "reports"}
MANY = 2000  # items of one list of a state
CELLS = 20_000  # cells of an answer in which entities are looked for
PYVIS = "vis-network.js"


class Explorer:
    """The routes. Without a process that holds the graph there is no explorer."""

    def __init__(self, endpoint: Endpoint, web: Web) -> None:
        self.endpoint, self.web, self.side = endpoint, web, web.side

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/explore", self.page),
            Route("/explore/files/{version}/{name}", self.file),
            Route("/explore/view", self.view),
            Route("/explore/evidence", self.evidence),
            Route("/explore/between", self.between),
            Route("/explore/page", self.sheet, methods=["POST"]),
        ]

    async def page(self, request: Request) -> Response:
        """`/explore?…`: the page; the browser reads the state from the address."""
        if self.side is None:
            raise HTTPException(404)
        await self.side.start()
        worn = self.web.worn(request, "explorer")
        body = dress.render(
            "explorer",
            worn,
            kind="explorer",
            title="图谱浏览 Explorer",
            version=version(),
            questions=queries.questions(),
            told={
                "base": self.web.base,
                "types": [{"key": type} | asdict(STYLES[type]) for type in ENTITY_TYPES],
                "files": f"/explore/files/{version()}/",
            },
        )
        headers = {"cache-control": "no-cache", "vary": VARY} | dress.ASKING
        return packed(request, body, "text/html; charset=utf-8", headers)

    async def file(self, request: Request) -> Response:
        """A module of the page, or a library it draws with."""
        name = request.path_params["name"]
        if name not in files() or request.path_params["version"] != version():
            raise HTTPException(404)
        body, small = files()[name]
        headers = {"cache-control": FOR_EVER, "content-type": dress.TYPES[".js"], "vary": "Accept-Encoding"}
        headers["x-content-type-options"] = "nosniff"
        if negotiate.takes_gzip(request.headers.get("accept-encoding", "")):
            return Response(small, headers=headers | {"content-encoding": "gzip"})
        return Response(body, headers=headers)

    async def view(self, request: Request) -> Response:
        """`/explore/view?…`: what is to be seen in a state, as JSON."""
        asked: dict[str, Any] = {"do": "view"} | state_of(request.query_params)
        if "entity" in request.query_params:
            asked["start"] = [self._iri(request.query_params["entity"])]
        sparql = request.query_params.get("sparql", "")
        try:
            if name := request.query_params.get("q"):
                sparql = queries.find(name).sparql
            if sparql:
                rows = (await self.web.ask(request, {"answer": sparql}))["answer"]
                cells = dict.fromkeys(cell for row in rows for cell in row.values())
                asked["cells"] = list(cells)[:CELLS]
        except KgError as error:
            return self._wrong(request, error.found or str(error))
        return await self._ask(request, asked)

    async def evidence(self, request: Request) -> Response:
        """`/explore/evidence?a=IRI&b=IRI`: all that is said of two entities, with its sentences."""
        ends = [self._iri(request.query_params.get(name, "")) for name in ("a", "b")]
        rows = await self.web.ask(request, evidence.queries(*ends))
        body = json.dumps(evidence.read(rows), ensure_ascii=False).encode("utf-8", "replace")
        return packed(request, body, "application/json", {"cache-control": "no-cache", "vary": VARY})

    async def between(self, request: Request) -> Response:
        """`/explore/between?a=ID&b=ID`: the entities that a line between two communities connects."""
        ends = [request.query_params.get(name, "")[:64] for name in ("a", "b")]
        return await self._ask(request, {"do": "between", "ends": ends} | state_of(request.query_params))

    async def sheet(self, request: Request) -> Response:
        """POST `/explore/page`: the view of the body as a pyvis page, which is then a file."""
        if self.side is None:
            raise HTTPException(404)
        limit = self.endpoint.limits.request
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > limit:
                return self._wrong(request, f"more than {limit:,} bytes", 413)
        try:
            given = json.loads(body)
            nodes = [(str(key), float(x), float(y)) for key, x, y in given["nodes"]]
            asked = {"do": "page", "nodes": nodes, "title": str(given.get("title", ""))}
        except (KeyError, TypeError, ValueError, AttributeError):
            return self._wrong(request, "not the entities of a view")
        try:
            found = await self.side.ask(asked | state_of(request.query_params))
        except Refused as error:
            return self._wrong(request, str(error), messages.TOO_LARGE)
        except Unready:
            return self._unready()
        # A file for the user, which must not run as a page of this server.
        headers = {
            "content-disposition": 'attachment; filename="view.html"',
            "x-content-type-options": "nosniff",
        }
        page = json.loads(gzip.decompress(found)).encode()
        return packed(request, page, "text/html; charset=utf-8", headers | {"vary": VARY})

    def _unready(self) -> Response:
        """No error, and so nothing that a browser complains of: the page asks again."""
        body = json.dumps({"found": "the graph is still being read"}).encode()
        return Response(body, 202, {"retry-after": "1", "cache-control": "no-store"}, "application/json")

    async def _ask(self, request: Request, question: Mapping[str, Any]) -> Response:
        if self.side is None:
            raise HTTPException(404)
        try:
            body = await self.side.ask(question)
        except Refused as error:
            return self._wrong(request, str(error), 404)
        except Unready:
            return self._unready()
        headers = {"cache-control": "no-cache", "vary": VARY, "content-type": "application/json"}
        if negotiate.takes_gzip(request.headers.get("accept-encoding", "")):
            return Response(body, headers=headers | {"content-encoding": "gzip"})
        return Response(gzip.decompress(body), headers=headers)

    def _iri(self, given: str) -> str:
        """An IRI of ours, however it is written: whole, or as a path of this server."""
        path = given.removeprefix(self.web.base).lstrip("/")
        if not path.startswith("id/") or urlsplit(path).scheme:
            return given if not set(given) & set('<>"{}|^`\\ \t\r\n') else ""
        return self.web.base + "/".join(segment(unquote(part, errors="replace")) for part in path.split("/"))

    def _wrong(self, request: Request, found: str, status: int = messages.WRONG) -> Response:
        return failures.response(request, Reply(status, where="explorer", found=found))


def state_of(asked: Mapping[str, str]) -> dict[str, Any]:
    """The state that an address tells; numbers that are none are left out."""
    found: dict[str, Any] = {}
    for short, name in LISTS.items():
        if asked.get(short):
            found[name] = asked[short].split(",")[:MANY]
    first, _, last = asked.get("y", "").partition("-")
    if first.isdigit() and last.isdigit() and len(first) <= 4 and len(last) <= 4:
        found["years"] = [int(first), int(last)]
    if (sure := asked.get("c", "")).isdigit():
        found["confidence"] = min(int(sure), 100) / 100
    return found


@cache
def files() -> dict[str, tuple[bytes, bytes]]:
    """The scripts by name, plain and packed."""
    from kg.notebook.pictures import vis_network

    static = dress.HERE / "static"
    scripts = [*sorted((static / "explorer").glob("*.js")), static / "sigma.js"]
    texts = {path.name: path.read_text("utf-8") for path in scripts}
    texts[PYVIS] = vis_network()
    return {name: (text.encode(), gzip.compress(text.encode(), 9, mtime=0)) for name, text in texts.items()}


@cache
def version() -> str:
    """Another text for other scripts."""
    whole = b"".join(name.encode() + body for name, (body, _) in sorted(files().items()))
    return sha256(whole).hexdigest()[:12]
