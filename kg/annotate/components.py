"""The table of all annotators: where each lives, what it reads and writes. Importing registers them.

A row: spaCy's name for it, module, maker (called without arguments; or the annotator itself), what it
requires, what it assigns. Modules load when a pipeline first asks for their annotator. An annotator
configured with `model` is made with that file.

Annotations are evaluated here: older spaCy reads those of a factory, and not as text.
"""

import inspect
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

Annotator = Callable[[Doc], Doc]


class Row(NamedTuple):
    """One annotator."""

    name: str
    module: str
    maker: str
    requires: tuple[str, ...]
    assigns: tuple[str, ...]


ROWS = (
    Row("sections", "sections", "mark_sections", (), ("doc._.sentences",)),
    Row("dates", "dates", "mark_dates", ("doc._.sentences",), ("doc._.dates", "doc._.frame")),
    Row("name_tagger", "ner", "NerTagger", ("doc._.sentences",), ("doc._.ner",)),
    Row("places", "places", "PlaceTagger", ("doc._.ner",), ("doc._.spans",)),
    Row("unions", "unions", "UnionTagger", ("doc._.ner",), ("doc._.spans",)),
    Row("companies", "companies", "CompanyTagger", ("doc._.ner",), ("doc._.spans",)),
    Row("persons", "persons", "PersonTagger", ("doc._.ner",), ("doc._.spans",)),
    Row("organizations", "organizations", "OrganizationTagger", ("doc._.ner",), ("doc._.spans",)),
    Row("facilities", "facilities", "FacilityTagger", ("doc._.sentences",), ("doc._.spans",)),
    Row("documents", "documents", "DocumentTagger", ("doc._.sentences",), ("doc._.spans",)),
    Row("honors", "honors", "HonorTagger", ("doc._.sentences",), ("doc._.spans",)),
    Row("programs", "programs", "ProgramTagger", ("doc._.sentences", "doc._.spans"), ("doc._.spans",)),
    Row("spans", "spans", "select_spans", ("doc._.spans",), ("doc._.spans",)),
    Row("own_tagger", "own_tagger", "OwnTagger", ("doc._.spans",), ("doc._.tagged", "doc._.chances")),
    Row("combine", "combine", "Combiner", ("doc._.spans", "doc._.tagged", "doc._.chances"), ("doc._.spans",)),
    Row("aliases", "aliases", "mark_aliases", ("doc._.spans",), ("doc._.spans",)),
    Row("resolver", "resolver", "Resolver", ("doc._.spans",), ("doc._.home", "doc._.entities")),
    Row("reporter", "reporter", "mark_reporter", ("doc._.home", "doc._.entities"), ("doc._.reporter",)),
    Row("relations", "relations", "mark_relations", ("doc._.entities",), ("doc._.relations",)),
    Row("observations", "observations", "mark_observations", ("doc._.entities",), ("doc._.observations",)),
)


def _factory(row: Row) -> Callable[[Language, str, str], Annotator]:
    def make(nlp: Language, name: str, model: str) -> Annotator:
        maker: Any = getattr(import_module(f"kg.annotate.{row.module}"), row.maker)
        if model:
            annotator: Annotator = maker(model=Path(model))
        else:
            annotator = maker if inspect.isroutine(maker) else maker()
        return annotator

    return make


for _row in ROWS:
    Language.factory(
        _row.name,
        default_config={"model": ""},
        requires=_row.requires,
        assigns=_row.assigns,
        func=_factory(_row),
    )
