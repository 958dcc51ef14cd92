"""The observations of the seeds against the integrity constraints of RDF Data Cube in SHACL.

    python -m tests.ontology.cube SHAPES [HOW MANY]

SHAPES is the file of the W3C's working group (`datacube.shapes.ttl`), which is not part of this project.
Its constraints compare all pairs of observations: minutes for all, seconds for thirty. `test_cube.py`
asks the same of the graph directly. Exits with 1 where the shapes find something.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pyshacl
import rdflib
from rdflib import QB, RDF

from kg.rdf import ontology
from kg.rdf.quads import to_quads
from kg.rdf.shapes import to_graph
from tests.facts.gold import gold


def sample(most: int | None = None) -> rdflib.Graph:
    """The observations, as many as asked for, with the structure of their data set and the codes they use."""
    said = to_graph(quad for facts in gold() for quad in to_quads(facts))
    found = rdflib.Graph()
    for observation in sorted(said.subjects(RDF.type, QB.Observation), key=str)[:most]:
        for triple in said.triples((observation, None, None)):
            found.add(triple)
    found.parse(data=ontology.turtle(), format="turtle")
    for scheme in ("indicators", "units"):
        found.parse(ontology.folder() / "schemes" / f"{scheme}.ttl")
    return found


def check(shapes: Path, most: int | None = None) -> tuple[bool, str]:
    """Whether they conform, and the report of pySHACL."""
    conforms, _, text = pyshacl.validate(
        sample(most), shacl_graph=rdflib.Graph().parse(shapes), advanced=True, inference="none"
    )
    return bool(conforms), str(text)


if __name__ == "__main__":
    fine, report = check(Path(sys.argv[1]), *map(int, sys.argv[2:3]))
    sys.exit(None if fine else report)
