"""What can be counted about a program candidate: lengths, distances, how often its document has it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence

from spacy.tokens import Doc

from kg.annotate.extensions import text_of
from kg.annotate.programs_candidates import Candidate, Finder

CLAUSE = re.compile(r"[，。；：！？\n]")
REACH = 60  # characters on either side
HEADLINE = 120  # characters at the head of a text where its title stands
FAR = 99
EDITION = re.compile(r"(?:19|20)[0-9]{2}|第.{1,4}[届次期]|首届")
BODIES = frozenset(("Union", "Organization", "Company"))
SHAPES = ("lexicon", "phrase", "mixed", "quote")
NAMES = (
    "shape", "length", "list-length", "head-length", "own-characters", "common-characters", "tail-length",
    "list-members", "in-text", "head-in-text", "position", "from-sentence", "to-sentence", "from-clause",
    "to-clause", "from-run", "from-slogan", "from-body", "edition", "first", "in-title", "places", "known",
    "common-head", "happening", "quotes-in-1000", "unions-in-1000", "candidates-in-1000",
)  # fmt: skip


class Numbers:
    """Counts what NAMES names; made for one document and its candidates."""

    def __init__(self, finder: Finder, common: re.Pattern[str], doc: Doc, found: Sequence[Candidate]) -> None:
        self.finder, self.common = finder, common
        self.text = text_of(doc)
        self.sentences = [(s.start, s.end) for s in doc._.sentences]
        self.starts = [start for start, _ in self.sentences]
        self.body_ends = sorted(span.end for span in doc._.spans if span.type in BODIES)
        self.places = sorted((span.start, span.end) for span in doc._.spans if span.type == "Place")
        self.members = Counter(c.group for c in found if c.shape == "quote")
        thousands = max(1, len(self.text)) / 1000
        self.whole = (
            self.text.count("“") / thousands,
            self.text.count("工会") / thousands,
            len(found) / thousands,
        )

    def of(self, c: Candidate) -> list[float]:
        """The numbers of a candidate, in the order of NAMES."""
        text, name = self.text, self.text[c.start : c.end]
        body = name.removesuffix(c.head)
        common = sum(len(match.group()) for match in self.common.finditer(body))
        at = max(0, bisect_right(self.starts, c.start) - 1)
        start, end = self.sentences[at] if self.sentences else (0, len(text))
        first, last = c.group
        before = CLAUSE.split(text[max(0, first - REACH) : first])[-1]
        after = CLAUSE.split(text[last : last + REACH], maxsplit=1)[0]
        known = bisect_right(self.body_ends, c.start) - 1
        from_body = c.start - self.body_ends[known] if known >= 0 else FAR
        inside = self.places[bisect_left(self.places, (c.start, 0)) : bisect_left(self.places, (c.end, 0))]
        return [
            SHAPES.index(c.shape),
            len(name),
            last - first,
            len(c.head),
            len(body) - common,
            common,
            len(c.tail),
            self.members[c.group],
            text.count(name),
            text.count(c.head) if c.head else 0,
            c.start,
            c.start - start,
            end - c.end,
            len(before),
            len(after),
            self._behind("RUN", before),
            self._behind("SLOGAN_BEFORE", before),
            from_body if c.start - from_body >= start else FAR,
            EDITION.search(name) is not None,
            text.find(name) == c.start,
            text.find(name, 0, HEADLINE) >= 0,
            sum(end <= c.end for _, end in inside),
            name in self.finder.known or any(m.end() == len(name) for m in self.finder.names.finditer(name)),
            c.head in self.finder.common,
            bool(self.finder.regex["HAPPENING"].search(after)),
            *self.whole,
        ]

    def _behind(self, pattern: str, before: str) -> int:
        """How many characters after the last match a clause's first part ends; REACH without one."""
        ends = [match.end() for match in self.finder.regex[pattern].finditer(before)]
        return len(before) - ends[-1] if ends else REACH
