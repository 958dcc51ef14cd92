"""The page and the picture of the ontology are those that the ontology gives, and hold all of it."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from markupsafe import escape
from rdflib import OWL, RDF, URIRef

from kg.rdf import docs
from kg.rdf.diagram import BOXES, HEIGHT, LEFT_OUT, WIDTH

GRAPH = docs.read()
PAGE = (docs.FOLDER / "index.html").read_text(encoding="utf-8")
PICTURE = (docs.FOLDER / "core.svg").read_text(encoding="utf-8")
PROPERTIES = [
    docs._local(one) for kind in (OWL.ObjectProperty, OWL.DatatypeProperty) for one in docs.ours(GRAPH, kind)
]
OF_CONCEPTS = {
    "conferringBody",
    "usualOrganizer",
    "quantity",
    "factor",
    "currencyCode",
    "validFrom",
    "validTo",
}


@pytest.mark.parametrize("name", ["index.html", "core.svg"])
def test_what_is_in_docs_is_what_the_command_writes(tmp_path: Path, name: str) -> None:
    docs.main(tmp_path)
    assert (tmp_path / name).read_bytes() == (docs.FOLDER / name).read_bytes(), "run python -m kg.rdf.docs"


@pytest.mark.parametrize("kind", [OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty])
def test_every_term_has_its_place_on_the_page(kind: URIRef) -> None:
    for term in GRAPH.subjects(RDF.type, kind):
        assert f'id="{docs._local(term)}"' in PAGE


def test_every_link_within_the_page_leads_somewhere() -> None:
    places = set(re.findall(r'id="([^"]+)"', PAGE))
    assert set(re.findall(r'href="#([^"]+)"', PAGE)) <= places


def test_the_page_needs_nothing_from_the_network() -> None:
    assert not re.search(r"<(script|link|img|iframe)\b|@import|url\((?!#)", PAGE)


def test_every_property_of_facts_entities_and_evidence_is_in_the_picture() -> None:
    missing = {name for name in PROPERTIES if not re.search(rf"\b{name}\b", PICTURE)}
    assert missing == {"predicate", "result", "cededTo"} | OF_CONCEPTS
    assert {docs._local(one) for one in LEFT_OUT} >= {"predicate", "result", "cededTo", "identifiedBy"}


def test_the_picture_is_well_formed_and_fits_one_screen() -> None:
    root = ElementTree.fromstring(PICTURE)
    assert root.get("viewBox") == f"0 0 {WIDTH} {HEIGHT}"
    assert WIDTH <= 1280
    assert HEIGHT <= 720
    for box in BOXES.values():
        assert box.x >= 0
        assert box.right <= WIDTH
        assert box.bottom <= HEIGHT


def test_no_two_boxes_of_the_picture_touch() -> None:
    boxes = list(BOXES.values())
    for number, one in enumerate(boxes):
        for two in boxes[number + 1 :]:
            apart = one.right < two.x or two.right < one.x or one.bottom < two.y or two.bottom < one.y
            assert apart, (one.name, two.name)


def test_text_stays_inside_its_box() -> None:
    """A Chinese character is as wide as the type is high, a Latin one about six tenths of it."""
    root = ElementTree.fromstring(PICTURE)
    space = "{http://www.w3.org/2000/svg}"
    for group in root.iter(f"{space}g"):
        frame = next(one for one in group if one.get("class") == "box")
        x, y = float(frame.get("x", 0)), float(frame.get("y", 0))
        width, height = float(frame.get("width", 0)), float(frame.get("height", 0))
        for text in group.iter(f"{space}text"):
            said = "".join(text.itertext())
            wide = sum(13 if ord(char) > 0x2E80 else 7.2 for char in said)
            assert float(text.get("x", 0)) + wide <= x + width, said
            assert y < float(text.get("y", 0)) <= y + height - 3, said


def test_every_concept_but_the_divisions_is_on_the_page() -> None:
    for scheme in docs.schemes():
        names: set[str] = set()
        pending = list(scheme["concepts"])
        while pending:
            one = pending.pop()
            names.add(one["label"]["zh"])
            pending += one["below"]
        assert scheme["key"] == "division" or len(names) == scheme["size"], scheme["key"]
        assert all(escape(name) in PAGE for name in names)


def test_every_file_that_the_page_names_is_there() -> None:
    for target in re.findall(r'href="((?:\.\./)[^"#]+)"', PAGE):
        assert (docs.FOLDER / target).exists(), target
