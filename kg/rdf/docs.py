"""The page and the picture of the ontology, for people: `python -m kg.rdf.docs` writes both.

`docs/ontology/index.html` and `core.svg` are made from `ontology/` alone, the same bytes each time,
and need no network to be read.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import jinja2
import rdflib
from markupsafe import Markup
from rdflib import OWL, RDF, RDFS, SKOS, URIRef
from rdflib.namespace import DCTERMS

from kg.rdf import ontology, shacl, shapes
from kg.rdf.diagram import Diagram
from kg.rdf.iris import ONTOLOGY

FOLDER = Path(__file__).parents[2] / "docs" / "ontology"
NAMESPACE = ONTOLOGY + "#"
QUDT = rdflib.Namespace("http://qudt.org/schema/qudt/")
GROUPS = (
    (OWL.Class, "类", "Classes"),
    (OWL.ObjectProperty, "对象属性", "Object properties"),
    (OWL.DatatypeProperty, "数据属性", "Literal properties"),
)
SEVERITIES = {"violation": "违反 violation", "warning": "警告 warning", "info": "提示 info"}

Node = rdflib.term.Node
Pair = dict[str, str]


def main(folder: Path = FOLDER) -> None:
    """Write the page and the picture."""
    graph = read()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "core.svg").write_text(Diagram(graph).svg(), encoding="utf-8")
    (folder / "index.html").write_text(page(graph), encoding="utf-8")


def read() -> rdflib.Graph:
    """The ontology without its lists."""
    return rdflib.Graph().parse(data=ontology.turtle(), format="turtle")


def page(graph: rdflib.Graph) -> str:
    """The page in HTML, with the picture in it."""
    loader = jinja2.FileSystemLoader(FOLDER)
    environment = jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    about = URIRef(ONTOLOGY)
    text: str = environment.get_template("template.html").render(
        title=pair(graph, about, DCTERMS.title),
        about=pair(graph, about, DCTERMS.description),
        version=str(graph.value(about, OWL.versionInfo)),
        licence=str(graph.value(about, DCTERMS.license)),
        namespace=NAMESPACE,
        picture=Markup(Diagram(graph).svg()),
        groups=[
            {"title": {"zh": zh, "en": en}, "terms": [term(graph, one) for one in ours(graph, kind)]}
            for kind, zh, en in GROUPS
        ],
        schemes=list(schemes()),
        rules=list(rules()),
        shapes=list(rules_of_shapes()),
    )
    return text.rstrip("\n") + "\n"


def ours(graph: rdflib.Graph, kind: URIRef) -> list[URIRef]:
    """Our terms of a kind, in the order in which `union.ttl` defines them."""
    order = ontology.turtle().decode()
    found = [one for one in graph.subjects(RDF.type, kind) if str(one).startswith(NAMESPACE)]
    return sorted((URIRef(str(one)) for one in found), key=lambda one: order.index(f"\nuw:{_local(one)} a "))


def term(graph: rdflib.Graph, one: URIRef) -> dict[str, Any]:
    """All that the page tells of a term."""

    def there(predicate: URIRef) -> list[Pair]:
        return _links(graph, graph.objects(one, predicate))

    def back(predicate: URIRef) -> list[Pair]:
        return _links(graph, graph.subjects(predicate, one))

    disjoint = {*graph.objects(one, OWL.disjointWith), *graph.subjects(OWL.disjointWith, one)}
    return {
        "name": _local(one),
        "iri": str(one),
        "label": pair(graph, one, RDFS.label),
        "definition": pair(graph, one, SKOS.definition),
        "above": there(RDFS.subClassOf) + there(RDFS.subPropertyOf),
        "below": back(RDFS.subClassOf) + back(RDFS.subPropertyOf),
        "domain": there(RDFS.domain),
        "range": there(RDFS.range),
        "inverse": there(OWL.inverseOf),
        "properties": back(RDFS.domain),
        "pointing": back(RDFS.range),
        "disjoint": _links(graph, disjoint),
        "notes": sorted((str(note) for note in graph.objects(one, SKOS.scopeNote)), reverse=True),
        "examples": sorted(str(example) for example in graph.objects(one, SKOS.example)),
    }


def schemes() -> Iterator[dict[str, Any]]:
    """The lists of concepts, with how many they hold and, but for the divisions, what is in them."""
    for path in sorted((ontology.folder() / "schemes").glob("*.ttl")):
        text = path.read_text(encoding="utf-8")
        long = path.stem == "divisions"  # 62,564 triples, of which only the head is parsed
        head = text[: text.index(" a skos:Concept ;")].rpartition("\n")[0] if long else text
        graph = rdflib.Graph().parse(data=head, format="turtle")
        sizes = Counter(graph.objects(None, SKOS.inScheme))
        concepts = _Concepts(graph, text)
        for scheme in sorted(graph.subjects(RDF.type, SKOS.ConceptScheme), key=str):
            yield {
                "key": str(scheme).rsplit("/", 1)[1],
                "label": pair(graph, scheme, SKOS.prefLabel),
                "size": text.count(" a skos:Concept ;") if long else sizes[scheme],
                "iri": str(scheme),
                "file": path.name,
                "concepts": concepts.listed(graph.subjects(SKOS.topConceptOf, scheme)),
            }


class _Concepts:
    """The concepts of one file as a tree, in the order of the file."""

    def __init__(self, graph: rdflib.Graph, text: str) -> None:
        self.graph, self.text = graph, text

    def listed(self, concepts: Iterable[Node]) -> list[dict[str, Any]]:
        """Each concept with those below it; what lies below two stands under both."""
        return [self.told(one) for one in sorted(concepts, key=self.place)]

    def told(self, one: Node) -> dict[str, Any]:
        code = self.graph.value(one, SKOS.notation) or self.graph.value(one, QUDT.ucumCode)
        return {
            "label": pair(self.graph, one, SKOS.prefLabel),
            "aliases": sorted(str(name) for name in self.graph.objects(one, SKOS.altLabel)),
            "code": None if code is None else str(code),
            "below": self.listed(self.graph.subjects(SKOS.broader, one)),
        }

    def place(self, one: Node) -> int:
        return self.text.index(f'skos:prefLabel "{pair(self.graph, one, SKOS.prefLabel)["zh"]}"@zh')


def rules() -> Iterator[Pair]:
    """The rules of `ontology/rules/`, each with the comment that it begins with."""
    for path in sorted((ontology.folder() / "rules").glob("*.rq")):
        lines = path.read_text(encoding="utf-8").splitlines()
        comment = [line.lstrip("# ") for line in lines if line.startswith("#")]
        yield {"name": path.name, "says": " ".join(comment)}


def rules_of_shapes() -> Iterator[dict[str, Any]]:
    """What `kg validate` checks, rule by rule."""
    found: dict[str, shacl.Shape] = {}
    for shape in shacl.compile(shapes.shapes()):
        found |= {one.name: one for one in (shape, *shape.properties) if one.checks}
    for name, one in sorted(found.items()):
        yield {"name": name, "severity": SEVERITIES[one.severity], "says": one.messages}


def pair(graph: rdflib.Graph, one: Node, predicate: URIRef) -> Pair:
    """A text in both languages."""
    found = {str(getattr(text, "language", "")): str(text) for text in graph.objects(one, predicate)}
    return {"zh": found.get("zh", ""), "en": found.get("en", "")}


def _links(graph: rdflib.Graph, terms: Iterable[Node]) -> list[Pair]:
    found = []
    for one in sorted(terms, key=lambda one: (not str(one).startswith(NAMESPACE), str(one))):
        if str(one).startswith(NAMESPACE):
            label = pair(graph, one, RDFS.label)["zh"]
            found.append({"href": f"#{_local(one)}", "text": f"{label} {_local(one)}"})
        else:
            found.append({"href": str(one), "text": graph.namespace_manager.normalizeUri(str(one))})
    return found


def _local(one: Node) -> str:
    return str(one).rsplit("#", 1)[-1]


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
