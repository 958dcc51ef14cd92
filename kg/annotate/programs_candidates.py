"""What may name a program: quoted strings, noun phrases that end in a head, names of the lexicon.

A candidate has the span that it would be annotated with, by the guidelines' rules on quotation
marks and heads: “五小”活动 gives 五小, “安康杯”竞赛 stays whole with its marks. Whether it is a program is
for the classifier to say (programs.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc

from kg.annotate.nominals import BREAKS, Quotation, Tokens, phrase_breaks, phrase_start, quotations
from kg.resources import lexicon, patterns

LONGEST = 46
SHORTEST_REST = 4  # characters that must be left of a phrase when its organiser is cut off
TAIL = 22  # characters after a quotation that may belong to the name
ORGANISER = re.compile(
    r"^[一-鿿]{2,16}?(?:总工会|工会(?!第|会员|干部|主席|财务|组建|工作|经费)|有限公司|集团)(?=.{4})"
)
OWN_SESSION = re.compile(r"(?:第.{1,4}[次届]|[一二三四五六七八九十]届)")
JOINED = re.compile(r"(?<!劳动)(?:和(?!谐)|以及|及(?!其)|并)")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch that may name a program.

    start, end: the span, in code points of doc.text. shape: quote, mixed (a phrase with a quotation
    in it), phrase or lexicon. head: the head it ends in, "" for none. group: start and end of the list
    of quotations that it stands in, marks included, else of the span. tail: what follows it in its
    noun phrase (活动, 品牌).
    """

    start: int
    end: int
    shape: str
    head: str
    group: tuple[int, int]
    tail: str = ""


class Finder:
    """Finds the candidates of a Doc; built once, with the lexicons."""

    def __init__(self) -> None:
        rows = lexicon("program_heads")
        self.kinds: dict[str, str] = {row["head"]: row["kind"] for row in rows}
        self.common: frozenset[str] = frozenset(row["head"] for row in rows if row["common"])
        heads = sorted(self.kinds, key=len, reverse=True)
        self.heads = re.compile("|".join(map(re.escape, heads)))
        names = sorted((row["name"] for row in lexicon("programs")), key=len, reverse=True)
        self.known = frozenset(names)
        self.names = re.compile("|".join(map(re.escape, names)))
        self.regex = {name: pattern.regex for name, pattern in patterns("programs").items()}

    def find(self, doc: Doc) -> list[Candidate]:
        """All candidates in text order; they may overlap."""
        text, tokens = doc.text, Tokens(doc)
        quotes = [quote for quote in quotations(text) if self._may_name(quote, text)]
        found = {(c.start, c.end): c for c in self._phrases(doc, tokens)}
        mixed = [c for c in found.values() if c.shape == "mixed"]
        for candidate in self._quoted(text, tokens, quotes):
            around = (candidate.start - 1, candidate.end + 1)
            if not any(c.start <= around[0] and around[1] <= c.end for c in mixed):
                found[candidate.start, candidate.end] = candidate
        for match in self.names.finditer(text):
            if not any(start <= match.start() and match.end() <= end for start, end in found):
                found[match.span()] = Candidate(
                    *match.span(), "lexicon", self.head_of(match.group()), match.span()
                )
        return sorted(found.values(), key=lambda c: (c.start, -c.end))

    def head_of(self, name: str) -> str:
        """The longest head that a name ends in, or ""."""
        return next(
            (name[at:] for at in range(max(0, len(name) - 10), len(name)) if name[at:] in self.kinds), ""
        )

    def _may_name(self, quote: Quotation, text: str) -> bool:
        inner = quote.inner(text)
        return 2 <= len(inner) <= 32 and not self.regex["SPEECH"].search(inner)

    def _quoted(self, text: str, tokens: Tokens, quotes: list[Quotation]) -> Iterator[Candidate]:
        outer = 0
        groups = list_groups(text, quotes)
        for quote in quotes:
            if quote.end <= outer:  # inside another one that may be a name
                continue
            outer = quote.end
            group = groups[quote.start]
            tail = text[group[1] : noun_end(text, tokens, group[1])]
            yield Candidate(
                quote.start + 1, quote.end - 1, "quote", self.head_of(quote.inner(text)), group, tail
            )

    def _phrases(self, doc: Doc, tokens: Tokens) -> Iterator[Candidate]:
        text = doc.text
        matches = list(self.heads.finditer(text))
        inside = {
            at for q in quotations(text) if self._may_name(q, text) for at in range(q.start + 1, q.end - 1)
        }
        for number, match in enumerate(matches):
            if match.start() in inside:
                continue
            following = matches[number + 1] if number + 1 < len(matches) else None
            if (
                following
                and following.start() not in inside
                and self._goes_on(text, tokens, match, following)
            ):
                continue
            if candidate := self._phrase(doc, tokens, match.start(), match.end(), match.group()):
                yield candidate

    def _goes_on(self, text: str, tokens: Tokens, match: re.Match[str], following: re.Match[str]) -> bool:
        """Whether the phrase that `match` may end reaches to the next head."""
        if following.start() - match.end() > TAIL or following.start() < match.end():
            return False
        return phrase_start(tokens, following.start(), quotes=True) < match.end()

    def _phrase(self, doc: Doc, tokens: Tokens, head_start: int, end: int, head: str) -> Candidate | None:
        text = doc.text
        start = phrase_start(tokens, head_start, quotes=True)
        start = self._trim(doc, start, head_start)
        if end - start > LONGEST or end - start < len(head) + 2:
            return None
        phrase = text[start:end]
        if "”" not in phrase and "’" not in phrase:
            return Candidate(start, end, "phrase", head, (start, end))
        close = max(phrase.rfind("”"), phrase.rfind("’"))
        loose = self.regex["LOOSE_TAIL"].match(phrase, close + 1)
        if loose and loose.end() == len(phrase) and phrase[0] in "“‘":
            return None
        if close + 1 == len(phrase):
            return None
        return Candidate(start, end, "mixed", head, (start, end))

    def _trim(self, doc: Doc, start: int, head_start: int) -> int:
        """Leave out dates, organisers and what is joined with 和 at the left edge of a phrase."""
        text = doc.text
        while True:
            before = start
            if date := self.regex["LEADING_DATE"].match(text[start:head_start]):
                start += date.end()
            organiser = max(
                (
                    span.end
                    for span in doc._.spans
                    if span.type in ("Union", "Organization", "Company")
                    and start <= span.start <= start + 1
                    and span.end <= head_start
                ),
                default=0,
            )
            if not organiser and (match := ORGANISER.match(text[start:head_start] + "    ")):
                organiser = start + match.end()
            if organiser > start and head_start - organiser >= 2 and not OWN_SESSION.match(text, organiser):
                start = organiser
            quoted = text.rfind("”", start, head_start)
            for match in JOINED.finditer(text, max(start, quoted + 1), head_start):
                left = text[start : match.start()]
                if self.head_of(left) or left.endswith(("会", "队", "活动", "工作", "建设", "”")):
                    start = match.end()
                    break
            if start == before:
                return start


def list_groups(text: str, quotes: list[Quotation]) -> dict[int, tuple[int, int]]:
    """For each quotation, start and end of the list of adjacent quotations that it belongs to."""
    groups: dict[int, tuple[int, int]] = {}
    row: list[Quotation] = []
    for quote in [*quotes, None]:
        if row and (
            quote is None or text[row[-1].end : quote.start] not in ("", "、", "和", "，", "及", "以及", "与")
        ):
            for member in row:
                groups[member.start] = (row[0].start, row[-1].end)
            row = []
        if quote is not None and not (row and quote.start < row[-1].end):
            row.append(quote)
        elif quote is not None:
            groups[quote.start] = (quote.start, quote.end)
    return groups


def noun_end(text: str, tokens: Tokens, start: int) -> int:
    """Where the noun phrase that goes on at `start` ends: at a mark or a word of phrase_breaks.csv."""
    words, end = phrase_breaks(), start
    for token_start, token_end in tokens.from_start(start):
        token = text[token_start:token_end]
        if token in words or any(character in BREAKS for character in token) or token_end - start > TAIL:
            break
        end = token_end
    return end
