"""The factories of all annotators: what each reads and writes. Importing this registers them."""

from __future__ import annotations

from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate import companies, dates, ner, organizations, persons, places, relations, sections, spans, unions

Annotator = Callable[[Doc], Doc]


@Language.factory("sections", assigns=["doc._.sentences"])
def make_sections(nlp: Language, name: str) -> Annotator:
    """Sentences, headings, plans."""
    return sections.mark_sections


@Language.factory("dates", requires=["doc._.sentences"], assigns=["doc._.dates", "doc._.frame"])
def make_dates(nlp: Language, name: str) -> Annotator:
    """Expressions of time, and the report's own date and period."""
    return dates.mark_dates


@Language.factory("name_tagger", requires=["doc._.sentences"], assigns=["doc._.ner"])
def make_ner(nlp: Language, name: str) -> Annotator:
    """The neural tagger."""
    return ner.NerTagger()


@Language.factory("places", requires=["doc._.ner"], assigns=["doc._.spans"])
def make_places(nlp: Language, name: str) -> Annotator:
    """Places."""
    return places.PlaceTagger()


@Language.factory("unions", requires=["doc._.ner"], assigns=["doc._.spans"])
def make_unions(nlp: Language, name: str) -> Annotator:
    """Trade unions."""
    return unions.UnionTagger()


@Language.factory("companies", requires=["doc._.ner"], assigns=["doc._.spans"])
def make_companies(nlp: Language, name: str) -> Annotator:
    """Companies."""
    return companies.CompanyTagger()


@Language.factory("persons", requires=["doc._.ner"], assigns=["doc._.spans"])
def make_persons(nlp: Language, name: str) -> Annotator:
    """Persons."""
    return persons.PersonTagger()


@Language.factory("organizations", requires=["doc._.ner"], assigns=["doc._.spans"])
def make_organizations(nlp: Language, name: str) -> Annotator:
    """Other organisations."""
    return organizations.OrganizationTagger()


@Language.factory("spans", requires=["doc._.spans"], assigns=["doc._.spans"])
def make_spans(nlp: Language, name: str) -> Annotator:
    """Selection of spans."""
    return spans.select_spans


@Language.factory(
    "relations",
    requires=["doc._.entities", "doc._.sentences", "doc._.dates"],
    assigns=["doc._.relations"],
)
def make_relations(nlp: Language, name: str) -> Annotator:
    """The twelve types of relation."""
    return relations.mark_relations
