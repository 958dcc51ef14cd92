"""Find the names of honors: a level, a kind, and words of conferral around them.

Three ways lead to an honor, in falling certainty:

1. its whole name stands in lexicons/honors.csv;
2. it ends in a kind of lexicons/honor_kinds.csv, with what that kind needs: nothing (五一劳动奖章),
   a level before it (杭州|工匠, 省|劳模), or words of conferral (荣获…先进单位, 示范单位114家);
3. it stands in quotation marks where something is conferred (授予“…”称号), or is praise that is counted
   (“优秀讲解员”3名).

A name found so is then looked for in the rest of the text, with another level or 提名奖 after it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from spacy.tokens import Doc

from kg.annotate.extensions import TextSpan, text_of
from kg.annotate.nominals import (
    BREAKS,
    Quotation,
    level_before,
    matching_open,
    place_starts,
    quotations,
    region_before,
    sentence_of,
)
from kg.resources import lexicon, patterns

FURTHEST = 40  # characters from words of conferral to an honor
LIST = 100  # the same, where each item of a list has its level
SHORTEST = 4  # of a name that is looked for again


def alternatives(names: list[str]) -> str:
    """A regular expression for any of the names, the longest first; 五一 also in quotation marks."""
    ordered = sorted(set(names), key=lambda name: (-len(name), name))
    return "|".join(re.escape(name).replace("五一", "“?五一”?") for name in ordered)


class Levelled(NamedTuple):
    """A text with the starts of its places, by their ends."""

    text: str
    places: dict[int, int]


class HonorTagger:
    """Append Honor spans to doc._.spans; reads the places found before."""

    def __init__(self) -> None:
        self.needs: dict[str, str] = {row["kind"]: row["needs"] for row in lexicon("honor_kinds")}
        self.kinds = re.compile(alternatives(list(self.needs)))
        self.endings = tuple(self.needs)
        self.names = re.compile(
            alternatives([name for row in lexicon("honors") for name in (row["name"], *row["aliases"])])
        )
        self.regex = {name: pattern.regex for name, pattern in patterns("honors").items()}

    def __call__(self, doc: Doc) -> Doc:
        text = text_of(doc)
        on = Levelled(text, place_starts(doc._.spans))
        quotes = quotations(text)
        inner = {(quote.start + 1, quote.end - 1): quote for quote in quotes}
        spans = [
            TextSpan(m.start(), m.end(), "Honor", "honors/name", 0.97) for m in self.names.finditer(text)
        ]
        ended = (self._of_kind(on, match, inner) for match in self.kinds.finditer(text))
        spans += [span for span in ended if span]
        spans += self._praised(on)
        spans += [
            TextSpan(*m.span(1), "Honor", "honors/prize", 0.7) for m in self.regex["PRIZE_WON"].finditer(text)
        ]
        spans += [
            TextSpan(*m.span(), "Honor", rule, 0.75)
            for name, rule in (("BEST_PRIZE", "honors/prize"), ("CITY", "honors/city"))
            for m in self.regex[name].finditer(text)
        ]
        spans += self._listed(text, quotes)
        spans += self._conferred(text, quotes, spans)
        spans += self._again(on, spans)
        spans += self._ranked(text, spans)
        doc._.spans += longest(spans)
        return doc

    def _find(self, name: str, text: str) -> bool:
        return self.regex[name].search(text) is not None

    def _of_kind(
        self, on: Levelled, match: re.Match[str], inner: dict[tuple[int, int], Quotation]
    ) -> TextSpan | None:
        text, start, end = on.text, match.start(), match.end()
        needs = self.needs[match.group().replace("“", "").replace("”", "")]
        after = text[end : end + 12]
        if self._find("MEETING_AFTER", after) or (needs != "nothing" and self._find("NOT_AFTER", after)):
            return None
        quote = next((q for (s, e), q in inner.items() if e == end and s <= start), None)
        if needs in ("nothing", "level"):
            left = self._level(on, start)
            if left == start and needs == "level":
                return None
            if quote and left > quote.start + 1 and needs == "level":
                return None
            if left == start and (part := self.regex["PRIZE_OF"].search(text, max(0, start - 4), start)):
                left = part.start()
            if quote and left == quote.start + 1:
                left, end = self._widen(on, quote)
            return TextSpan(left, end, "Honor", f"honors/{needs}", 0.9 if needs == "level" else 0.93)
        left = quote.start + 1 if quote else self._phrase(text, start)
        if not quote and (year := self.regex["YEAR"].match(text[left:start])):
            left += year.end()
        if self._find("PLAIN", text[left:start]):
            return None
        levelled = self._has_level(text, left)
        ranked = levelled and self._find("RANKED", text[left:end])
        if not ranked and not self._is_conferred(text, left, end, levelled):
            return None
        if quote:
            left, end = self._widen(on, quote)
        return TextSpan(left, end, "Honor", "honors/award", 0.75)

    def _level(self, on: Levelled, start: int) -> int:
        """Where level, edition and adjective before `start` begin; `start` where there is no level."""
        text, left = on.text, start
        for name in ("ADJECTIVE", "EDITION"):
            if part := self.regex[name].search(text, max(0, left - 8), left):
                left = part.start()
        found = level_before(text, left, on.places)
        if text.startswith("新建", found) and not text.startswith(("区", "县"), found + 2):
            found += 2  # a verb here, though also the name of a district
        if text.startswith(("全省", "全市", "全区", "全县"), found) or found > left:
            return start
        if found == left:
            return left if self._find("EDITION", text[left:start]) else start
        if part := self.regex["EDITION"].search(text, max(0, found - 8), found):
            return part.start()
        return found

    def _widen(self, on: Levelled, quote: Quotation) -> tuple[int, int]:
        """The quoted name, or level and quoted name with their marks where a level stands before it."""
        left = self._level(on, quote.start)
        return (left, quote.end) if left < quote.start else (quote.start + 1, quote.end - 1)

    def _phrase(self, text: str, start: int) -> int:
        """The left edge of the words before a kind; a quotation inside them is passed over."""
        at = start
        while at > 0 and start - at < FURTHEST:
            if text[at - 1] == "”" and (opened := matching_open(text, at - 1)) is not None:
                at = opened
            elif text[at - 1] in BREAKS:
                break
            else:
                at -= 1
        if at == start:
            return at
        for match in self.regex["CUT"].finditer(text, at, start):
            at = match.end()
        level = next((i for i in range(at, start) if self._has_level(text, i)), None)
        for match in self.regex["SOFT_CUT"].finditer(text, at, start):
            if level is None or match.end() <= level or text.endswith(self.endings, at, match.start()):
                at = match.end()
        return at

    def _has_level(self, text: str, start: int) -> bool:
        if text.startswith(("全国", "全省", "全市", "全区", "省级", "市级", "区级", "县级"), start):
            return True
        before = text[start - 1] if start else "\n"
        if text[start] in "省市区县" and (before in BREAKS or before in "获评为选及和与、"):
            return True
        return any(region_before(text, start + size) == start for size in (2, 3, 4, 5))

    def _praised(self, on: Levelled) -> list[TextSpan]:
        """最美… and 十佳…, the words of praise that begin an honor."""
        found = []
        for match in self.regex["PRAISED"].finditer(on.text):
            start, end = match.span()
            left = level_before(on.text, start, on.places)
            if self._is_conferred(on.text, left, end, levelled=True):
                found.append(TextSpan(left, end, "Honor", "honors/praised", 0.75))
        return found

    def _is_conferred(self, text: str, start: int, end: int, levelled: bool) -> bool:
        after = text[end : end + 12].lstrip("”")
        if self._find("NOT_RECIPIENT", after):
            return False
        if self._find("TITLE_AFTER", after) or after.startswith("创建"):
            return True
        before = text[max(sentence_of(text, start, LIST), start - (LIST if levelled else FURTHEST)) : start]
        if self._find("CONFER", before):
            return True
        return levelled and self._find("COUNT_AFTER", after)

    def _listed(self, text: str, quotes: list[Quotation]) -> list[TextSpan]:
        """Quoted titles that need no verb: a prize by name, or praise that is counted (“优秀讲解员”3名)."""
        found = []
        for quote in quotes:
            name = quote.inner(text)
            counted = self._find("COUNT_AFTER", text[quote.end : quote.end + 6])
            counted = counted or self._find("COUNT_BEFORE", text[max(0, quote.start - 6) : quote.start])
            praised = self._find("PRAISE", name) and not self._find("NOT_HONOR", name.removesuffix("项目"))
            if name.endswith("奖") and (
                ranked := self.regex["RANK_AFTER"].match(text[quote.end : quote.end + 4])
            ):
                found.append(TextSpan(quote.start, quote.end + ranked.end(), "Honor", "honors/prize", 0.75))
            elif (counted and praised) or (name.endswith("奖") and 4 <= len(name) <= 22):
                found.append(TextSpan(quote.start + 1, quote.end - 1, "Honor", "honors/listed", 0.75))
        return found

    def _ranked(self, text: str, known: list[TextSpan]) -> list[TextSpan]:
        """Names with the rank behind them: …优秀技术创新成果|一等奖."""
        ends = {span.end: span for span in known if text[span.end - 1] != "奖"}
        return [
            TextSpan(name.start, span.end, "Honor", "honors/prize", 0.75)
            for span in known
            if (name := ends.get(span.start))
            and self.regex["RANK_AFTER"].fullmatch(text[span.start : span.end])
        ]

    def _conferred(self, text: str, quotes: list[Quotation], known: list[TextSpan]) -> list[TextSpan]:
        """Quoted names where something is conferred, and their neighbours in a list."""
        taken = {(span.start, span.end) for span in known}
        found: dict[int, TextSpan] = {}
        for quote in reversed(quotes):
            name = quote.inner(text)
            if (quote.start + 1, quote.end - 1) in taken or not 3 <= len(name) <= 22:
                continue
            if re.search(r"[。！？；：+]", name) or self._find("NOT_HONOR", name):
                continue
            after = text[quote.end : quote.end + 12]
            before = text[max(0, quote.start - 16) : quote.start]
            if prize := self.regex["PRIZE_AFTER"].match(after):
                if self._find("CONFER", before):
                    end = quote.end + prize.end()
                    found[quote.start] = TextSpan(quote.start, end, "Honor", "honors/prize", 0.7)
                continue
            of_town = self._find("TOWN_OF", before + "“" + name)
            if not of_town and not self._find("ENDS_HERE", after):
                continue
            titled = self._find("TITLE_AFTER", after) or self._find("COUNT_AFTER", after)
            conferred = self._find("CONFER_QUOTED", before) or ("获" in before[-3:] and titled)
            if not conferred and self._find("TITLE_AFTER", after):
                sentence = max(sentence_of(text, quote.start), quote.start - FURTHEST)
                conferred = self._find("CONFER", text[sentence : quote.start])
            beside = quote.end in found or quote.end + 1 in found
            if conferred or of_town or beside:
                rule = "honors/quoted"
                left = region_before(text, quote.start)
                span = (left, quote.end) if left < quote.start else (quote.start + 1, quote.end - 1)
                found[quote.start] = TextSpan(*span, "Honor", rule, 0.7)
        return list(found.values())

    def _again(self, on: Levelled, known: list[TextSpan]) -> list[TextSpan]:
        """Other occurrences of names that only their surroundings gave away."""
        text = on.text
        names = set()
        for span in known:
            if span.rule not in ("honors/quoted", "honors/award"):
                continue
            name = text[span.start : span.end]
            if "“" in name:
                name = name[name.index("“") + 1 : -1] if name.endswith("”") else name
            if len(name) >= SHORTEST:
                names.add(name)
        if not names:
            return []
        found = []
        for match in re.finditer(alternatives(list(names)), text):
            start, end = match.start(), match.end()
            if text[start - 1 : start] == "“" and text[end : end + 1] == "”":
                start, end = self._widen(on, Quotation(start - 1, end + 1))
            else:
                start = level_before(text, start, on.places)
            if suffix := self.regex["SUFFIX"].match(text[end : end + 6]):
                end += suffix.end()
            found.append(TextSpan(start, end, "Honor", "honors/again", 0.7))
        return found


def longest(spans: list[TextSpan]) -> list[TextSpan]:
    """Spans without overlaps: the longer one stays, of equals the surer one; in text order."""
    kept: list[TextSpan] = []
    for span in sorted(spans, key=lambda s: (s.start - s.end, -s.confidence, s.start)):
        if all(span.end <= other.start or other.end <= span.start for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda span: span.start)
