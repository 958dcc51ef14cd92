"""Names found by what people type: whole or in part, short forms, pinyin, with one wrong character.

All names stand in one text, a line each, those most mentioned first; a search is a scan of that
text, and ends when it has enough. 100,000 entities take some 20 MB and milliseconds.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kg.rdf.iris import fold
from kg.serve.rows import of_answer
from kg.store.network import TYPES, VALUES
from kg.store.store import Store

LONGEST = 40  # characters of a query that are looked at
ENOUGH = 300  # lines that one way of finding may give
FEW = 5  # hits below which a wrong character is thought of
LETTERS = re.compile(r"[a-z]{2,}")
WAYS = ("exact", "begins", "within", "pinyin", "short", "near")  # best first

NAMES = f"SELECT ?entity ?type ?name {{ {VALUES} ?entity a ?type ; rdfs:label ?name }}"
ALIASES = "SELECT ?entity ?alias { ?entity skos:altLabel ?alias }"
COUNTS = "SELECT ?entity (COUNT(?mention) AS ?count) { ?mention uw:entity ?entity } GROUP BY ?entity"

Spell = Callable[[str], Sequence[str]]


@dataclass(slots=True)
class Entry:
    """An entity. count: how often reports name it."""

    iri: str
    type: str
    name: str
    aliases: list[str]
    count: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity that was found. by: the name that fits. way: one of WAYS."""

    iri: str
    type: str
    name: str
    by: str
    count: int
    way: str


class Lines:
    """Texts as lines of one text, with the entry that each belongs to."""

    def __init__(self, lines: Iterable[tuple[int, str]]) -> None:
        self.owners, self.starts = array("l"), array("l")
        parts, at = ["\n"], 1
        for owner, text in lines:
            self.owners.append(owner)
            self.starts.append(at)
            parts.append(text + "\n")
            at += len(text) + 1
        self.text = "".join(parts)

    def scan(self, pattern: str) -> Iterator[int]:
        """The lines in which a regular expression is found, in order."""
        search, text, at = re.compile(pattern).search, self.text, 0
        while (found := search(text, at)) is not None:
            # a pattern may begin with the break before its line
            start = found.start() + (text[found.start()] == "\n")
            yield bisect_right(self.starts, start) - 1
            at = text.find("\n", start)

    def line(self, number: int) -> str:
        start = self.starts[number]
        return self.text[start : self.text.index("\n", start)]


class Index:
    """The names of a graph. spell: the pinyin of each character; without it none is searched."""

    def __init__(self, entries: Iterable[Entry], spell: Spell | None = None) -> None:
        self.entries = sorted(entries, key=lambda one: (-one.count, len(one.name), one.name, one.iri))
        names = [
            (owner, key)
            for owner, one in enumerate(self.entries)
            for key in dict.fromkeys(fold(name).lower() for name in (one.name, *one.aliases))
            if key
        ]
        self.names = Lines(names)
        spelled = [(owner, [part for part in spell(name) if part]) for owner, name in names] if spell else []
        self.initials = Lines((owner, "".join(part[0] for part in parts)) for owner, parts in spelled)
        self.pinyin = Lines((owner, "".join(parts)) for owner, parts in spelled)

    def find(self, asked: str, type: str | None = None, most: int = 50) -> list[Hit]:
        """The best first; `most` of them."""
        query = fold(asked).lower()[:LONGEST]
        if not query:
            return []
        found: dict[int, tuple[int, str]] = {}  # entry -> how, and by which line

        def take(way: str, lines: Lines, pattern: str) -> None:
            left = ENOUGH
            for number in lines.scan(pattern):
                owner = lines.owners[number]
                if owner not in found and (type is None or self.entries[owner].type == type):
                    by = lines.line(number) if lines is self.names else ""
                    found[owner] = (WAYS.index(way), by)
                if not (left := left - 1):
                    return

        literal = re.escape(query)
        take("exact", self.names, f"\n{literal}(?=\n)")
        take("begins", self.names, f"\n{literal}")
        take("within", self.names, literal)
        if LETTERS.fullmatch(query):
            for pattern in (f"\n{literal}", literal):
                take("pinyin", self.initials, pattern)
                take("pinyin", self.pinyin, pattern)
        if len(query) > 1 and len(found) < most:
            take("short", self.names, apart(query))
        if len(query) > 2 and len(found) < FEW:
            take("near", self.names, nearly(query))
        ranked = sorted(found, key=lambda owner: (found[owner][0], owner))
        return [self._hit(owner, *found[owner]) for owner in ranked[:most]]

    def _hit(self, owner: int, way: int, by: str) -> Hit:
        one = self.entries[owner]
        alias = next((name for name in (one.name, *one.aliases) if fold(name).lower() == by), one.name)
        return Hit(one.iri, one.type, one.name, alias, one.count, WAYS[way])


def apart(query: str) -> str:
    """A pattern for the characters of a query in their order, others between them. No gap may hold
    the character that ends it, so there is one way to match and no trying back and forth.

    >>> bool(re.search(apart("区总"), "钱塘区、某某总工会"))
    True
    """
    return re.escape(query[0]) + "".join(f"[^\n{re.escape(char)}]*{re.escape(char)}" for char in query[1:])


def nearly(query: str) -> str:
    """A pattern for a query with one character wrong, missing or too many.

    >>> [bool(re.search(nearly("钱唐区总"), name)) for name in ("钱塘区总", "钱区总", "钱唐新区总", "钱塘区")]
    [True, True, True, False]
    """
    found = [re.escape(query[1:]), re.escape(query[:-1])] if len(query) > 3 else []
    for at in range(1, len(query)):
        head, rest, all = map(re.escape, (query[:at], query[at + 1 :], query[at:]))
        found += [f"{head}[^\n]?{rest}", f"{head}[^\n]{all}"] if rest else []
    return "|".join(dict.fromkeys(found))


def entries(store: Store) -> list[Entry]:
    """All entities of a store."""
    found: dict[str, Entry] = {}
    for row in of_answer(store.query(NAMES)):
        found.setdefault(row["entity"], Entry(row["entity"], TYPES[row["type"]], row["name"], []))
    for row in of_answer(store.query(ALIASES)):
        if row["entity"] in found:
            found[row["entity"]].aliases.append(row["alias"])
    for row in of_answer(store.query(COUNTS)):
        if row.get("entity", "") in found:
            found[row["entity"]].count = int(row["count"])
    return list(found.values())


def speller() -> Spell | None:
    """Pinyin without tones, of each character by the word it stands in; None without pypinyin.

    The words are those that pypinyin finds itself: from each place the longest of its phrases. A word
    is spelled once, however many names hold it, which is most of the work.
    """
    try:
        from pypinyin import lazy_pinyin
        from pypinyin.constants import PHRASES_DICT
    except ImportError:
        return None
    beginnings = {phrase[:end] for phrase in PHRASES_DICT for end in range(2, len(phrase) + 1)}
    known: dict[str, tuple[str, ...]] = {}

    def one_by_one(other: str) -> Any:
        return list(other)

    def spell(name: str) -> list[str]:
        found: list[str] = []
        start, length = 0, len(name)
        while start < length:
            end = start + 1
            for stop in range(start + 2, length + 1):
                if name[start:stop] not in beginnings:
                    break
                if name[start:stop] in PHRASES_DICT:
                    end = stop
            word = name[start:end]
            spelled = known.get(word)
            if spelled is None:
                spelled = known[word] = tuple(part.lower() for part in lazy_pinyin(word, errors=one_by_one))
            found += spelled
            start = end
        return found

    return spell
