"""Files and folders -> documents, one after the other."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from kg.errors import DuplicateIdError, FormatError, InputError, MetadataError, MissingPathError
from kg.read import html, text
from kg.read.document import Document
from kg.read.metadata import FILE_NAME, Metadata, Row, front_matter, read_table

TEXT_SUFFIXES = (".txt", ".md", ".markdown")
HTML_SUFFIXES = (".html", ".htm")
SUFFIXES = TEXT_SUFFIXES + HTML_SUFFIXES
OTHER_REPORT_SUFFIXES = (".pdf", ".doc", ".docx", ".wps", ".rtf", ".odt")

OnError = Callable[[InputError], None]


def read_corpus(paths: Iterable[str | Path], on_error: OnError) -> Iterator[Document]:
    """The reports of files and folders, each read when it is asked for.

    Folders are walked to the bottom, in order of name; hidden files, README files and other
    formats are passed over. metadata.csv in a text's own folder, or in one above it that was
    given, tells what is known about it; front matter completes that. What cannot be read goes to
    `on_error` as one error each, and the others go on. Of two texts with one id the first counts;
    a text that is given twice is read once.
    """
    seen: set[Path] = set()
    ids: dict[str, Path] = {}
    tables = _Tables(on_error)
    for path in map(Path, paths):
        for file in _files(path, tables, on_error):
            resolved = file.resolve()
            if resolved in seen:
                continue
            seen.add(resolved)
            try:
                document = read_document(file, tables.row(file), on_error)
                if document.id in ids:
                    raise DuplicateIdError(
                        file,
                        f"the id {document.id!r} of {ids[document.id]}",
                        f"give each its own id in {FILE_NAME}",
                    )
            except InputError as error:
                on_error(error)
                continue
            ids[document.id] = file
            yield document


def count_texts(paths: Iterable[str | Path]) -> int:
    """How many files `read_corpus` would try to read."""
    tables = _Tables(lambda error: None)
    return len({file.resolve() for path in paths for file in _files(Path(path), tables, tables.on_error)})


def read_document(file: str | Path, row: Row | None, on_error: OnError) -> Document:
    """One text with what its row, its front matter and its page say about it, in that order.

    Raises InputError for a text that cannot be used; what is only wrong about its metadata goes
    to `on_error`.
    """
    file = Path(file)
    if file.suffix.lower() not in SUFFIXES:
        raise FormatError(file, f"format {file.suffix or 'without suffix'}", f"give {', '.join(SUFFIXES)}")
    try:
        data = file.read_bytes()
    except OSError as error:
        raise MissingPathError(file, error.strerror or str(error), "check its name and rights") from error
    metadata, body = (row.metadata if row else Metadata()), 0
    warnings: tuple[str, ...] = ()
    if file.suffix.lower() in HTML_SUFFIXES:
        raw, found = html.extract(data, file)
        metadata = metadata.over(found)
    else:
        raw = text.decode(data, file)
        front, body, errors = front_matter(raw, file)
        for mistake in errors:
            on_error(mistake)
        if front:
            metadata = metadata.over(front)
            text.refuse_empty(raw[body:], file)
        elif row is None:
            warnings = (f"no metadata: add a row to {FILE_NAME} beside it, or front matter",)
    return Document(
        id=metadata.id or file.stem,
        raw=raw,
        file=file.name,
        sha256=hashlib.sha256(data).hexdigest(),
        title=metadata.title,
        publisher=metadata.publisher,
        region=metadata.region,
        published=metadata.published,
        period=metadata.period,
        url=metadata.url,
        body=body,
        warnings=warnings,
    )


class _Tables:
    """The metadata.csv of every folder met, each read once."""

    def __init__(self, on_error: OnError) -> None:
        self.on_error = on_error
        self.read: set[Path] = set()
        self.rows: dict[Path, Row] = {}

    def load(self, folder: Path) -> list[Row]:
        """The rows of a folder's table; empty where there is none or it was read before."""
        table = folder / FILE_NAME
        if table.resolve() in self.read or not table.is_file():
            return []
        self.read.add(table.resolve())
        rows = []
        for item in read_table(table):
            if isinstance(item, Row):
                rows.append(item)
                self.rows.setdefault(item.file.resolve(), item)
            else:
                self.on_error(item)
        return rows

    def row(self, file: Path) -> Row | None:
        return self.rows.get(file.resolve())


def _files(path: Path, tables: _Tables, on_error: OnError) -> Iterator[Path]:
    if path.is_dir():
        yield from _walk(path, tables, on_error)
    elif path.exists():
        tables.load(path.parent)
        yield path
    else:
        on_error(MissingPathError(path, "no such file or folder", "check the path"))


def _walk(root: Path, tables: _Tables, on_error: OnError) -> Iterator[Path]:
    def unreadable(error: OSError) -> None:
        on_error(MissingPathError(error.filename, error.strerror or str(error), "check its rights"))

    found = 0
    for folder, subfolders, names in os.walk(root, onerror=unreadable):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        here = Path(folder)
        for row in tables.load(here):
            if not row.file.is_file():
                on_error(MetadataError(row.where, f"no text {row.file}", "add the text or take out the row"))
        for name in sorted(names):
            suffix = Path(name).suffix.lower()
            if name.startswith(".") or Path(name).stem.lower().split(".")[0] == "readme":
                continue
            if suffix in SUFFIXES:
                found += 1
                yield here / name
            elif suffix in OTHER_REPORT_SUFFIXES:
                found += 1
                on_error(FormatError(here / name, f"format {suffix}", "save it as UTF-8 .txt, .md or .html"))
    if not found:
        on_error(MissingPathError(root, "no text in the folder", f"put {', '.join(SUFFIXES)} files there"))
