"""Annotated and unannotated texts -> examples: pieces of sentences with characters, features and tags."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate.extensions import text_of
from kg.annotate.ner_model import Bytes, CharTagger, cut
from kg.annotate.pipeline import BEFORE_SPANS, SPANS, annotate, load_pipeline
from kg.annotate.tag_features import FeatureReader
from kg.facts.model import ENTITY_TYPES, DocumentFacts
from kg.normalise import normalise
from kg.read.corpus import OnError, read_corpus
from kg.read.document import Document

Longs = NDArray[np.int64]
Span = tuple[int, int, str]

TAGS = ("O", *(f"{part}_{type}" for type in ENTITY_TYPES for part in "BMES"))
NUMBERS = {tag: number for number, tag in enumerate(TAGS)}
RULES_BEFORE = SPANS[: SPANS.index("spans") + 1]


@dataclass(frozen=True, slots=True)
class Example:
    """A piece of a sentence. chars, tags: [character]; features: [character, channel]."""

    chars: Longs
    features: Bytes
    tags: Longs


class Reader:
    """Makes examples; runs the annotators that come before the tagger.

    on_error: called with each text that cannot be read.
    """

    def __init__(self, tagger: CharTagger, on_error: OnError) -> None:
        self.tagger, self.on_error = tagger, on_error
        self.rules: Language = load_pipeline((*BEFORE_SPANS, *RULES_BEFORE))
        self.features = FeatureReader()

    def gold(self, facts: DocumentFacts) -> list[Example]:
        """The examples of an annotated document."""
        marked = [(m.start, m.end, entity.type) for entity in facts.entities for m in entity.mentions]
        return self.marked(Document.of_facts(facts), marked)

    def marked(self, document: Document, marked: Iterable[Span]) -> list[Example]:
        """The examples of a document. marked: its entities, by offsets of the raw text."""
        normal = normalise(document.raw)
        spans = [(*place, type) for start, end, type in marked if (place := normal.from_raw(start, end))]
        return self.examples(annotate(self.rules, document, normal), spans)

    def silver(self, folder: Path) -> Iterator[Example]:
        """The examples of a folder of texts, with the spans that the rules find in them."""
        for document in read_corpus([folder], self.on_error):
            doc = annotate(self.rules, document, normalise(document.raw))
            spans = [(s.start, s.end, s.type) for s in doc._.spans]
            doc._.spans = []  # what is to be learnt is not shown
            yield from self.examples(doc, spans)

    def examples(self, doc: Doc, spans: Iterable[Span]) -> list[Example]:
        """The pieces of a Doc's sentences as the tagger cuts them."""
        text, features = text_of(doc), self.features(doc)
        tags, chars = tag_row(len(text), spans), self.characters(text)
        found = []
        for sentence in doc._.sentences:
            for first, last in cut(text[sentence.start : sentence.end]):
                part = slice(sentence.start + first, sentence.start + last)
                found.append(Example(chars[part], features[part], tags[part]))
        return found

    def characters(self, text: str) -> Longs:
        """The numbers of characters, as the tagger reads them."""
        return self.tagger.numbers(text).astype(np.int64)


def tag_row(length: int, spans: Iterable[Span]) -> Longs:
    """The tag of each character; of overlapping spans the longest counts (an employer in its unit)."""
    row = np.zeros(length, np.int64)
    for start, end, type in sorted(set(spans), key=lambda span: (span[0] - span[1], span[0], span[2])):
        if row[start:end].any():
            continue
        if end - start == 1:
            row[start] = NUMBERS[f"S_{type}"]
            continue
        row[start], row[end - 1] = NUMBERS[f"B_{type}"], NUMBERS[f"E_{type}"]
        row[start + 1 : end - 1] = NUMBERS[f"M_{type}"]
    return row


def folds(count: int, parts: int, seed: int) -> Sequence[int]:
    """A part for each of `count` documents, of even sizes, the same for one seed."""
    order = np.random.default_rng(seed).permutation(count)
    parted = np.empty(count, np.int64)
    parted[order] = np.arange(count) % parts
    return [int(part) for part in parted]
