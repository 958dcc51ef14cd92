"""Gold entities in place of found ones, to score what comes after them by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate.extensions import EntityDraft, TextSpan
from kg.annotate.pipeline import AFTER_ENTITIES, BEFORE_SPANS, make_doc
from kg.normalise import NormalText, normalise
from kg.read.document import Document


def annotate_with_gold(document: Document, gold: Mapping[str, Any], nlp: Language) -> tuple[Doc, NormalText]:
    """The document with the entities of `gold` (interchange format), and all that follows from them."""
    doc, normal = give_entities(document, gold, nlp)
    for name in AFTER_ENTITIES:
        doc = nlp.get_pipe(name)(doc)
    return doc, normal


def give_entities(document: Document, gold: Mapping[str, Any], nlp: Language) -> tuple[Doc, NormalText]:
    """The document with the entities of `gold` and nothing that follows from them.

    Spans that normalisation left out altogether are left out here, too.
    """
    normal = normalise(document.raw, document.body)
    doc = make_doc(nlp, document, normal)
    for name in BEFORE_SPANS:
        doc = nlp.get_pipe(name)(doc)
    drafts = []
    for entity in gold["entities"]:
        spans = []
        for start, end in entity["mentions"]:
            stretch = normal.from_raw(start, end)
            if stretch:
                spans.append(TextSpan(*stretch, type=entity["type"], rule="gold"))
        drafts.append(
            EntityDraft(entity["id"], entity["type"], entity["name"], list(entity.get("aliases", ())), spans)
        )
    doc._.entities = drafts
    doc._.spans = sorted((span for draft in drafts for span in draft.spans), key=lambda s: (s.start, -s.end))
    doc._.reporter = gold.get("meta", {}).get("union")
    return doc, normal
