"""Every error that kg raises on purpose.

    KgError
    ├── InputError            a text, its metadata or its folder cannot be used
    │   ├── MissingPathError
    │   ├── EncodingError
    │   ├── EmptyDocumentError
    │   ├── FormatError
    │   ├── MetadataError
    │   └── DuplicateIdError
    ├── DataFileError         a packaged or user-given lexicon, pattern or setting is wrong
    ├── OffsetError           offsets and text disagree
    ├── InterchangeError      a line of interchange JSONL is wrong
    ├── QueryError            a query cannot be parsed or run
    ├── StoreError            the store cannot be opened, read or written
    └── MissingExtraError     an optional dependency is not installed

A message says where, what was found and what to do. All errors survive pickling, as
extraction also runs in other processes.
"""

from __future__ import annotations


class KgError(Exception):
    """The root of the tree. `where`: file:line, document and span, or store; `found`; `advice`."""

    def __init__(self, where: object, found: str, advice: str = "") -> None:
        super().__init__(str(where), found, advice)
        self.where = str(where)
        self.found = found
        self.advice = advice

    def __str__(self) -> str:
        tail = f"; {self.advice}" if self.advice else ""
        return f"{self.where}: {self.found}{tail}"


class InputError(KgError):
    """A text, its metadata or its folder cannot be used."""


class MissingPathError(InputError):
    """A path does not exist or cannot be read."""


class EncodingError(InputError):
    """A text is not UTF-8."""


class EmptyDocumentError(InputError):
    """A text holds nothing but blanks."""


class FormatError(InputError):
    """A file is not of the format that its name claims."""


class MetadataError(InputError):
    """A row of metadata or front matter is wrong, or names a text that is not there."""


class DuplicateIdError(InputError):
    """Two texts of one run carry the same id."""


class DataFileError(KgError):
    """A lexicon, pattern or setting is wrong: `where` is file:line."""


class OffsetError(KgError):
    """Offsets and text disagree."""


class InterchangeError(KgError):
    """A line of interchange JSONL is wrong: `where` is file:line."""


class QueryError(KgError):
    """A query cannot be parsed or run."""


class StoreError(KgError):
    """The store cannot be opened, read or written."""


class MissingExtraError(KgError):
    """An optional dependency is not installed; `advice` is the install line."""
