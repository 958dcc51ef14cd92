"""What the finders of honors, programs, documents and facilities share: quotations, names of
levels and regions before a word, and the left edge of a noun phrase.

Offsets are code points of `doc.text`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Doc

from kg.annotate.divisions import load_divisions
from kg.annotate.extensions import TextSpan, text_of, token_bounds
from kg.resources import lexicon

BREAKS = frozenset("，。：；、！？\n（）《》【】…—■□◆●→ “”‘’")
CLOSERS = {"”": "“", "’": "‘"}
LONGEST_QUOTE = 45
RANKS = ("国家级", "省部级", "全国", "中国", "自治区级", "自治区", "全省", "全市", "全区", "全县", "省级",
         "市级", "区级", "县级", "州级", "镇级", "省", "市", "区", "县", "州", "镇", "旗")  # fmt: skip
SPOKEN = frozenset("我本该各两贵你他们社")
QUOTE_MARKS = re.compile("[“‘\n" + "".join(CLOSERS) + "]")
TOWN = re.compile(r"[一-鿿]{2,3}(?:街道|[镇乡村])$")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch in quotation marks. start, end: with the marks; depth: 1 inside another one."""

    start: int
    end: int
    depth: int = 0

    def inner(self, text: str) -> str:
        """What stands between the marks."""
        return text[self.start + 1 : self.end - 1]


def quotations(text: str) -> list[Quotation]:
    """All quotations of up to LONGEST_QUOTE characters on one line, in text order."""
    found: list[Quotation] = []
    opened: list[int] = []
    for mark in QUOTE_MARKS.finditer(text):
        at, character = mark.start(), mark.group()
        if character in "“‘" and not _closes(text, at, opened):
            opened.append(at)
        elif character != "\n":
            while opened and text[opened[-1]] != CLOSERS.get(character, character):
                opened.pop()
            if opened:
                start = opened.pop()
                if at - start <= LONGEST_QUOTE + 1:
                    found.append(Quotation(start, at + 1, len(opened)))
        elif character == "\n":
            opened.clear()
    return sorted(found, key=lambda quotation: (quotation.start, -quotation.end))


def _closes(text: str, at: int, opened: list[int]) -> bool:
    """Whether an opening mark was typed for a closing one: the same stands open, none closes it."""
    if not opened or text[opened[-1]] != text[at]:
        return False
    after = QUOTE_MARKS.search(text, at + 1)
    return after is None or after.group() == text[at] or after.group() == "\n"


@lru_cache(maxsize=1)
def _region_names() -> tuple[frozenset[str], int]:
    names = frozenset(load_divisions().by_form)
    return names, max(map(len, names))


def region_before(text: str, end: int) -> int:
    """Where the chain of regions that ends at `end` begins (浙江省杭州市|); `end` where there is none."""
    names, longest = _region_names()
    start = end
    while True:
        for length in range(min(longest, start), 1, -1):
            if text[start - length : start] in names:
                start -= length
                break
        else:
            return start


def place_starts(spans: Iterable[TextSpan]) -> dict[int, int]:
    """Where each place among `spans` starts, by its end."""
    return {span.end: span.start for span in spans if span.type == "Place"}


def level_before(text: str, end: int, places: Mapping[int, int] | None = None) -> int:
    """Where the level that ends at `end` begins: a region, a rank (全国, 省级, 市) or both; else `end`.

    places: where places found so far start, by end, for regions below the county.
    """
    for rank in RANKS:
        if text.endswith(rank, 0, end):
            start = end - len(rank)
            region = region_before(text, end)
            if region < start:
                return region
            if len(rank) <= 2 and rank[0] in "省市区县州镇旗":
                if rank in ("镇", "旗") or (start and text[start - 1] in SPOKEN):
                    continue
                above = region_before(text, start)
                return above if above < start else start
            return start
    region = region_before(text, end)
    if region < end:
        return region
    return places.get(end, end) if places else end


class Tokens:
    """Where the tokens of a Doc begin and end, by offset."""

    def __init__(self, doc: Doc) -> None:
        self.text = text_of(doc)
        self.gaps: frozenset[int] = doc._.gaps
        starts, ends = token_bounds(doc)
        self.starts: list[int] = starts.tolist()
        self.ends: list[int] = ends.tolist()

    def ending_at(self, end: int) -> list[tuple[int, int]]:
        """The tokens of up to 60 characters before `end`, the last first, cut at `end`."""
        last = bisect_left(self.starts, end) - 1
        found: list[tuple[int, int]] = []
        while last >= 0 and self.starts[last] >= end - 60:
            found.append((self.starts[last], min(self.ends[last], end)))
            last -= 1
        return found

    def from_start(self, start: int) -> list[tuple[int, int]]:
        """The tokens of up to 40 characters from `start`, cut at `start`."""
        at = bisect_right(self.ends, start)
        found: list[tuple[int, int]] = []
        while at < len(self.starts) and self.starts[at] < start + 40:
            found.append((max(start, self.starts[at]), self.ends[at]))
            at += 1
        return found


def tokens_of(doc: Doc) -> Tokens:
    """The Tokens of a Doc, kept after the first call."""
    tokens: Tokens | None = doc.user_data.get("kg.tokens")
    if tokens is None:
        tokens = doc.user_data["kg.tokens"] = Tokens(doc)
    return tokens


def matching_open(text: str, close: int) -> int | None:
    """The offset of the mark that the closing one at `close` belongs to, within one name's length."""
    depth = 0
    for at in range(close, max(-1, close - LONGEST_QUOTE), -1):
        if text[at] == text[close]:
            depth += 1
        elif text[at] == CLOSERS[text[close]]:
            depth -= 1
            if not depth:
                return at
    return None


def sentence_of(text: str, start: int, width: int = 80) -> int:
    """Where the sentence around `start` begins, at most `width` characters before."""
    low = max(0, start - width)
    return max((text.rfind(mark, low, start) for mark in "。！？；\n"), default=-1) + 1 or low


@lru_cache(maxsize=1)
def phrase_breaks() -> tuple[frozenset[str], tuple[str, ...]]:
    """The words of lexicons/phrase_breaks.csv; of these the verbs of two characters or more."""
    rows = lexicon("phrase_breaks")
    verbs = tuple(row["word"] for row in rows if row["kind"] == "verb" and len(row["word"]) > 1)
    return frozenset(row["word"] for row in rows), verbs


def breaks_phrase(token: str) -> bool:
    """Whether a token ends the noun phrase to its right: punctuation, 在, 开展, 广泛开展."""
    words, verbs = phrase_breaks()
    return (
        token in words
        or (len(token) > 2 and token.endswith(verbs))
        or any(character in BREAKS for character in token)
    )


def phrase_start(tokens: Tokens, end: int, quotes: bool = False) -> int:
    """The left edge of the noun phrase that ends at `end`.

    It reaches back to a mark of punctuation, a line's end or a word of phrase_breaks.csv. With
    `quotes`, short quotations inside the phrase are passed over; a blank before one ends the phrase.
    """
    text, start = tokens.text, end
    for token_start, token_end in tokens.ending_at(end):
        if token_end > start:  # inside a quotation that was passed over
            continue
        token = text[token_start:token_end]
        if quotes and token[-1] in CLOSERS and (opened := matching_open(text, token_end - 1)) is not None:
            start = opened
            if start in tokens.gaps:
                break
            continue
        if breaks_phrase(token) or (token in "月日" and text[token_start - 1 : token_start].isdigit()):
            break
        start = token_start
    return start
