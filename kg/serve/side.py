"""A process beside the server that holds what it read of a store and answers one question after another.

Frames go each way: a number, a length, and so many bytes of JSON, packed with gzip in answers. A
question whose asker has left is answered to nobody.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import signal
import struct
import subprocess
import sys
import threading
import time
from abc import ABC, abstractmethod
from contextlib import suppress
from pathlib import Path
from typing import Any

from kg.errors import KgError
from kg.serve.state import Watch

HEAD = struct.Struct("!IBI")  # number of the question, how it went, bytes that follow
DONE, WRONG, LATER = 0, 1, 2
PATIENCE = 60.0  # seconds for an answer
MOST = 256 << 20  # bytes of an answer
FIRST = 8.0  # seconds that a question waits for the first reading, which goes on meanwhile
EVERY = 1.0  # seconds between two looks at the store


class Unready(Exception):
    """The process has no answer yet, or has died."""


class Refused(Exception):
    """The question cannot be answered; the text says why."""


class Side:
    """The server's end. module: what the process runs, which attends with a Keeper."""

    def __init__(self, module: str, folder: str | Path, base: str) -> None:
        self.module, self.folder, self.base = module, str(folder), base
        self._process: asyncio.subprocess.Process | None = None
        self._waiting: dict[int, asyncio.Future[bytes]] = {}
        self._reading: asyncio.Task[None] | None = None
        self._number = 0
        self._starting = asyncio.Lock()

    async def start(self) -> None:
        """Start the process, if it does not run."""
        async with self._starting:
            if self._process is not None and self._process.returncode is None:
                return
            await self.close()
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", self.module, self.folder, self.base),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
            self._reading = asyncio.ensure_future(self._read(self._process))

    async def ask(self, question: Any) -> bytes:
        """The answer, JSON packed with gzip. Raises Unready and Refused."""
        try:
            await self.start()
            assert self._process is not None
            assert self._process.stdin is not None
            self._number = (self._number + 1) % (1 << 32)
            number, future = self._number, asyncio.get_running_loop().create_future()
            self._waiting[number] = future
            body = json.dumps(question).encode()
            self._process.stdin.write(HEAD.pack(number, 0, len(body)) + body)
            try:
                await self._process.stdin.drain()
                return await asyncio.wait_for(future, PATIENCE)
            finally:
                self._waiting.pop(number, None)
        except TimeoutError as error:
            await self.close()  # what takes so long would keep all others waiting
            raise Unready from error
        except OSError as error:
            raise Unready from error

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        with suppress(asyncio.IncompleteReadError, OSError):
            while True:
                number, state, length = HEAD.unpack(await process.stdout.readexactly(HEAD.size))
                body = await process.stdout.readexactly(min(length, MOST))
                future = self._waiting.get(number)
                if future is None or future.done():
                    continue
                if state == DONE:
                    future.set_result(body)
                else:
                    future.set_exception(Refused(body.decode()) if state == WRONG else Unready())
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(Unready())

    async def close(self) -> None:
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        if self._reading is not None and self._reading is not asyncio.current_task():
            await asyncio.gather(self._reading, return_exceptions=True)
            self._reading = None


class Keeper(ABC):
    """The process's end: what it holds of a store, and a thread that reads it again after each change."""

    def __init__(self, folder: str, base: str) -> None:
        self.folder, self.base = folder, base
        self.tried = threading.Event()

    @abstractmethod
    def read(self, state: str) -> None:
        """Take in the store, which is in this state. Raises KgError where it cannot be read now."""

    @abstractmethod
    def answer(self, question: Any) -> Any:
        """JSON for JSON. Raises Refused, and Unready while nothing is read."""

    def keep(self) -> None:
        """Read the store, and again after each change, for ever."""
        watch, held = Watch(self.folder, every=0.0), None
        while True:
            state = watch()
            if state != held:
                with suppress(KgError):  # a store that is being written can be read a second later
                    self.read(state)
                    held = state
                self.tried.set()
            time.sleep(EVERY)

    def attend(self) -> None:
        """Answer until the server hangs up. Refused and Unready go back as such, and so does any other
        error, as one line on standard error.
        """
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which then hangs up
        threading.Thread(target=self.keep, daemon=True).start()
        come, go = sys.stdin.buffer, sys.stdout.buffer
        while len(head := come.read(HEAD.size)) == HEAD.size:
            number, _, length = HEAD.unpack(head)
            question = come.read(length)
            self.tried.wait(FIRST)
            try:
                answer = self.answer(json.loads(question))
                text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
                state, body = DONE, gzip.compress(text.encode("utf-8", "replace"), 4, mtime=0)
            except Refused as refused:
                state, body = WRONG, str(refused).encode()
            except Unready:
                state, body = LATER, b""
            except Exception as error:
                sys.stderr.write(f"{type(error).__name__}: {error}\n")
                state, body = WRONG, b"the question was not understood"
            go.write(HEAD.pack(number, state, len(body)) + body)
            go.flush()
        os._exit(0)
