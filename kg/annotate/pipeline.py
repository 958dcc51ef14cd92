"""Settings -> Language: which annotators run, in which order."""

from __future__ import annotations

import jieba
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate.extensions import Frame
from kg.normalise import NormalText
from kg.read.document import Document

BEFORE_SPANS = ("sections", "dates")
SPANS = (
    "name_tagger",
    "places",
    "unions",
    "companies",
    "persons",
    "organizations",
    "facilities",
    "documents",
    "honors",
    "programs",
    "spans",
    "own_tagger",
    "combine",
    "aliases",
)
AFTER_ENTITIES = ("relations", "observations")
COMPONENTS = (*BEFORE_SPANS, *SPANS, "resolver", "reporter", *AFTER_ENTITIES)


def load_pipeline(components: tuple[str, ...] = COMPONENTS, tagger: str = "") -> Language:
    """A blank Chinese pipeline with jieba's words and the named annotators, in order.

    tagger: the file of a model made by `kg train`, "" for the packaged one.
    """
    import kg.annotate.components  # noqa: F401  (registers the factories)

    jieba.setLogLevel(60)
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
    for name in components:
        nlp.add_pipe(name, config={"model": tagger if name == "own_tagger" else ""})
    return nlp


def make_doc(nlp: Language, document: Document, normal: NormalText) -> Doc:
    """The tokenised text with its frame, before any annotator has seen it."""
    doc = nlp.make_doc(normal.text)
    doc._.frame = Frame(
        document.id, document.title, document.publisher, document.region, document.published, document.period
    )
    doc._.gaps = normal.gaps
    return doc


def annotate(nlp: Language, document: Document, normal: NormalText) -> Doc:
    """Run all annotators of `nlp` over a document."""
    doc = make_doc(nlp, document, normal)
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc
