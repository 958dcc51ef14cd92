"""`kg.reader`: a report as one page, as it was printed, with all that was read in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import KgError, QueryError

if TYPE_CHECKING:
    from kg.serve.dress import Dress
    from kg.serve.reading import Report
    from kg.store.store import Store


@dataclass(frozen=True, slots=True)
class ReaderSummary:
    """What a page shows. size: in bytes."""

    names: int
    facts: int
    numbers: int
    size: int


def reader(report: str, store: str | Path = "graph", out: str | Path = "reader.html") -> ReaderSummary:
    """Write a report as one HTML file that works offline: its text, with every name, fact and number
    marked, and the same indicators in the other reports of the store.

    report: the id of the document. out: the file. Raises StoreError where there is no store,
    QueryError where it has no such report, KgError where the file cannot be written.
    """
    from kg.serve import dress
    from kg.store.store import open_store

    with open_store(store, read_only=True) as opened:
        found = load(opened, report)
        page = html(found, dress.alone("reader", opened.iris.base))
    path = Path(out)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(page)
    except OSError as error:
        raise KgError(path, f"the page cannot be written: {error.strerror}", "choose another file") from error
    return ReaderSummary(len(found.names), len(found.told), len(found.numbers), len(page))


def load(store: Store, document: str) -> Report:
    """A report of a store. Raises QueryError where it is not there."""
    from kg.serve import reading, rows

    answers = {
        name: rows.of_answer(store.query(sparql))
        for name, sparql in reading.queries(store.iris, document).items()
    }
    found = reading.read(store.iris.report(document), answers)
    if found is None:
        known = list(store.documents())
        listed = ", ".join(known[:8]) + (", …" if len(known) > 8 else "")
        raise QueryError(store.where, f"no report {document!r}", f"there are {listed}" if known else "")
    return found


def html(report: Report, worn: Dress) -> bytes:
    """The page of a report."""
    from kg.serve import dress

    return dress.render("reader", worn, kind="reader", title=report.title, report=report)
