"""The flow, once: texts -> facts -> store. Only this file puts the stages in order."""

from __future__ import annotations

import dataclasses
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from types import FrameType

from kg import config as settings_file
from kg import workers
from kg.errors import KgError, StoreError
from kg.facts.model import DocumentFacts
from kg.read.corpus import read_corpus
from kg.read.document import Document

Paths = str | Path | Iterable[str | Path]
Extractor = Callable[[Document], DocumentFacts]


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """What one document gave: counts, lines for a person, seconds of extraction and storing."""

    id: str
    entities: int
    facts: int
    observations: int
    warnings: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. failures: one error for each thing passed over. seconds: wall clock."""

    store: str
    documents: tuple[DocumentReport, ...]
    failures: tuple[KgError, ...]
    seconds: float

    @property
    def total(self) -> DocumentReport:
        """The sums over the documents, under the id `total`; seconds are those of the whole run."""
        return DocumentReport(
            "total",
            sum(document.entities for document in self.documents),
            sum(document.facts for document in self.documents),
            sum(document.observations for document in self.documents),
            tuple(warning for document in self.documents for warning in document.warnings),
            self.seconds,
        )


def build(
    paths: Paths,
    store: str | Path = "graph",
    jobs: int = 1,
    config: str | Path | None = None,
    *,
    on_document: Callable[[DocumentReport], None] | None = None,
    on_error: Callable[[KgError], None] | None = None,
) -> BuildReport:
    """Read texts, extract their facts and put them into a store, a document at a time.

    paths: files and folders of UTF-8 .txt, .md and .html. store: the folder of the store, made
    where there is none; what a document said there before is replaced, the rest stays. jobs: how
    many processes extract; the store is the same whatever the number. config: a TOML file of
    settings. on_document, on_error: called with each report and each failure as they come.

    A document that cannot be read or extracted is a failure in the report, and the others go on.
    Raises StoreError where the store cannot be opened, DataFileError for wrong settings. Ctrl-C
    leaves the store as it was after the last whole document.

    >>> report = build("seeds")                                              # doctest: +SKIP
    >>> report.total.entities, report.failures                               # doctest: +SKIP
    (310, ())
    """
    from kg.store.store import open_store

    start = time.perf_counter()
    reports: list[DocumentReport] = []
    failures: list[KgError] = []

    def fail(error: KgError) -> None:
        failures.append(error)
        if on_error:
            on_error(error)

    loader = partial(_load_checked, load_extractor, settings_file.load(config))
    with open_store(store) as opened:
        for facts, seconds in _stream(paths, loader, jobs, fail):
            begun = time.perf_counter()
            try:
                with _unbroken():
                    opened.replace(facts)
            except StoreError as error:
                fail(error)
                break
            except KgError as error:
                fail(error)
                continue
            report = DocumentReport(
                facts.id,
                len(facts.entities),
                len(facts.relations),
                len(facts.observations),
                facts.warnings,
                seconds + time.perf_counter() - begun,
            )
            reports.append(report)
            if on_document:
                on_document(report)
    return BuildReport(str(store), tuple(reports), tuple(failures), time.perf_counter() - start)


def extract(
    paths: Paths,
    out: str | Path | None = None,
    jobs: int = 1,
    config: str | Path | None = None,
    *,
    on_document: Callable[[DocumentFacts], None] | None = None,
    on_error: Callable[[KgError], None] | None = None,
) -> list[DocumentFacts]:
    """The facts of texts, without a store, in the order of the texts.

    out: a file to write them to as well, one line of interchange JSON each; it is there only when
    all is done. The other parameters are those of `build`. Without `on_error` the first failure
    is raised; with it, it is called and the others go on.
    """
    from kg.facts import jsonl

    def fail(error: KgError) -> None:
        if on_error is None:
            raise error
        on_error(error)

    found = []
    for facts, _ in _stream(paths, partial(load_extractor, settings_file.load(config)), jobs, fail):
        found.append(facts)
        if on_document:
            on_document(facts)
    if out is not None:
        unfinished = Path(f"{out}.tmp")
        try:
            jsonl.write(found, unfinished)
            os.replace(unfinished, out)
        except OSError as error:
            unfinished.unlink(missing_ok=True)
            raise KgError(out, error.strerror or str(error), "give another --out") from error
    return found


@lru_cache(maxsize=1)
def load_extractor(settings: settings_file.Settings) -> Extractor:
    """Document -> facts, with the annotators loaded: seconds the first time in a process."""
    from kg.annotate.pipeline import load_pipeline
    from kg.facts.collect import extract_document

    return partial(extract_document, nlp=load_pipeline(settings.annotators, settings.tagger))


def _load_checked(
    load: Callable[[settings_file.Settings], Extractor], settings: settings_file.Settings
) -> Extractor:
    """An extractor that adds to the warnings what the shapes of the ontology find.

    In the process that extracts: a few hundredths of a second a report (decisions/0007).
    """
    return partial(_checked, load(settings))


def _checked(extractor: Extractor, document: Document) -> DocumentFacts:
    from kg.rdf import findings

    facts = extractor(document)
    found = findings.of_document(facts)
    severity = {"warning": ""}  # they stand among warnings
    said = (
        severity.get(one.severity, f"{one.severity}: ") + findings.sentence(one, where=False) for one in found
    )
    return dataclasses.replace(facts, warnings=(*facts.warnings, *said))


def _stream(
    paths: Paths, loader: Callable[[], Extractor], jobs: int, fail: Callable[[KgError], None]
) -> Iterator[tuple[DocumentFacts, float]]:
    """Facts and seconds of each document that can be read and extracted, in order."""
    listed = [paths] if isinstance(paths, str | Path) else list(paths)
    documents = read_corpus(listed, fail)
    for outcome in workers.run(documents, loader, jobs, name=lambda document: document.id):
        if outcome.error is not None:
            fail(outcome.error)
        elif outcome.result is not None:
            warnings = (*outcome.item.warnings, *outcome.result.warnings)
            yield dataclasses.replace(outcome.result, warnings=warnings), outcome.seconds


@contextmanager
def _unbroken() -> Iterator[None]:
    """Hold Ctrl-C back until the block is done."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    held: list[tuple[int, FrameType | None]] = []
    before = signal.signal(signal.SIGINT, lambda number, frame: held.append((number, frame)))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if held and callable(before):
            before(*held[0])
