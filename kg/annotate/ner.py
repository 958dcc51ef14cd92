"""The neural tagger as an annotator: what it takes for names, in code points of doc.text."""

from __future__ import annotations

import re
from itertools import pairwise

from spacy.tokens import Doc

from kg.annotate.divisions import load_divisions
from kg.annotate.extensions import text_of
from kg.annotate.ner_model import CharTagger, NerSpan
from kg.annotate.words import balance
from kg.resources import patterns

LIST_ITEM_END = patterns("organizations")["LIST_ITEM_END"].regex
SHORT_LINE = 16
BYLINE = re.compile(r"记者|通讯员|文/|文：|撰稿|作者|编辑|摄影|来源|供稿|实习生")


class NerTagger:
    """Writes doc._.ner. A person's name across a blank of a byline is parted there."""

    def __init__(self, tagger: CharTagger | None = None) -> None:
        self.tagger = tagger or CharTagger()
        self.divisions = load_divisions()

    def __call__(self, doc: Doc) -> Doc:
        pieces = [piece for s in doc._.sentences for piece in _pieces(doc, s.start, s.end)]
        text, found = text_of(doc), []
        tagged = self.tagger.tag([text[start:end] for start, end in pieces])
        for (offset, _), spans in zip(pieces, tagged, strict=True):
            for span in spans:
                begin, end = balance(text, offset + span.start, offset + span.end)
                for start, stop in self._parted(doc, text, begin, end):
                    found.append(NerSpan(start, stop, span.label, span.confidence))
        doc._.ner = found
        return doc

    def _parted(self, doc: Doc, text: str, start: int, end: int) -> list[tuple[int, int]]:
        """A span cut at the blanks between names: there a list without commas goes on."""
        gaps = [g for g in range(start + 1, end) if g in doc._.gaps]
        cuts = [g for g in gaps if self.divisions.at(text, g) or LIST_ITEM_END.search(text, start, g)]
        return list(pairwise([start, *cuts, end]))


def _pieces(doc: Doc, start: int, end: int) -> list[tuple[int, int]]:
    """The sentence, cut at the blanks of a byline: there they part names."""
    text = text_of(doc)
    gaps = sorted(gap for gap in doc._.gaps if start < gap < end)
    byline = end - start < SHORT_LINE
    cuts = [start]
    cuts += [g for g in gaps if byline or BYLINE.search(text, max(start, g - 24), min(end, g + 12))]
    return [(a, b) for a, b in zip(cuts, [*cuts[1:], end], strict=True) if b > a]
