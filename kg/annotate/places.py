"""Places that stand alone: divisions in full, short names that the tagger or the report's region
bears out, settlements, streets, zones and parks."""

from __future__ import annotations

import re

from spacy.tokens import Doc

from kg.annotate.divisions import load_divisions
from kg.annotate.extensions import TextSpan, text_of
from kg.annotate.ner_model import NerSpan
from kg.normalise.steps import is_han
from kg.resources import lexicon, patterns

P = {name: pattern.regex for name, pattern in patterns("places").items()}
NOT_PLACES = frozenset(row["word"] for row in lexicon("not_names") if row["type"] == "Place")


class PlaceTagger:
    """Appends Place spans."""

    def __init__(self) -> None:
        self.divisions = load_divisions()

    def __call__(self, doc: Doc) -> Doc:
        text = text_of(doc)
        located = _adjoined([n for n in doc._.ner if n.label == "location" and n.confidence >= 0.3])
        borne_out = {text[n.start : n.end] for n in located if n.confidence >= 0.6}
        borne_out |= self._own_names(text)
        found: dict[tuple[int, int], float] = {}
        for start, end, form in self.divisions.finditer(text, any_form=True):
            full = len(form) >= 3 and form[-1] in "省市县区州"
            if P["NO_PLACE_AFTER"].match(text, end) or form in NOT_PLACES:
                continue
            zone = P["ZONE"].match(text, end) or (P["TAIL"].match(text, end) if full else None)
            if zone:
                found[start, zone.end()] = 0.85
            elif full or (
                form in borne_out and form not in NOT_PLACES and self._stands_alone(doc, start, end)
            ):
                found[start, end] = 0.9 if full else 0.75
        for n in located:
            surface = text[n.start : n.end]
            if surface in NOT_PLACES or len(surface) < 2 or n.confidence < 0.5:
                continue
            if (
                P["KIND"].search(surface)
                or self.divisions.chain(surface, 0) == len(surface)
                or n.confidence > 0.9
            ):
                street = surface.endswith("街") and text[n.end : n.end + 1] == "道"
                found[n.start, n.end + street] = n.confidence
        self._add_neighbours(text, found)
        again = {text[a:b] for a, b in found if b - a >= 3 and text[a:b] not in self.divisions.safe}
        for name in sorted(again):
            for match in re.finditer(re.escape(name), text):
                found.setdefault(match.span(), 0.7)
        for start, end in self._joined(text, sorted(found, key=lambda ends: (ends[0], -ends[1]))):
            doc._.spans.append(TextSpan(start, end, "Place", "places", found.get((start, end), 0.8)))
        return doc

    def _add_neighbours(self, text: str, found: dict[tuple[int, int], float]) -> None:
        """Short names of counties in a list with places, or straight behind what contains them."""
        for start, end, form in list(self.divisions.finditer(text, any_form=True)):
            if (start, end) in found or form in NOT_PLACES:
                continue
            listed = any(
                (b + 1 == start and text[b] == "、") or (end + 1 == a and text[end] == "、") for a, b in found
            )
            above = next((text[a:b] for a, b in found if b == start), None)
            contained = above and any(
                d.province.startswith(above) or d.prefecture.startswith(above)
                for d in self.divisions.by_form[form]
            )
            if (listed and self.divisions.by_form[form]) or contained:
                found[start, end] = 0.7

    def _own_names(self, text: str) -> set[str]:
        """Short names of divisions whose full names the text has (钱塘 where 钱塘区 occurs)."""
        names = set()
        for _, _, form in self.divisions.finditer(text, any_form=True):
            for division in self.divisions.by_form[form]:
                if form == division.name and len(division.short) >= 2:
                    names.add(division.short)
        return names

    def _stands_alone(self, doc: Doc, start: int, end: int) -> bool:
        """Whether a short name is a word of its own: jieba's, or one the tagger takes for a place."""
        if any(n.label == "location" and n.start == start and n.end == end for n in doc._.ner):
            return True
        token = doc.char_span(start, end)
        return token is not None and not (
            text_of(doc)[end : end + 1] == "江" and is_han(text_of(doc)[end : end + 1])
        )

    def _joined(self, text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Runs of adjoining places as one (安徽|阜阳)."""
        joined: list[tuple[int, int]] = []
        for start, end in spans:
            if joined and joined[-1][1] == start:
                joined[-1] = (joined[-1][0], end)
            elif not joined or start >= joined[-1][1]:
                joined.append((start, end))
        return joined


def _adjoined(spans: list[NerSpan]) -> list[NerSpan]:
    """Places that the tagger cut at a bracket, joined again (某某|（某地）新材料产业园)."""
    joined: list[NerSpan] = []
    for span in spans:
        if joined and joined[-1].end == span.start:
            last = joined.pop()
            span = NerSpan(last.start, span.end, span.label, max(last.confidence, span.confidence))
        joined.append(span)
    return joined
