"""A worker: a process that answers one query after another, over a store opened for reading.

It may be killed at any time, and it ends by itself when the server is gone. What a query does to
memory or to the engine, it does to this process alone.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from kg.errors import KgError, QueryError, StoreError
from kg.serve import messages
from kg.serve.limits import Body, Limits, TooLarge, rows_of
from kg.serve.messages import Job, Reply
from kg.serve.state import Watch
from kg.store.store import Store, open_store

AGAIN = 1.0  # seconds between two looks at a store that is being written
SMALL = 1400  # bytes that fit in one packet, where gzip gains nothing


class Reader:
    """A store opened for reading, and opened again when its folder has changed."""

    def __init__(self, folder: Path, base: str, limits: Limits) -> None:
        self.folder, self.base, self.limits = folder, base, limits
        self._watch = Watch(folder)
        self._store: Store | None = None
        self._state, self._opened = "", 0.0

    def answer(self, job: Job) -> Reply:
        """Run a job; every error becomes a reply."""
        try:
            store = self._current()
            try:
                return self._run(store, job)
            except QueryError:
                if not self._changed():
                    raise
                # The folder was written while the query ran: files of the old state may be gone.
                self._opened = 0.0
                return self._run(self._current(), job)
        except TooLarge as error:
            return refusal(messages.TOO_LARGE, error)
        except QueryError as error:
            return refusal(messages.WRONG, error)
        except StoreError as error:
            return refusal(messages.UNAVAILABLE, error)
        except MemoryError:
            return messages.out_of_memory(self.limits.memory)

    def _run(self, store: Store, job: Job) -> Reply:
        results = store.results(
            job.sparql,
            base_iri=job.base_iri,
            default_graphs=job.default_graphs,
            named_graphs=job.named_graphs,
        )
        media_type = job.formats.get(results.kind)
        if media_type is None:
            return Reply(messages.NOT_ACCEPTABLE, where="Accept", found=results.kind)
        out = Body(self.limits)
        results.write(out, media_type, out.row)
        body = out.getvalue()
        if results.kind == "select":
            out.count(rows_of(body, media_type, self.limits.rows))
        if job.compress and len(body) > SMALL:
            body = gzip.compress(body, 5, mtime=0)
            return Reply(messages.OK, media_type, "gzip", self._state, out.rows, body=body)
        return Reply(messages.OK, media_type, "", self._state, out.rows, body=body)

    def _changed(self) -> bool:
        return self._watch() != self._state

    def _current(self) -> Store:
        """The store as it is now; as it was, if it cannot be opened while it is written."""
        now = time.monotonic()
        if self._store is not None and (now - self._opened < AGAIN or not self._changed()):
            return self._store
        state = self._watch()
        try:
            found = open_store(self.folder, read_only=True, base=self.base)
        except StoreError:
            if self._store is None:
                raise
            return self._store
        if self._store is not None:
            self._store.close()
        self._store, self._state, self._opened = found, state, now
        return found


def refusal(status: int, error: KgError) -> Reply:
    return Reply(status, where=error.where, found=error.found, advice=error.advice)


def serve(connection: socket.socket, reader: Reader) -> None:
    """Answer jobs until the server hangs up."""
    while True:
        lengths = _receive(connection, messages.LENGTHS.size)
        if lengths is None:
            return
        head = _receive(connection, messages.LENGTHS.unpack(lengths)[0])
        if head is None:
            return
        # Should the server die, nobody else ends a query that never does.
        signal.alarm(int(reader.limits.timeout) + 5)
        for part in reader.answer(messages.job_of(head)).pack():
            connection.sendall(part)
        signal.alarm(0)


def _receive(connection: socket.socket, length: int) -> bytes | None:
    """So many bytes, or None at the end."""
    parts = bytearray()
    while len(parts) < length:
        part = connection.recv(length - len(parts))
        if not part:
            return None
        parts += part
    return bytes(parts)


def _cap_memory(limits: Limits) -> None:
    """Let the process grow by so much and no further; the engine then aborts, and only it."""
    import resource

    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    most = used + (limits.memory << 20)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(arguments: Sequence[str]) -> None:
    """arguments: the number of an open socket, and a JSON object of folder, base and limits."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which then hangs up
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    given = json.loads(arguments[1])
    limits = Limits(**given["limits"])
    reader = Reader(Path(given["folder"]), given["base"], limits)
    with contextlib.suppress(KgError):
        reader._current()  # threads of the engine start here, before memory is capped
    with contextlib.suppress(OSError):
        _cap_memory(limits)
    with socket.socket(fileno=int(arguments[0])) as connection:
        connection.sendall(Reply().pack()[0])
        with contextlib.suppress(OSError):
            serve(connection, reader)
    os._exit(0)  # closing the engine in order takes time, and a reader has nothing to write


if __name__ == "__main__":
    main(sys.argv[1:])
