"""A text as it was read, and what is known about it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from kg.facts.model import DocumentFacts


@dataclass(frozen=True, slots=True)
class Document:
    """One report.

    id: unique within a run. raw: the text that all later offsets refer to, in Unicode code
    points, line breaks as stored. sha256: of the file's bytes, in hex. file: its name.
    title, publisher, region, published (ISO date, month or year), period (ISO 8601), url:
    metadata, `None` where not given. body: where the report begins in `raw`, after front matter.
    warnings: lines for a person about how it was read.
    """

    id: str
    raw: str
    file: str
    sha256: str
    title: str | None = None
    publisher: str | None = None
    region: str | None = None
    published: str | None = None
    period: str | None = None
    url: str | None = None
    body: int = 0
    warnings: tuple[str, ...] = ()

    @classmethod
    def from_text(
        cls,
        raw: str,
        *,
        id: str = "text",
        file: str = "",
        title: str | None = None,
        publisher: str | None = None,
        region: str | None = None,
        published: str | None = None,
        period: str | None = None,
        url: str | None = None,
    ) -> Document:
        """A document from a string; its sha256 is that of the string in UTF-8."""
        digest = hashlib.sha256(raw.encode("utf-8", "surrogatepass")).hexdigest()
        file = file or f"{id}.txt"
        return cls(id, raw, file, digest, title, publisher, region, published, period, url)

    @classmethod
    def of_facts(cls, facts: DocumentFacts) -> Document:
        """The report that was annotated, to be read again."""
        return cls.from_text(
            facts.raw, id=facts.id, title=facts.title, published=facts.published, period=facts.period
        )
