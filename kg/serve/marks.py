"""A raw text cut at its marks, so that a page can show them: no offset is counted in a browser.

Offsets are code points of the raw text. Marks may nest and overlap; links may not, so a piece of
text belongs to the shortest of the marks that cover it, and knows the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

BREAK = re.compile(r"\r\n|[\n\r\u2028\u2029]")
HEADING = re.compile(r"#{1,6}[ \t]")
ENDS = "。!！?？;；:：,，、…"
SHORT = 30  # characters that a line of its own may have to be shown as a heading


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that stands in the text. kind: an entity type, or `number`. key: of its entry."""

    start: int
    end: int
    kind: str
    key: str

    @property
    def id(self) -> str:
        return mark_id(self.start, self.end, self.kind)


@dataclass(frozen=True, slots=True)
class Piece:
    """Text under the same marks, the shortest first. first: the marks that begin here."""

    text: str
    marks: tuple[Mark, ...] = ()
    first: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text between two places where the evidence of facts begins or ends."""

    start: int
    end: int
    pieces: tuple[Piece, ...]

    @property
    def id(self) -> str:
        return f"s{self.start}"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines without an empty one between them. heading: looks like one."""

    stretches: tuple[Stretch, ...]
    heading: bool = False


def mark_id(start: int, end: int, kind: str) -> str:
    """The name of a mark's place in the page: `m148-152-union`."""
    return f"m{start}-{end}-{kind.lower()}"


def stretch_id(start: int, quote: str) -> str:
    """The name of the place where a sentence begins: that of its first visible character."""
    return f"s{start + len(quote) - len(quote.lstrip())}"


def paragraphs(raw: str) -> Iterator[tuple[int, int]]:
    """Where the paragraphs stand: lines in a row that are not empty, without the break at the end."""
    begin: int | None = None
    line, last = 0, 0
    for start, end in [*(found.span() for found in BREAK.finditer(raw)), (len(raw), len(raw))]:
        if raw[line:start].strip():
            begin = line if begin is None else begin
            last = start
        elif begin is not None:
            yield begin, last
            begin = None
        line = end
    if begin is not None:
        yield begin, last


def cut(raw: str, marks: Iterable[Mark], evidence: Iterable[tuple[int, int]]) -> list[Paragraph]:
    """The text in paragraphs, stretches and pieces; joined they are the raw text but for the empty
    lines between paragraphs. Marks and evidence outside of the text are left out.
    """
    blocks = list(paragraphs(raw))
    starting: dict[int, list[Mark]] = {}
    for mark in marks:
        if 0 <= mark.start < mark.end <= len(raw):
            starting.setdefault(mark.start, []).append(mark)
    ends = {mark.end for found in starting.values() for mark in found}
    breaks = {place for span in evidence for place in _visible(raw, *span)}
    places = {place for block in blocks for place in block} | starting.keys() | ends | breaks
    found: list[Paragraph] = []
    stretches: list[Stretch] = []
    pieces: list[Piece] = []
    active: list[Mark] = []
    fresh: list[Mark] = []
    block, at = 0, 0
    for start, end in pairwise(sorted(place for place in places if 0 <= place <= len(raw))):
        active = [mark for mark in active if mark.end > start]
        begun = starting.get(start, [])
        active += begun
        fresh = [mark for mark in fresh if mark.end > start] + begun
        if block == len(blocks) or start < blocks[block][0]:
            continue
        if not pieces:
            at = start
        covering = tuple(sorted(active, key=lambda mark: (mark.end - mark.start, mark.kind, mark.key)))
        pieces.append(Piece(raw[start:end], covering, tuple(fresh)))
        fresh = []
        if end in breaks or end == blocks[block][1]:
            stretches.append(Stretch(at, end, tuple(pieces)))
            pieces = []
        if end == blocks[block][1]:
            found.append(Paragraph(tuple(stretches), _is_heading(raw[slice(*blocks[block])])))
            stretches, block = [], block + 1
    return found


def covered(paragraphs: Sequence[Paragraph], start: int, end: int) -> tuple[str, ...]:
    """The names of the stretches that a piece of evidence covers."""
    return tuple(
        one.id for each in paragraphs for one in each.stretches if one.start < end and start < one.end
    )


def _visible(raw: str, start: int, end: int) -> tuple[int, ...]:
    """Both ends of a span, blanks left outside."""
    text = raw[start:end]
    if start < 0 or end > len(raw) or not text.strip():
        return ()
    return start + len(text) - len(text.lstrip()), start + len(text.rstrip())


def _is_heading(text: str) -> bool:
    text = text.strip()
    return bool(HEADING.match(text)) or (len(text) <= SHORT and "\n" not in text and text[-1] not in ENDS)
