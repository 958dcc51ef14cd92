"""Which state a store's folder is in, seen from outside."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path


def state_of(folder: str | Path) -> str:
    """A short text that is another one after each change of the store; empty where there is none."""
    try:
        with os.scandir(folder) as entries:
            files = [
                (entry.name, stat.st_size, stat.st_mtime_ns)
                for entry in entries
                if entry.name.startswith(("CURRENT", "MANIFEST")) or entry.name.endswith((".log", ".sst"))
                for stat in (entry.stat(),)
            ]
    except OSError:
        return ""
    return hashlib.blake2b(repr(sorted(files)).encode(), digest_size=9).hexdigest()


class Watch:
    """The state of a folder, looked up again when the last look is older than `every` seconds."""

    def __init__(self, folder: str | Path, every: float = 0.2) -> None:
        self.folder, self.every = folder, every
        self._looked, self._state = 0.0, ""

    def __call__(self) -> str:
        now = time.monotonic()
        if not self._looked or now - self._looked > self.every:
            self._looked, self._state = now, state_of(self.folder)
        return self._state
