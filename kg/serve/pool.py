"""The supervised pool: processes that answer queries, and are killed when a query costs too much.

The engine can neither time out nor cancel, and runs out of memory by aborting; so a query runs in a
process of its own for as long as it lasts. One process more than may be busy is kept ready, so that
the place of a killed one is taken at once.

Nobody can hold all places. A query that has run for `Limits.long` seconds is a long one; when every
place holds a long one and others wait, the newest of the client that holds most places is ended.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Protocol, cast

from kg.errors import KgError
from kg.serve import messages
from kg.serve.limits import Limits
from kg.serve.line import Line
from kg.serve.messages import LENGTHS, Job, Reply

READY_IN = 20.0  # seconds a process may take to start
AT_ONCE = 0.1  # seconds in which no query can be what its process was killed for
PAUSE = 1.0  # seconds before another start, when one has failed


class Backend(Protocol):
    """What answers queries."""

    async def answer(self, ticket: Ticket) -> Reply: ...

    def cancel(self, ticket: Ticket) -> None: ...


class Ticket:
    """A query on its way: waiting, running or answered."""

    __slots__ = ("again", "client", "expiry", "future", "job", "started", "turn", "worker")

    def __init__(self, job: Job, client: str) -> None:
        self.job, self.client = job, client
        self.worker: Worker | None = None
        self.started, self.again = 0.0, 0
        self.future: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self.expiry: asyncio.TimerHandle | None = None
        self.turn: asyncio.TimerHandle | None = None

    def settle(self, reply: Reply) -> None:
        for timer in (self.expiry, self.turn):
            if timer is not None:
                timer.cancel()
        if not self.future.done():
            self.future.set_result(reply)


class Worker(asyncio.Protocol):
    """The server's end of one process."""

    def __init__(self, pool: Pool, process: subprocess.Popen[bytes]) -> None:
        self.pool, self.process = pool, process
        self.ticket: Ticket | None = None
        self.ready, self.tired = False, False
        self.transport: asyncio.Transport | None = None
        self._buffer = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # uvloop has its own class

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if len(self._buffer) < LENGTHS.size:
            return
        head, body = LENGTHS.unpack_from(self._buffer)
        start = LENGTHS.size + head
        if len(self._buffer) < start + body:
            return
        view = memoryview(self._buffer)
        reply = messages.reply_of(bytes(view[LENGTHS.size : start]), bytes(view[start:]))
        view.release()
        self._buffer = bytearray()
        if self.ready:
            self.pool._answered(self, reply)
        else:
            self.ready = True
            self.pool._started(self)

    def connection_lost(self, error: Exception | None) -> None:
        self.pool._lost(self)

    def run(self, ticket: Ticket) -> None:
        assert self.transport is not None
        self.ticket, ticket.worker = ticket, self
        self.transport.write(ticket.job.pack())

    def kill(self) -> None:
        self.process.kill()
        if self.transport is not None:
            self.transport.abort()


class Pool:
    """Workers over the store in a folder. Start it, and close it."""

    def __init__(self, folder: str | Path, base: str, limits: Limits) -> None:
        self.folder, self.base, self.limits = Path(folder), base, limits
        self.running: set[Worker] = set()
        self._all: set[Worker] = set()
        self._idle: list[Worker] = []
        self._line: Line[Ticket] = Line(limits.waiting)
        self._tasks: set[asyncio.Future[None] | asyncio.Future[int]] = set()
        self._closed = False

    async def start(self) -> None:
        """Start all processes. Raises KgError when none starts."""
        await asyncio.gather(*(self._spawn() for _ in range(self.limits.workers + 1)))
        if not self._idle:
            raise KgError("server", "its worker processes do not start", "run it with --debug")

    async def close(self) -> None:
        """End all processes, and what they still do."""
        self._closed = True
        for worker in tuple(self._all):
            self._discard(worker)
        while self._tasks:
            await asyncio.wait(tuple(self._tasks))

    async def answer(self, ticket: Ticket) -> Reply:
        """The reply to a query, or why there is none."""
        displaced = self._line.push(ticket)
        if displaced is not None:
            displaced.settle(self._too_many())
        if displaced is not ticket:
            loop = asyncio.get_running_loop()
            ticket.expiry = loop.call_later(self.limits.timeout, self._expire, ticket)
            self._dispatch()
        return await ticket.future

    def cancel(self, ticket: Ticket) -> None:
        """The client has gone: end its query."""
        self._end(ticket, Reply(messages.UNAVAILABLE, where="client", found="gone"))

    # What happens

    def _dispatch(self) -> None:
        while self._line and self._idle and len(self.running) < self.limits.workers:
            ticket, worker = self._line.pop(self._held), self._idle.pop()
            loop, now = asyncio.get_running_loop(), time.monotonic()
            if ticket.expiry is not None:
                ticket.expiry.cancel()
            ticket.started = now
            ticket.expiry = loop.call_later(self.limits.timeout, self._expire, ticket)
            ticket.turn = loop.call_later(self.limits.long, self._turn_long, worker)
            self.running.add(worker)
            worker.run(ticket)
        if self._line:
            self._make_room()

    def _held(self) -> Counter[str]:
        return Counter(worker.ticket.client for worker in self.running if worker.ticket is not None)

    def _started(self, worker: Worker) -> None:
        self._idle.append(worker)
        self._dispatch()

    def _answered(self, worker: Worker, reply: Reply) -> None:
        ticket, worker.ticket = worker.ticket, None
        self.running.discard(worker)
        if ticket is not None:
            ticket.settle(reply)
        if worker.tired:
            self._discard(worker)
            self._replace()
        else:
            self._idle.append(worker)
        self._dispatch()

    def _lost(self, worker: Worker) -> None:
        """A process has ended, of its own or because it was killed from outside."""
        if worker not in self._all:
            return
        ticket, was_ready = worker.ticket, worker.ready
        self._discard(worker)
        with contextlib.suppress(subprocess.TimeoutExpired):
            worker.process.wait(0.1)
        if ticket is not None:
            code = worker.process.returncode
            soon = time.monotonic() - ticket.started < AT_ONCE
            if code == -signal.SIGKILL and soon and ticket.again <= self.limits.workers:
                # Not for what it did: the process had ended before it could begin.
                ticket.again, ticket.worker = ticket.again + 1, None
                for other in tuple(self._idle):  # the next one shall be alive
                    if other.process.poll() is not None:
                        self._discard(other)
                        self._replace()
                if ticket.turn is not None:
                    ticket.turn.cancel()
                if (displaced := self._line.push(ticket)) is not None:
                    displaced.settle(self._too_many())
            else:
                ticket.settle(self._why(code))
        self._replace(pause=0.0 if was_ready else PAUSE)
        self._dispatch()

    def _turn_long(self, worker: Worker) -> None:
        worker.tired = True
        with contextlib.suppress(OSError, AttributeError):
            os.setpriority(os.PRIO_PROCESS, worker.process.pid, 10)
        if self._line:
            self._make_room()

    def _make_room(self) -> None:
        """End a long query where others wait and there is no other place."""
        running = [worker.ticket for worker in self.running if worker.tired and worker.ticket is not None]
        if len(running) < self.limits.workers:
            return
        held = self._held()
        ticket = max(running, key=lambda each: (held[each.client], each.started))
        self._end(
            ticket,
            Reply(
                messages.UNAVAILABLE,
                where="query",
                found=f"ended after {time.monotonic() - ticket.started:.1f} s to let others in",
                advice="try again later, or ask about less",
                seconds=5,
            ),
        )

    def _expire(self, ticket: Ticket) -> None:
        if ticket.worker is None:
            self._end(ticket, self._too_many())
            return
        found = f"ended after {self.limits.timeout:g} s, the longest a query may take"
        advice = "join fewer patterns, add what you know, or add LIMIT"
        self._end(ticket, Reply(messages.UNAVAILABLE, where="query", found=found, advice=advice))

    def _end(self, ticket: Ticket, reply: Reply) -> None:
        """Settle a query, and kill what still runs for it."""
        worker = ticket.worker
        if worker is None:
            self._line.remove(ticket)
        elif worker.ticket is ticket:
            self._discard(worker)
            self._replace()
        ticket.settle(reply)
        self._dispatch()

    def _too_many(self) -> Reply:
        return Reply(
            messages.BUSY,
            where="server",
            found="too many queries are waiting",
            advice="try again in a few seconds",
            seconds=5,
        )

    def _why(self, code: int | None) -> Reply:
        if code == -signal.SIGABRT:
            return messages.out_of_memory(self.limits.memory)
        if code == -signal.SIGKILL:
            return Reply(
                messages.UNAVAILABLE,
                where="server",
                found="the process at work was killed",
                advice="try again",
                seconds=1,
            )
        return Reply(
            messages.BROKEN,
            where="query",
            found="the engine broke off",
            advice="write it with less nesting",
        )

    # Processes

    async def _spawn(self, pause: float = 0.0) -> None:
        if pause:
            await asyncio.sleep(pause)
        if self._closed:
            return
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        package = str(Path(__file__).parents[2])
        paths = [package, *filter(None, [os.environ.get("PYTHONPATH")])]
        given = {"folder": str(self.folder), "base": self.base, "limits": asdict(self.limits)}
        with theirs:
            process = subprocess.Popen(
                [sys.executable, "-m", "kg.serve.worker", str(theirs.fileno()), json.dumps(given)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "RUST_BACKTRACE": "0"},
            )
        worker = Worker(self, process)
        self._all.add(worker)
        await asyncio.get_running_loop().create_unix_connection(lambda: worker, sock=ours)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(READY_IN):
                while worker in self._all and not worker.ready:
                    await asyncio.sleep(0.02)
        if worker in self._all and not worker.ready:
            self._discard(worker)
            self._replace(pause=PAUSE)

    def _replace(self, pause: float = 0.0) -> None:
        if not self._closed:
            self._keep(asyncio.ensure_future(self._spawn(pause)))

    def _discard(self, worker: Worker) -> None:
        """Kill a process, and wait for its end aside, so that it leaves no zombie."""
        if worker not in self._all:
            return
        self._all.discard(worker)
        self.running.discard(worker)
        if worker in self._idle:
            self._idle.remove(worker)
        ticket, worker.ticket = worker.ticket, None
        if ticket is not None and self._closed:
            ticket.settle(Reply(messages.UNAVAILABLE, where="server", found="shutting down"))
        worker.kill()
        self._keep(asyncio.get_running_loop().run_in_executor(None, worker.process.wait))

    def _keep(self, task: asyncio.Future[None] | asyncio.Future[int]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
