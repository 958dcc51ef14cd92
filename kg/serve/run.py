"""`kg.serve`: open a store to the clients of SPARQL."""

from __future__ import annotations

import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import KgError, MissingExtraError, StoreError

if TYPE_CHECKING:
    pass


def serve(
    store: str | Path = "graph",
    port: int = 8321,
    host: str = "127.0.0.1",
    base: str | None = None,
    timeout: float = 30.0,
    memory: int = 1024,
    workers: int | None = None,
) -> None:
    """Serve a store until Ctrl-C: a SPARQL endpoint at `/sparql`, and entities under their IRIs.

    port: 0 takes a free one, which is printed. base: of the IRIs, as the store was built with.
    timeout: seconds a query may take. memory: MiB a query may take. workers: queries that run at
    once; four, or as many as there are cores.

    Raises StoreError where there is no store, MissingExtraError where the extra `web` is not
    installed, KgError where the port is taken.
    """
    try:
        import starlette  # noqa: F401
        import uvicorn
    except ImportError as error:
        raise MissingExtraError(
            "kg serve", f"{error.name} is not installed", 'pip install "union-work-kg[web]"'
        ) from error
    from kg.rdf.iris import BASE
    from kg.serve.app import of_store
    from kg.serve.limits import Limits
    from kg.store.store import open_store

    if not hasattr(socket, "AF_UNIX") or sys.platform == "win32":
        raise KgError("kg serve", "needs Linux or macOS", "run it in WSL or in a container")
    base = base or BASE
    limits = Limits(timeout=timeout, memory=memory, **({"workers": workers} if workers else {}))
    open_store(store, read_only=True, base=base).close()
    listening = _listen(host, port)
    app = of_store(str(store), limits, base=base)
    config = uvicorn.Config(
        app, access_log=False, log_level="warning", server_header=False, timeout_graceful_shutdown=2
    )
    shown = f"[{host}]" if ":" in host else host
    sys.stderr.write(f"kg serve: http://{shown}:{listening.getsockname()[1]}/sparql; Ctrl-C ends it\n")
    server = uvicorn.Server(config)
    with suppress(KeyboardInterrupt):
        server.run(sockets=[listening])
    if not server.started:
        raise StoreError(store, "the server did not start", "run it with --debug")


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises KgError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(1024)
    except OSError as error:
        listening.close()
        said = error.strerror or str(error)
        raise KgError(f"{host}:{port}", said.lower(), "choose another --port or --host") from error
    return listening
