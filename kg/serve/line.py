"""The line of queries that wait: clients take turns, however many queries each has sent."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from typing import Generic, Protocol, TypeVar


class Waits(Protocol):
    client: str


T = TypeVar("T", bound=Waits)


class Line(Generic[T]):
    """A queue with a bound, served client by client in turn."""

    def __init__(self, most: int) -> None:
        self.most, self._length = most, 0
        self._queues: dict[str, deque[T]] = {}

    def __len__(self) -> int:
        return self._length

    def push(self, one: T) -> T | None:
        """Put one at the end of its client's queue.

        Gives back the one that found no place: where the line is full, the newest of the client
        that has most in it, or `one` itself if its own client has as many.
        """
        own = self._queues.get(one.client)
        displaced: T | None = None
        if self._length >= self.most:
            longest = max(self._queues.values(), key=len, default=None)
            if longest is None or (own is not None and len(own) + 1 >= len(longest)) or len(longest) < 2:
                return one
            displaced = longest[-1]
            self.remove(displaced)
        if own is None:
            own = self._queues.setdefault(one.client, deque())
        own.append(one)
        self._length += 1
        return displaced

    def pop(self, held: Callable[[], Mapping[str, int]]) -> T:
        """The next one: of a client that holds fewest places, among these of the one whose turn it
        is. Raises ValueError where none waits.

        held: tells how many places each client holds.
        """
        if len(self._queues) > 1:
            places = held()
            client = min(self._queues, key=lambda each: places.get(each, 0))
        else:
            [client] = self._queues
        queue = self._queues.pop(client)
        one = queue.popleft()
        if queue:
            self._queues[client] = queue
        self._length -= 1
        return one

    def remove(self, one: T) -> None:
        """Take one out, if it is in."""
        queue = self._queues.get(one.client)
        if queue is None or one not in queue:
            return
        queue.remove(one)
        self._length -= 1
        if not queue:
            del self._queues[one.client]
