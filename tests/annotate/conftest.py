"""One pipeline for all tests of annotators, and a short way to run it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate.pipeline import load_pipeline, make_doc
from kg.normalise import normalise
from kg.read.document import Document

Run = Callable[..., Doc]


@pytest.fixture(scope="session")
def nlp() -> Language:
    """All annotators."""
    return load_pipeline()


@pytest.fixture(scope="session")
def run(nlp: Language) -> Run:
    """`run(text, until="spans", **metadata)`: the Doc after the annotator named."""

    def annotate(text: str, until: str = "spans", **metadata: str) -> Doc:
        document = Document.from_text(text, **metadata)
        doc = make_doc(nlp, document, normalise(text))
        for name, component in nlp.pipeline:
            doc = component(doc)
            if name == until:
                break
        return doc

    return annotate


def surfaces(doc: Doc, type: str) -> list[str]:
    """What the spans of a type cover, in text order."""
    return [doc.text[span.start : span.end] for span in doc._.spans if span.type == type]


def names(doc: Doc, type: str) -> list[str]:
    """The full names of the entities of a type, in text order."""
    return [entity.name for entity in doc._.entities if entity.type == type]
