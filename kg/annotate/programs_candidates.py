"""What may name a program: quoted strings, noun phrases that end in a head, names of the lexicon.

A candidate has the span that it would be annotated with, by the guidelines' rules on quotation
marks and heads: “五小”活动 gives 五小, “安康杯”竞赛 stays whole with its marks. Whether it is a program is
for the classifier to say (programs.py).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from kg.annotate.extensions import text_of
from kg.annotate.nominals import (
    CLOSERS,
    Quotation,
    Tokens,
    breaks_phrase,
    level_before,
    matching_open,
    phrase_start,
    quotations,
    tokens_of,
)
from kg.resources import lexicon, patterns

LONGEST = 46
SHORTEST_REST = 4  # characters that must be left of a phrase when its organiser is cut off
FEWEST_OWN = 4  # characters before a quotation that make it part of a longer name
FEWEST_ITEMS, LONGEST_ITEM = 3, 6  # of a list in one pair of quotation marks
TAIL = 22  # characters after a quotation that may belong to the name
ORGANISER = re.compile(
    r"^[一-鿿]{2,16}?(?:总工会|工会(?!第|会员|干部|主席|财务|组建|工作|经费)|有限公司|集团)(?=.{4})"
)
BARE_HEAD = re.compile(r"(?:要约|[一二三四五六七八九十0-9]+大).{2}")  # says too little alone
OWNER = re.compile(r"[园区镇乡村社会局院校司店厂站]$")
BODY = re.compile(
    r"[部处科室局队团]|委员会|理事会|组委会|中心|办公室|领导小组|工作专班|基地|学院|机构|企业|单位|人员|师|大?礼包|物资|品(?!牌)|[总大支分]队|协会|联盟|(?<=[赛展])区|(?<=倡议)书|(?<=快车)道"
)
ORGANISERS = frozenset(("Union", "Organization", "Company", "Person"))
NAMED = frozenset(("Honor", "Union", "Organization", "Company", "Facility", "Document"))
OPENINGS = frozenset(("开幕式", "闭幕式"))
STAGES = frozenset(("启动仪式", "颁奖仪式", "颁奖典礼", "开幕式", "闭幕式", "仪式"))
LOOSE_HEADS = frozenset(("活动", "系列活动", "主题活动"))
CUSTOMS = frozenset(("送清凉", "送温暖"))
FEWEST_TWICE = 5  # characters, less one, that a name said twice in a row has
NOUN_VERB = re.compile(
    r"(?:培育|征集|创建|发放|展示|分享|推广|指导|解读|观摩|选树|推荐|认定|赠送|发布|提升|引领|保障)$"
)
YEAR_END = re.compile(r"(?:19|20)[0-9]{2}年$")
COUNTED = re.compile(r"[0-9][余多万]{0,2}(?:个|项|场|类|家|支|名|人|户|件|期)")
OWN_SESSION = re.compile(r"(?:第.{1,4}[次届]|[一二三四五六七八九十]届)")
NUMBERED = re.compile(r"[0-9]{1,2}[.．](?![0-9])")  # an item of a list
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
        self.regex = {name: pattern.regex for name, pattern in patterns("programs").items()}
        self.names = re.compile("|".join((self.regex["CAMPAIGN"].pattern, *map(re.escape, names))))

    def find(self, doc: Doc) -> list[Candidate]:
        """All candidates in text order; they may overlap, but lie in no honor, union or other body."""
        bodies = sorted((span.start, span.end) for span in doc._.spans if span.type in NAMED)
        text, starts = text_of(doc), [start for start, _ in bodies]

        def is_named(c: Candidate) -> bool:
            """Whether `c` lies in another name, or runs over the end of one by a character or two."""
            for _, end in bodies[bisect_left(starts, c.start - LONGEST) : bisect_right(starts, c.start)]:
                if c.end <= end or (c.shape == "phrase" and c.start < end and c.end - end <= 2):
                    return True
            return False

        return [
            c
            for c in self._find(doc)
            if not self.regex["NOT_PROGRAM"].search(text[c.start : c.end]) and not is_named(c)
        ]

    def _find(self, doc: Doc) -> list[Candidate]:
        text, tokens = text_of(doc), tokens_of(doc)
        quotes = [quote for quote in quotations(text) if self._may_name(quote, text)]
        found = {(c.start, c.end): c for c in self._phrases(doc, tokens)}
        mixed = [c for c in found.values() if c.shape == "mixed"]
        for candidate in self._quoted(text, tokens, quotes):
            around = (candidate.start - 1, candidate.end + 1)
            if not any(c.start <= around[0] and around[1] <= c.end for c in mixed):
                found[candidate.start, candidate.end] = candidate
        for match in self.names.finditer(text):
            if text[match.start() - 1 : match.start()] not in CLOSERS and not any(
                start <= match.start() and match.end() <= end for start, end in found
            ):
                found[match.span()] = Candidate(
                    *match.span(), "lexicon", self.head_of(match.group()), match.span()
                )
        return sorted(self._unglued(text, found.values()), key=lambda c: (c.start, -c.end))

    def _unglued(self, text: str, found: Iterable[Candidate]) -> list[Candidate]:
        """Candidates cut where they begin with words that the same name goes without elsewhere.

        Layout glues titles to what stands before them: …关爱出行“暖车”行动“暖车”行动启动.
        """
        names = {text[c.start : c.end] for c in found if c.shape == "mixed" and text[c.start] == "“"}
        cut = []
        for c in found:
            words = c.shape == "mixed" and text[c.start] != "“"
            at = text.find("“", c.start + 1, c.end) if words else -1
            if at > 0 and text[at : c.end] in names and not self._belongs(text, c.start, at):
                c = replace(c, start=at, group=(at, c.end))
            cut.append(c)
        return cut

    def _belongs(self, text: str, start: int, opened: int) -> bool:
        """Whether the words before a quotation are a level or an edition, which names begin with."""
        return (
            level_before(text, opened) == start
            or self.regex["EDITION"].fullmatch(text, start, opened) is not None
        )

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
            for start, end in self._parts(text, tokens, quote):
                yield Candidate(start, end, "quote", self.head_of(text[start:end]), group, tail)

    def _parts(self, text: str, tokens: Tokens, quote: Quotation) -> list[tuple[int, int]]:
        """The names in a quotation: its inside, each item of a list, or more than its inside."""
        start, end = quote.start + 1, quote.end - 1
        items = list(re.finditer(r"[^、]+", text[start:end]))
        if len(items) >= FEWEST_ITEMS and all(2 <= len(item.group()) <= LONGEST_ITEM for item in items):
            return [(start + item.start(), start + item.end()) for item in items]
        if BARE_HEAD.fullmatch(text, start, end) and text[end - 2 : end] in self.kinds:
            left = phrase_start(tokens, quote.start)
            return [(left, quote.end)] if left < quote.start else [(start, end)]
        stop = noun_end(text, tokens, quote.end)
        if text[end - 1] == "杯" and stop > quote.end and not self.heads.search(text, quote.end, stop):
            return [(quote.start, stop)]
        return [(start, end)]

    def _phrases(self, doc: Doc, tokens: Tokens) -> Iterator[Candidate]:
        text = tokens.text
        organisers: dict[int, int] = {}
        for span in doc._.spans:
            if span.type in ORGANISERS:
                organisers[span.start] = max(span.end, organisers.get(span.start, 0))
        matches = list(self.heads.finditer(text))
        inside = {
            at for q in quotations(text) if self._may_name(q, text) for at in range(q.start + 1, q.end - 1)
        }
        covered = len(text)
        for match in reversed(matches):
            if match.start() in inside or match.start() >= covered or BODY.match(text, match.end()):
                continue
            if match.group() in STAGES and self._ends_event(text, match.start(), match.group()):
                continue
            candidate = self._phrase(tokens, organisers, *match.span(), match.group())
            if candidate:
                covered = candidate.start
                yield candidate

    def _phrase(
        self, tokens: Tokens, organisers: Mapping[int, int], head_start: int, end: int, head: str
    ) -> Candidate | None:
        text = tokens.text
        start = phrase_start(tokens, head_start, quotes=True)
        if start == head_start and (noun := NOUN_VERB.search(text, max(0, start - 2), start)):
            start = phrase_start(tokens, noun.start(), quotes=True)
            if start == noun.start():
                return None
        if text.startswith("”——", start - 3) and (opened := matching_open(text, start - 3)) is not None:
            start = opened
        start = self._trim(text, organisers, self._behind_title(tokens, start, head_start), head_start)
        start = once(text, start, end)
        end, head = self._without_activity(text, start, head_start, end, head)
        head_start = end - len(head)
        close = max(text.rfind(mark, start, end) for mark in "”’") + 1
        opened = matching_open(text, close - 1) if close else None
        if opened is not None and close < end and self.regex["SPEECH"].search(text[opened:close]):
            start, close = self._trim(text, organisers, close, head_start), 0
        if end - start > LONGEST or end - start < len(head) + 2:
            return None
        if COUNTED.search(text, max(start, close), head_start):
            return None
        if any(start <= at < organiser_end == head_start for at, organiser_end in organisers.items()):
            return None  # someone's meeting, speech, check: 区总工会|联席会议
        if not close:
            return Candidate(start, end, "phrase", head, (start, end))
        if opened is None or close == end:
            return None
        start = self._edge_before(text, start, opened, end)
        loose = self.regex["LOOSE_TAIL"].fullmatch(text[close:end])
        owned = (
            opened - start >= FEWEST_OWN
            and end - close > len("活动")
            and not self._belongs(text, start, opened)
        )
        if loose and "”" not in text[start:opened] and not owned:
            if self.regex["EDITION"].match(text, start, opened):
                return Candidate(start, close, "mixed", head, (start, close))
            return None
        return Candidate(start, end, "mixed", head, (start, end))

    def _without_activity(
        self, text: str, start: int, head_start: int, end: int, head: str
    ) -> tuple[int, str]:
        """End and head of a phrase without the 活动 that follows a contest's or a known name."""
        if head not in LOOSE_HEADS:
            return end, head
        own = self.head_of(text[start:head_start])
        if text[start:head_start] in self.known or (len(own) < head_start - start and self._is_contest(own)):
            return head_start, own
        return end, head

    def _is_contest(self, head: str) -> bool:
        return self.kinds.get(head) == "contest" or head in CUSTOMS

    def _ends_event(self, text: str, end: int, stage: str) -> bool:
        """Whether a contest (or what opens) is named, perhaps with a year after it, up to `end`."""
        year = YEAR_END.search(text, max(0, end - 5), end)
        before = self.head_of(text[max(0, end - 15) : year.start() if year else end])
        kind = self.kinds.get(before)
        return kind == "contest" or (stage in OPENINGS and kind in ("festival", "meeting", "event"))

    def _behind_title(self, tokens: Tokens, start: int, head_start: int) -> int:
        """Behind a blank that follows the end of a name: “…”活动 炎炎夏日送清凉."""
        text = tokens.text
        gaps = [at for at in range(start + 2, head_start) if at in tokens.gaps]
        return max(
            (
                at
                for at in gaps
                if text[at] != "“"
                and text.count("“", start, at) == text.count("”", start, at)
                and self.head_of(text[start:at])
            ),
            default=start,
        )

    def _edge_before(self, text: str, start: int, opened: int, end: int) -> int:
        """The left edge of a phrase whose last quotation opens at `opened`: lists and owners left out."""
        if opened > start and text[opened - 1] in "”’中上里的":
            return opened
        if start < opened and text.endswith(text[opened:end], start, opened):
            return opened  # a title, and its name once more
        level = level_before(text, opened)
        if level == start or self.regex["EDITION"].fullmatch(text, start, level):
            return start
        return opened if OWNER.search(text, start, opened) else start

    def _trim(self, text: str, organisers: Mapping[int, int], start: int, head_start: int) -> int:
        """Leave out dates, organisers and what is joined with 和 at the left edge of a phrase."""
        while True:
            before = start
            if date := self.regex["LEADING_DATE"].match(text[start:head_start]):
                start += date.end()
            organiser = organisers.get(start, 0)
            if text[start] not in "“‘":
                organiser = max(organiser, organisers.get(start + 1, 0))
            if organiser > head_start:
                organiser = 0
            if not organiser and (match := ORGANISER.match(text[start:head_start] + "    ")):
                organiser = start + match.end()
            if organiser > start and head_start - organiser >= 2 and not OWN_SESSION.match(text, organiser):
                start = organiser
            if text[start] in "暨和及与并的摄" or text.startswith("办好", start - 1):
                start += 1
            if numbered := NUMBERED.match(text, start, head_start):
                start = numbered.end()
            if text.startswith(("线上“", "网上“", "线下“"), start):
                start += 2
            for match in JOINED.finditer(text, start, head_start):
                left = text[start : match.start()]
                if left.count("“") != left.count("”"):
                    continue
                if self.head_of(left) or left.endswith(("会", "队", "活动", "工作", "建设", "”")):
                    start = match.end()
                    break
            if start == before:
                return start


def once(text: str, start: int, end: int) -> int:
    """Where the name begins that `start` to `end` say twice: a title, and the line below it."""
    for length in range((end - start) // 2, FEWEST_TWICE, -1):
        if text[end - length : end] in text[start : end - length]:
            return end - length
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
    """Where the noun phrase that goes on at `start` ends: at a mark or a word that breaks phrases."""
    end = start
    for token_start, token_end in tokens.from_start(start):
        token = text[token_start:token_end]
        if breaks_phrase(token) or token_end - start > TAIL:
            break
        end = token_end
    return end
