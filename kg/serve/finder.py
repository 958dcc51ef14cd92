"""A process that answers searches over the names of a store, and reads them again when it changes.

Like the workers it stands apart, so that neither reading all names nor a scan keeps the server from
its other clients. One JSON object a line, each way.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from kg.errors import KgError
from kg.serve.search import Hit, Index, entries, speller
from kg.serve.state import Watch
from kg.store.store import open_store

PATIENCE = 20.0  # seconds after which a search that has no answer ends the process
FIRST = 8.0  # seconds that a search waits for the first reading of all names, which goes on meanwhile
EVERY = 1.0  # seconds between two looks at the store
MANY = 5000  # entities whose names are searched before they are spelled
LINE = 4 << 20  # bytes of an answer


class Unready(Exception):
    """The names are not read yet, or the process has died."""


class Finder:
    """The server's side: starts the process when a person comes, and again when it has died."""

    def __init__(self, folder: str | Path, base: str) -> None:
        self.folder, self.base = str(folder), base
        self._process: asyncio.subprocess.Process | None = None
        self._one = asyncio.Lock()

    async def start(self) -> None:
        if self._process is None or self._process.returncode is not None:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "kg.serve.finder", self.folder, self.base),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                limit=LINE,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )

    async def find(self, asked: str, type: str | None = None, most: int = 50) -> list[Hit]:
        """Raises Unready."""
        async with self._one:
            try:
                await self.start()
                return await asyncio.wait_for(self._ask([asked, type, most]), PATIENCE)
            except (OSError, ValueError, TimeoutError) as error:
                await self.close()  # what it may still answer would be taken for the next answer
                raise Unready from error
            except asyncio.CancelledError:
                await self.close()
                raise

    async def _ask(self, question: list[object]) -> list[Hit]:
        assert self._process is not None
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(question).encode() + b"\n")
        await self._process.stdin.drain()
        answer = json.loads(await self._process.stdout.readline())
        if answer is None:
            raise Unready  # the process goes on reading
        return [Hit(**hit) for hit in answer]

    async def close(self) -> None:
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()


class Names:
    """The process's side: the index as it is, and a thread that makes the next one."""

    def __init__(self, folder: str, base: str) -> None:
        self.folder, self.base = folder, base
        self.index: Index | None = None
        self.tried = threading.Event()

    def keep(self) -> None:
        """Read the names, and again after each change, for ever."""
        watch, state = Watch(self.folder, every=0.0), None
        while True:
            now = watch()
            if now != state:
                with suppress(KgError):  # a store that is being written can be read a second later
                    with open_store(self.folder, read_only=True, base=self.base) as store:
                        found = entries(store)
                    if self.index is None and len(found) > MANY:  # spelling takes up to half a ms for each
                        self.index = Index(found)
                        self.tried.set()
                    self.index, state = Index(found, speller()), now
                self.tried.set()
            time.sleep(EVERY)


def main(arguments: Sequence[str]) -> None:
    """arguments: the folder of the store, and the base of its IRIs."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which then hangs up
    names = Names(arguments[0], arguments[1])
    threading.Thread(target=names.keep, daemon=True).start()
    for line in sys.stdin.buffer:
        asked, type, most = json.loads(line)
        names.tried.wait(FIRST)
        index = names.index
        hits = None if index is None else [asdict(hit) for hit in index.find(asked, type, most)]
        sys.stdout.write(json.dumps(hits) + "\n")
        sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
