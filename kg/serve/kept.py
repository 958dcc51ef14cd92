"""The explorer's graph of a large store, kept on disk, so that a server started anew need not read it.

Plain data only, in a file of the user's cache folder (`XDG_CACHE_HOME`, else `~/.cache`), one for each
store. A file of another state of the store, of another version, or one that is broken is not used.
"""

from __future__ import annotations

import marshal
import os
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from kg.serve.atlas import Atlas, Fact, Report
from kg.version import __version__

FORM = 1  # of the file; another one for another shape of Atlas, Fact or Report
MANY = 20_000  # entities; a smaller graph is read as fast from the store


def file_of(store: str) -> Path:
    """Where the graph of a store is kept."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    name = blake2b(os.path.abspath(store).encode("utf-8", "surrogateescape"), digest_size=9).hexdigest()
    return Path(cache) / "union-work-kg" / f"explorer-{name}"


def write(atlas: Atlas, store: str, base: str, state: str) -> None:
    """Keep a graph, if it is large; where nothing can be written, nothing is kept."""
    if len(atlas.iris) < MANY:
        return
    held = (
        (FORM, __version__, base, state),
        (atlas.iris, atlas.names, atlas.types, list(map(tuple, atlas.reports))),
        (list(map(tuple, atlas.facts)), atlas.ends, atlas.first, atlas.labels),
    )
    path = file_of(store)
    with suppress(OSError, RuntimeError):  # RuntimeError: there is no home
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = path.with_name(f"{path.name}.{os.getpid()}.tmp")
        fresh.write_bytes(marshal.dumps(held))
        fresh.replace(path)


def read(store: str, base: str, state: str) -> Atlas | None:
    """The graph of a store in a state, if it was kept."""
    try:
        head, (iris, names, types, reports), rest = marshal.loads(file_of(store).read_bytes())
        if head != (FORM, __version__, base, state):
            return None
        facts, ends, first, labels = rest
        said, told = list(map(Report._make, reports)), list(map(Fact._make, facts))
        return Atlas(iris, names, types, said, told, ends, first, labels)
    except (OSError, EOFError, ValueError, TypeError, RuntimeError):
        return None
