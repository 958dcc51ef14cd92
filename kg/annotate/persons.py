"""Persons: the tagger's, those of bylines, and every further occurrence of a name found."""

from __future__ import annotations

import re
from collections.abc import Iterator

import jieba
from spacy.tokens import Doc

from kg.annotate.extensions import TextSpan, text_of
from kg.normalise.steps import is_han
from kg.resources import lexicon, patterns

P = {name: pattern.regex for name, pattern in patterns("persons").items()}
SURNAMES = frozenset(row["surname"] for row in lexicon("surnames"))
NOT_NAMES = frozenset(row["word"] for row in lexicon("not_names") if row["type"] == "Person")

SURE = 0.7  # how sure a name must be for its other occurrences to be marked
COMMON = 200  # how often jieba's corpus must have a word for it to be no name


def is_name(surface: str) -> bool:
    """Whether a string has the form of a Chinese name: surname, then one or two characters."""
    if not all(is_han(c) for c in surface) or surface in NOT_NAMES:
        return False
    if surface[:2] in SURNAMES:
        return 3 <= len(surface) <= 4
    return 2 <= len(surface) <= 3 and surface[0] in SURNAMES


class PersonTagger:
    """Appends Person spans."""

    def __call__(self, doc: Doc) -> Doc:
        found: dict[tuple[int, int], tuple[str, float]] = {}
        for span in doc._.ner:
            if span.label != "person":
                continue
            surface = text_of(doc)[span.start : span.end]
            if span.confidence >= self._needed(doc, span.start, surface):
                found[span.start, self._whole(doc, span.start, span.end)] = ("persons/ner", span.confidence)
        for match in P["YOUNG"].finditer(text_of(doc)):
            if match.group(2) in SURNAMES:
                found.setdefault(match.span(1), ("persons/address", 0.7))
        for start, end in self._bylines(doc):
            for shorter in [(a, b) for a, b in found if start <= a and b <= end and (a, b) != (start, end)]:
                del found[shorter]
            if not any(a < end and start < b for a, b in found):
                found[start, end] = ("persons/byline", 0.85)
        for match in P["ROLE"].finditer(text_of(doc)):
            start, end = match.span(1)
            if self._rare(match.group(1)) and not any(a < end and start < b for a, b in found):
                found[start, end] = ("persons/role", 0.6)
        for match in P["ADDRESS"].finditer(text_of(doc)):
            before = text_of(doc)[match.start() - 1 : match.start()]
            if match.group(1) in SURNAMES and not (
                before and is_han(before) and before not in "的和与是位名欠让给对"
            ):
                found.setdefault(match.span(), ("persons/address", 0.7))
        for start, end in self._again(
            doc, {text_of(doc)[a:b] for (a, b), (_, sure) in found.items() if sure >= SURE}
        ):
            if not any(a < end and start < b for a, b in found):
                found[start, end] = ("persons/again", 0.9)
        for (start, end), (rule, confidence) in sorted(found.items()):
            if not P["DOCTRINE"].match(text_of(doc), end):
                doc._.spans.append(TextSpan(start, end, "Person", rule, confidence))
        return doc

    def _needed(self, doc: Doc, start: int, surface: str) -> float:
        """How sure the tagger must be: the less a name looks like one, the surer."""
        if not 2 <= len(surface) <= 4 and "·" not in surface:
            return 2.0
        if P["NO_NAME"].search(surface) or jieba.dt.FREQ.get(surface, 0) > COMMON:
            return 0.97  # a word or a place (高新区, 关爱)
        across = doc.char_span(start, start + 1, alignment_mode="expand")
        if across is not None and across.start_char < start:
            inside = jieba.dt.FREQ.get(across.text, 0)
            if inside > 3:
                return 0.97 if inside > COMMON else 0.85  # inside a common word (学习|振华, 文明|实践)
        if not is_name(surface):
            return 0.75
        return 0.4 if len(surface) > 2 else 0.6

    def _rare(self, surface: str) -> bool:
        """Whether a string has the form of a name and jieba knows no common word in it."""
        frequency = jieba.dt.FREQ
        parts = {surface, surface[:2], surface[1:]} if len(surface) == 3 else {surface}
        return is_name(surface) and all(frequency.get(part, 0) < 60 for part in parts)

    def _bylines(self, doc: Doc) -> list[tuple[int, int]]:
        """Names after 记者, 通讯员, 文/ and the like, parted by the blanks of the raw text."""
        names: list[tuple[int, int]] = []
        text = text_of(doc)
        for sentence in doc._.sentences:
            marked = P["MARKED_LINE"].match(text_of(doc), sentence.start)
            begins = [m.end() for m in P["BYLINE"].finditer(text_of(doc), sentence.start, sentence.end)]
            for begin in [*begins, *([marked.end()] if marked else [])]:
                position = begin
                while position < sentence.end:
                    stops = [gap for gap in range(position + 1, position + 5) if gap in doc._.gaps]
                    stops += [m.start() for m in P["STOP"].finditer(text_of(doc), position, position + 5)]
                    end = min([*stops, sentence.end])
                    if not is_name(text_of(doc)[position:end]):
                        break
                    names.append((position, end))
                    position = end + (text_of(doc)[end : end + 1] in "、，")
        names += self._photographers(doc, text)
        return names

    def _photographers(self, doc: Doc, text: str) -> Iterator[tuple[int, int]]:
        """Names before 摄, where a blank, a bracket or a full stop parts them from what precedes."""
        for match in P["PHOTO"].finditer(text):
            for start in range(match.start(), match.end() - 1):
                free = start == 0 or start in doc._.gaps or text[start - 1] in "。（）\n、"
                if free and is_name(text[start : match.end()]):
                    yield start, match.end()
                    break

    def _whole(self, doc: Doc, start: int, end: int) -> int:
        """The end of a name that the tagger cut a character short of a blank, bracket or line end."""
        if end - start == 2 and end < len(text_of(doc)) and is_name(text_of(doc)[start : end + 1]):
            beyond = end + 1
            if beyond in doc._.gaps or P["AFTER_BYLINE"].match(text_of(doc), beyond):
                return beyond
        return end

    def _again(self, doc: Doc, names: set[str]) -> list[tuple[int, int]]:
        names = {name for name in names if len(name) >= 3 and not P["NO_NAME"].search(name)}
        if not names:
            return []
        pattern = re.compile("|".join(map(re.escape, sorted(names, key=lambda n: (-len(n), n)))))
        return [match.span() for match in pattern.finditer(text_of(doc))]
