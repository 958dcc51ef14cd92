"""From Chinese trade-union reports to a knowledge graph.

    >>> import kg                                                            # doctest: +SKIP
    >>> kg.build("seeds", store="graph")                                     # doctest: +SKIP
    >>> kg.open("graph").query("SELECT ?name { ?u a uw:Union ; rdfs:label ?name }")  # doctest: +SKIP

The functions and the commands of `kg` have the same names and defaults. Importing this loads none
of the libraries underneath; each function loads what it needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

# Four of these functions are called as the modules are that hold them: binding them here, after
# the modules are loaded, makes `kg.build`, `kg.evaluate`, `kg.serve` and `kg.train` the functions.
from kg.build import BuildReport, DocumentReport, build, extract
from kg.errors import KgError
from kg.evaluate.run import evaluate
from kg.facts.model import DocumentFacts, Entity, Evidence, Mention, Observation, Relation
from kg.graph import Graph, export, open, query, validate, view
from kg.read.document import Document
from kg.serve.reader import reader
from kg.serve.run import serve
from kg.train.run import TrainReport, train
from kg.version import __version__

if TYPE_CHECKING:
    from kg.store.store import open_store

__all__ = [
    "BuildReport",
    "Document",
    "DocumentFacts",
    "DocumentReport",
    "Entity",
    "Evidence",
    "Graph",
    "KgError",
    "Mention",
    "Observation",
    "Relation",
    "TrainReport",
    "__version__",
    "build",
    "evaluate",
    "export",
    "extract",
    "open",
    "open_store",
    "query",
    "reader",
    "serve",
    "train",
    "validate",
    "view",
]

_LATER = {"open_store": "kg.store.store"}


def __getattr__(name: str) -> Any:
    if name in _LATER:
        return getattr(import_module(_LATER[name]), name)
    raise AttributeError(f"module 'kg' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
