"""The process that answers searches over the names of a store.

Like the workers it stands apart, so that neither reading all names nor a scan keeps the server from
its other clients.
"""

from __future__ import annotations

import gzip
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kg.serve.search import Hit, Index, entries, speller
from kg.serve.side import Keeper, Refused, Side, Unready
from kg.store.store import open_store

MANY = 5000  # entities whose names are searched before they are spelled


class Finder(Side):
    """The server's side."""

    def __init__(self, folder: str | Path, base: str) -> None:
        super().__init__("kg.serve.finder", folder, base)

    async def find(self, asked: str, type: str | None = None, most: int = 50) -> list[Hit]:
        """Raises Unready."""
        try:
            answer = await self.ask([asked, type, most])
        except Refused as error:
            raise Unready from error
        return [Hit(**hit) for hit in json.loads(gzip.decompress(answer))]


class Names(Keeper):
    """The process's side: the index as it is."""

    index: Index | None = None

    def read(self, state: str) -> None:
        with open_store(self.folder, read_only=True, base=self.base) as store:
            found = entries(store)
        if self.index is None and len(found) > MANY:  # spelling takes up to half a ms for each
            self.index = Index(found)
            self.tried.set()
        self.index = Index(found, speller())

    def answer(self, question: Any) -> list[dict[str, Any]]:
        if self.index is None:
            raise Unready
        return [asdict(hit) for hit in self.index.find(*question)]


if __name__ == "__main__":
    Names(*sys.argv[1:]).attend()
