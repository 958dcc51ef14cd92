"""The neural tagger as an annotator: what it takes for names, in code points of doc.text."""

from __future__ import annotations

import re

from spacy.tokens import Doc

from kg.annotate.ner_model import CharTagger, NerSpan
from kg.annotate.words import balance

BYLINE = re.compile(r"记者|通讯员|文/|文：|撰稿|作者|编辑|摄影|来源|供稿|实习生")


class NerTagger:
    """Writes doc._.ner. A person's name across a blank of a byline is parted there."""

    def __init__(self, tagger: CharTagger | None = None) -> None:
        self.tagger = tagger or CharTagger()

    def __call__(self, doc: Doc) -> Doc:
        pieces = [piece for s in doc._.sentences for piece in _pieces(doc, s.start, s.end)]
        found: list[NerSpan] = []
        for (start, _), spans in zip(
            pieces, self.tagger.tag([doc.text[start:end] for start, end in pieces]), strict=True
        ):
            for span in spans:
                begin, end = balance(doc.text, start + span.start, start + span.end)
                found.append(NerSpan(begin, end, span.label, span.confidence))
        doc._.ner = found
        return doc


def _pieces(doc: Doc, start: int, end: int) -> list[tuple[int, int]]:
    """The sentence, cut at the blanks of a byline: there they part names."""
    cuts = [start]
    for gap in sorted(gap for gap in doc._.gaps if start < gap < end):
        if BYLINE.search(doc.text, max(start, gap - 24), min(end, gap + 12)) or end - start < 16:
            cuts.append(gap)
    return [(a, b) for a, b in zip(cuts, [*cuts[1:], end], strict=True) if b > a]
