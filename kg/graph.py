"""The library's side of a store: ask it, see it, take it elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from kg.errors import QueryError

if TYPE_CHECKING:
    import networkx
    import pandas

    from kg.notebook.pictures import NetworkSummary, Picture
    from kg.rdf.shapes import Finding
    from kg.store.answer import Answer
    from kg.store.store import Store

FORMATS = ("table", "csv", "json", "ttl")
SEVERITIES = ("violation", "warning", "info")
LANGUAGES = ("both", "zh", "en")
ENGINES = ("own", "pyshacl")
SUFFIXES = {
    "nquads": "graph.nq",
    "trig": "graph.trig",
    "jsonld": "graph.jsonld",
    "graphml": "graph.graphml",
    "gexf": "graph.gexf",
    "csv": "graph-csv",
}


class Graph:
    """A store opened for reading. `kg.open` makes one; close it, or use it in a `with`.

    It shows the store as it was when it was opened; open it again after a build.
    """

    def __init__(self, store: Store) -> None:
        self.store = store

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, type: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the folder."""
        self.store.close()

    def answer(self, question: str | Path) -> Answer:
        """The answer to SPARQL, to an .rq file, or to a named question such as `q03`.

        Raises QueryError for a query that is wrong, and for a name or a file that does not exist.
        """
        return self.store.query(sparql_of(question))

    def query(self, question: str | Path) -> pandas.DataFrame:
        """The same as a table: numbers as numbers, IRIs and texts as `str`, unbound cells empty."""
        return self.answer(question).to_dataframe()

    def networkx(self) -> networkx.MultiDiGraph[str]:
        """Entities as nodes, facts as edges, with the sentence behind each."""
        return self.store.networkx()

    def view(self, entity: str | None = None, depth: int = 1, types: Iterable[str] | None = None) -> Picture:
        """The network as a picture that a notebook shows in the cell; parameters as for `kg.view`."""
        from kg.notebook.pictures import show

        return show(self.networkx(), entity=entity, depth=depth, types=tuple(types or ()))


def sparql_of(question: str | Path) -> str:
    """The SPARQL that a question stands for. Raises QueryError where there is none."""
    from kg.store.queries import find

    text = str(question).strip()
    if not text:
        raise QueryError("query", "nothing to ask", "give SPARQL, an .rq file, or q01; see --list")
    if text.endswith(".rq") and "\n" not in text and "{" not in text:
        try:
            return Path(text).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise QueryError(text, "cannot be read as UTF-8", "check the path") from error
    if text.replace("-", "").isalnum() and text.isascii():
        return find(text).sparql
    return text


def open(store: str | Path = "graph") -> Graph:
    """Open a store for reading.

    Raises StoreError where there is none.

    >>> with kg.open("graph") as graph:                                      # doctest: +SKIP
    ...     graph.query("SELECT ?name { ?union a uw:Union ; rdfs:label ?name }")
    """
    from kg.store.store import open_store

    return Graph(open_store(store, read_only=True))


def query(
    question: str | Path | None = None, store: str | Path = "graph", format: str = "table", list: bool = False
) -> str:
    """Ask a store in SPARQL, and get the answer as text.

    question: SPARQL (SELECT, ASK, CONSTRUCT, DESCRIBE; the ontology's prefixes are declared), an
    .rq file, or the name of a named question. format: table, csv, json, or ttl for CONSTRUCT and
    DESCRIBE. list: the names of the named questions instead. `Graph.query` gives a DataFrame.

    Raises QueryError for a query that is wrong, StoreError where there is no store.
    """
    if format not in FORMATS:
        raise QueryError("--format", repr(format), f"use {', '.join(FORMATS)}")
    if list:
        from kg.store.queries import questions

        return "".join(f"{each.name}  {each.title}\n" for each in questions())
    if question is None:
        raise QueryError("query", "nothing to ask", "give SPARQL, an .rq file, or q01; see --list")
    sparql = sparql_of(question)
    with open(store) as graph:
        answer = graph.answer(sparql)
    if format == "csv":
        return answer.to_csv()
    if format == "json":
        return answer.to_json() + "\n"
    if format == "ttl" or answer.turtle is not None:
        return answer.to_turtle()
    return answer.to_table()


def view(
    store: str | Path = "graph",
    out: str | Path = "network.html",
    entity: str | None = None,
    depth: int = 1,
    types: Iterable[str] | None = None,
) -> NetworkSummary:
    """Draw the network of a store as one HTML file that works offline, and say what it shows.

    out: the file. entity: show what is around the entity of this name, `depth` steps far.
    types: show only entities of these types. Raises StoreError where there is no store,
    QueryError for an entity or a type that is not there.
    """
    from kg.notebook.pictures import write_network

    with open(store) as graph:
        return write_network(graph.networkx(), out, entity=entity, depth=depth, types=tuple(types or ()))


def export(store: str | Path = "graph", format: str = "nquads", out: str | Path | None = None) -> Path:
    """Write the whole graph for other tools, and give its path.

    format: nquads, trig, jsonld, graphml, gexf, or csv (a folder of tables). out: the file or
    folder; by default graph.nq, graph.trig and so on in the working folder.
    Raises StoreError where there is no store, or where the file cannot be written.
    """
    path = Path(out if out is not None else SUFFIXES.get(format, f"graph.{format}"))
    with open(store) as graph:
        graph.store.export(format, path)
    return path


def validate(
    store: str | Path = "graph", severity: str = "warning", language: str = "both", engine: str = "own"
) -> list[Finding]:
    """Check a whole store against the shapes of the ontology, and say what is wrong, worst first.

    severity: the mildest to tell of: violation, warning, info. language: of what is printed, both,
    zh or en; here it changes nothing, as a finding has both. engine: own, or pyshacl, the slower
    reference, which finds the same. Raises StoreError where there is no store.
    """
    from kg.rdf import findings, shapes
    from kg.rdf.iris import ONTOLOGY

    for option, value, allowed in (
        ("--severity", severity, SEVERITIES),
        ("--language", language, LANGUAGES),
        ("--engine", engine, ENGINES),
    ):
        if value not in allowed:
            raise QueryError(option, repr(value), f"use {', '.join(allowed)}")
    with open(store) as graph:
        quads = [quad for quad in graph.store.quads() if quad.graph != ONTOLOGY]
    found = shapes.check(quads) if engine == "own" else shapes.check_graph(shapes.to_graph(quads))
    told = SEVERITIES[: SEVERITIES.index(severity) + 1]
    return findings.explain((one for one in found if one.severity in told), quads)
