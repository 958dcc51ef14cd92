"""One function over many items, in this process or in several, results always in order.

A worker loads what it needs once. An error about one item comes back as a KgError beside the
others' results; a worker that dies takes only the item with it that it was busy with.
"""

from __future__ import annotations

import multiprocessing
import signal
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from kg.errors import KgError

Item = TypeVar("Item")
Result = TypeVar("Result")
Work = Callable[[Item], Result]
Loader = Callable[[], Work[Item, Result]]
"""Makes the function, once in each process; must pickle where there is more than one."""

AHEAD = 4  # items handed to each worker ahead of the one whose result is due

_work: Callable[[Any], Any] | None = None
_unprepared: Exception | None = None


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Item, Result]):
    """What came of one item: a result, or an error about it. seconds: of work."""

    item: Item
    result: Result | None
    error: KgError | None
    seconds: float


def run(
    items: Iterable[Item], load: Loader[Item, Result], jobs: int, name: Callable[[Item], str]
) -> Iterator[Outcome[Item, Result]]:
    """Apply what `load` makes to every item, one outcome each, in order of the items.

    jobs: how many processes; 1 stays in this one. name: of an item, for errors.
    """
    if jobs > 1:
        yield from _parallel(items, load, jobs, name)
        return
    work = None
    for item in items:
        work = work or load()
        yield Outcome(item, *_attempt(work, item, name(item)))


def _attempt(work: Work[Item, Result], item: Item, name: str) -> tuple[Result | None, KgError | None, float]:
    start = time.perf_counter()
    try:
        return work(item), None, time.perf_counter() - start
    except KgError as error:
        error.add_note(traceback.format_exc())
        return None, error, time.perf_counter() - start
    except Exception as error:
        message = " ".join(f"{type(error).__name__}: {error}".split())
        wrapped = KgError(name, message, "passed over; --debug shows where it happened")
        wrapped.add_note(traceback.format_exc())
        return None, wrapped, time.perf_counter() - start


def _prepare(load: Loader[Any, Any]) -> None:
    """In a new process: leave Ctrl-C to the parent, and load once."""
    global _work, _unprepared
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        _work = load()
    except Exception as error:
        _unprepared = error


def _remote(item: Any, name: str) -> tuple[Any, KgError | None, float]:
    if _work is None:
        raise _unprepared or RuntimeError("the worker was not prepared")
    return _attempt(_work, item, name)


def _pool(load: Loader[Any, Any], jobs: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_prepare, initargs=(load,))


def _parallel(
    items: Iterable[Item], load: Loader[Item, Result], jobs: int, name: Callable[[Item], str]
) -> Iterator[Outcome[Item, Result]]:
    waiting: deque[tuple[Item, Future[Any] | None]] = deque()
    pool = _pool(load, jobs)
    try:
        source = iter(items)
        ended = False
        while True:
            while not ended and len(waiting) < jobs * AHEAD:
                try:
                    item = next(source)
                except StopIteration:
                    ended = True
                else:
                    waiting.append((item, _submit(pool, item, name(item))))
            if not waiting:
                return
            item, future = waiting.popleft()
            try:
                if future is None:
                    raise BrokenProcessPool
                yield Outcome(item, *future.result())
            except BrokenProcessPool:
                # Any of those under way may have broken it: this one is tried by itself.
                pool.shutdown(wait=False, cancel_futures=True)
                yield _alone(item, load, name(item))
                pool = _pool(load, jobs)
                waiting = deque((item, _submit(pool, item, name(item))) for item, _ in waiting)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _submit(pool: ProcessPoolExecutor, item: Any, name: str) -> Future[Any] | None:
    try:
        return pool.submit(_remote, item, name)
    except BrokenProcessPool:
        return None


def _alone(item: Item, load: Loader[Item, Result], name: str) -> Outcome[Item, Result]:
    start = time.perf_counter()
    with _pool(load, 1) as pool:
        try:
            return Outcome(item, *pool.submit(_remote, item, name).result())
        except BrokenProcessPool:
            error = KgError(
                name,
                "the process that worked on it died",
                "look for want of memory; a script that asks for more than one job needs "
                "`if __name__ == '__main__':` around it",
            )
            return Outcome(item, None, error, time.perf_counter() - start)
