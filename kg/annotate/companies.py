"""Companies: what the tagger takes for one, mended at its edges, and full names by their legal form."""

from __future__ import annotations

import re
from collections.abc import Iterator

import jieba
from spacy.tokens import Doc

from kg.annotate.divisions import load_divisions
from kg.annotate.extensions import TextSpan, text_of
from kg.annotate.words import left_boundary
from kg.normalise.steps import is_han
from kg.resources import patterns

P = {name: pattern.regex for name, pattern in patterns("companies").items()}

BRAND = 4  # characters of a name's beginning that reports use for the whole
COMMON = 100  # how often jieba's corpus must have a word for it to be no name
PLACE = 12  # characters of the divisions before a trade
GRID = "国网"
UNIT = re.compile(r"[一-鿿]{0,8}(?:项目部|党委|党支部|代表队|车间|班组|分厂|营业部)")
BODY = re.compile(r"[\u4e00-\u9fffA-Za-z0-9（）·]")


class CompanyTagger:
    """Appends Company spans."""

    def __init__(self) -> None:
        self.divisions = load_divisions()

    def __call__(self, doc: Doc) -> Doc:
        text = text_of(doc)
        taken: list[tuple[int, int]] = []
        for match in P["LEGAL_FORM"].finditer(text):
            if match.group() == "集团" and not any(
                (n.label == "company" and n.end == match.end())
                or (
                    n.label == "org"
                    and n.start + 2 <= match.start()
                    and UNIT.fullmatch(text, match.end(), n.end)
                )
                for n in doc._.ner
            ):
                continue
            start = self._start(doc, match.start(), match.end())
            behind = taken[-1][1] if taken else 0
            if start < behind < match.start():
                start = behind
            if verb := P["VERB_BEFORE"].match(text[start : match.end()]):
                start += verb.end()
            bare = start == match.start() and match.group() == "集团公司"
            if (match.start() - start >= 2 or bare) and not P["GENERIC"].match(text[start : match.end()]):
                taken.append((start, match.end()))
        for span in doc._.ner:
            if span.label != "company" and not (
                span.label == "org" and P["KIND"].search(text, span.start, span.end)
            ):
                continue
            if any(start < span.end and span.start < end for start, end in taken):
                continue
            surface = text[span.start : span.end]
            if P["NOT_A_COMPANY"].search(surface) or set(surface) & set("：（，“”"):
                continue
            floor = 0.45 if P["KIND"].search(surface) else 0.6
            if (
                span.confidence < floor
                or len(surface) < 3
                or P["GENERIC"].match(surface)
                or surface.endswith("工会")
            ):
                continue
            taken.append((span.start, span.end))
        taken += [
            (start, end)
            for start, end in self._groups(text)
            if not any(a < end and start < b for a, b in taken)
        ]
        taken += self._again(text, taken)
        for start, end in taken:
            doc._.spans.append(TextSpan(start, end, "Company", "companies", 0.9))
        return doc

    def _groups(self, text: str) -> Iterator[tuple[int, int]]:
        """Bureaus of the building groups (中铁十局), branches that go by place and trade (甲省电信)."""
        yield from (match.span() for match in P["CENTRAL"].finditer(text))
        for match in P["BRANCH"].finditer(text):
            start = self.divisions.run_before(text, max(0, match.start() - PLACE), match.start())
            if start is not None:
                yield (start - len(GRID) if text.endswith(GRID, 0, start) else start), match.end()

    def _again(self, text: str, taken: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Where full names stand in part: 某某机械制造 or 某某机械 for 河南某某机械制造有限公司."""
        cores: dict[str, str] = {}  # with the character that goes on where the name is whole
        for start, end in taken:
            form = P["LEGAL_FORM"].search(text, start, end)
            begin = self.divisions.chain(text, start)
            if (
                form
                and begin > start
                and form.start() - begin >= 4
                and "（" not in text[begin : form.start()]
            ):
                cores[text[begin : form.start()]] = ""
            if form and form.start() - begin > BRAND and self._is_brand(text[begin : begin + BRAND]):
                cores.setdefault(text[begin : begin + BRAND], text[begin + BRAND])
        found = [
            match.span()
            for core, more in sorted(cores.items())
            for match in re.finditer(re.escape(core), text)
            if not more or text[match.end() : match.end() + 1] != more
        ]
        return [(a, b) for a, b in found if not any(start < b and a < end for start, end in taken)]

    def _is_brand(self, word: str) -> bool:
        """Whether four characters begin with a name of their own: 隆丰机械, not 建筑工程."""
        frequency = jieba.dt.FREQ
        return is_han(word[0]) and not frequency.get(word, 0) and frequency.get(word[:2], 0) < COMMON

    def _start(self, doc: Doc, form: int, end: int) -> int:
        """Where the name before a legal form begins."""
        text = text_of(doc)
        for span in doc._.ner:
            if span.label in ("company", "org") and span.start < form <= span.end:
                begin = self._bracketed(doc, span.start)
                return self._after_division_break(text, begin, form)
        floor = max((s.start for s in doc._.sentences if s.start <= form), default=0)
        start = form
        depth = 0
        while start > max(floor, form - 30) and BODY.match(text[start - 1]):
            depth += {"）": 1, "（": -1}.get(text[start - 1], 0)
            if depth < 0:
                break
            start -= 1
        # the division with which most names begin, else the last boundary word
        for position in range(start, form - 2):
            if self.divisions.at(text, position) and not self.divisions.at(text, position - 1):
                return position
        return left_boundary(text, start, form)

    def _bracketed(self, doc: Doc, start: int) -> int:
        """A name that the tagger begins at a bracket begins before it (国电投|（珠海横琴）热电…)."""
        if text_of(doc)[start] != "（":
            return start
        low = start
        while low > max(0, start - 8) and is_han(text_of(doc)[low - 1]):
            low -= 1
        return left_boundary(text_of(doc), low, start)

    def _after_division_break(self, text: str, start: int, form: int) -> int:
        """Two names run together are parted where the second begins (…有限公司|深圳市…)."""
        inner = list(P["LEGAL_FORM"].finditer(text, start, form))
        return inner[-1].end() if inner else start
