"""The tagger of our own as an annotator: spans of the nine types, each with its probability."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import numpy as np
from spacy.tokens import Doc

from kg.annotate.extensions import TextSpan, text_of
from kg.annotate.ner_model import MODEL, CharTagger, Integers, Marginals, runs
from kg.annotate.tag_features import FeatureReader
from kg.errors import DataFileError
from kg.facts.model import ENTITY_TYPES, EntityType

OWN_MODEL = MODEL.with_name("own-ner.onnx")
RULE = "own"
EDGE = 0.12  # probability from which a name may begin or end at a character
LEAST = 0.05  # probability from which a mention is one of doc._.chances though nothing else found it
LONGEST = 60  # characters of such a mention


class OwnTagger:
    """Writes doc._.tagged and doc._.chances; reads sentences, the name tagger's spans, all spans so far.

    doc._.tagged: the spans of the model's best reading, rule `own`, confidence: the probability of exactly
    this span and type. doc._.chances: the same probability by start, end and type for these, for each span
    of doc._.spans and for others that the model gives a chance; a span across two sentences has none.
    """

    def __init__(self, tagger: CharTagger | None = None, model: Path = OWN_MODEL) -> None:
        self.tagger = tagger or CharTagger(model)
        if lacking := {f"{part}_{type}" for type in ENTITY_TYPES for part in "BMES"} - {*self.tagger.tags}:
            raise DataFileError(model, f"no tag {min(lacking)}", "name a file that `kg train` made")
        self.features = FeatureReader()
        self.ids = {tag: number for number, tag in enumerate(self.tagger.tags)}
        self.firsts = [self.ids[f"B_{type}"] for type in ENTITY_TYPES]
        self.lasts = [self.ids[f"E_{type}"] for type in ENTITY_TYPES]

    def __call__(self, doc: Doc) -> Doc:
        text, features = text_of(doc), self.features(doc)
        sentences = [(s.start, s.end) for s in doc._.sentences]
        asked = sorted({(s.start, s.end, s.type) for s in doc._.spans})
        starts = np.array([start for start, _, _ in asked])
        tagged: list[TextSpan] = []
        chances: dict[tuple[int, int, str], float] = {}
        texts, rows = [text[a:b] for a, b in sentences], [features[a:b] for a, b in sentences]
        for number, offset, piece, marginals, path in self.tagger.read(texts, rows):
            begin = sentences[number][0] + offset
            first, last = np.searchsorted(starts, (begin, begin + len(path)))
            for start, end, label in asked[first:last]:
                if end <= begin + len(path):
                    tags = self._tags(end - start, label)
                    chances[start, end, label] = marginals.of(piece, start - begin, tags)
            for start, end, label in self._rivals(marginals, piece, len(path)):
                if (begin + start, begin + end, label) not in chances:
                    chance = marginals.of(piece, start, self._tags(end - start, label))
                    if chance >= LEAST:
                        chances[begin + start, begin + end, label] = chance
            for start, end, label in runs([self.tagger.tags[tag] for tag in path.tolist()]):
                known = chances.get((begin + start, begin + end, label))
                if known is None or not self._is_whole(path[end - 1]):
                    known = marginals.of(piece, start, path[start:end])
                type = cast(EntityType, label)
                tagged.append(TextSpan(begin + start, begin + end, type, RULE, known))
                chances.setdefault((begin + start, begin + end, label), known)
        doc._.tagged = sorted(tagged, key=lambda span: span.start)
        doc._.chances = chances
        return doc

    def _rivals(self, marginals: Marginals, piece: int, length: int) -> Iterator[tuple[int, int, str]]:
        """Stretches of a piece, with a type, that may begin and end a name."""
        begins = marginals.likely(piece, length, self.firsts, EDGE)
        ends = marginals.likely(piece, length, self.lasts, EDGE)
        for start, type in begins:
            for last, other in ends:
                if type == other and start < last < start + LONGEST:
                    yield start, last + 1, ENTITY_TYPES[type]

    def _is_whole(self, last: int) -> bool:
        """Whether a name ends with this tag; that of a piece's end may lack its own."""
        return self.tagger.tags[last][0] in "ES"

    def _tags(self, length: int, label: str) -> Integers:
        """The numbers of the tags of a span of `length` characters."""
        parts = "S" if length == 1 else "B" + "M" * (length - 2) + "E"
        return np.array([self.ids[f"{part}_{label}"] for part in parts], np.int32)
