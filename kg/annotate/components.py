"""The factories of all annotators: what each reads and writes. Importing this registers them."""

from __future__ import annotations

from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate import sections

Annotator = Callable[[Doc], Doc]


@Language.factory("sections", assigns=["doc._.sentences"])
def make_sections(nlp: Language, name: str) -> Annotator:
    """Sentences, headings, plans."""
    return sections.mark_sections
