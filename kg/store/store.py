"""The store: Oxigraph on disk, embedded. The only file that knows pyoxigraph.

Each document is a named graph. The default graph holds the merge of all of them, each triple
once, so that a plain query over everything counts right, and `GRAPH ?g { … }` tells which report
says what (`docs/decisions/0003-store-layout.md`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Self

import pyoxigraph as ox

from kg.errors import KgError, QueryError, StoreError
from kg.facts.model import DocumentFacts
from kg.rdf import ontology
from kg.rdf.iris import BASE, ONTOLOGY, Iris, concept, prefixes
from kg.rdf.quads import Maker, to_quads
from kg.rdf.terms import XSD, Literal, Quad
from kg.store import guard
from kg.store.answer import Answer, Term, csv_lines
from kg.version import __version__

if TYPE_CHECKING:
    import networkx

STRING = XSD + "string"
DEFAULT = ox.DefaultGraph()
Name = ox.NamedNode | ox.BlankNode
GraphName = Name | ox.DefaultGraph


def open_store(path: str | Path | None = "graph", *, read_only: bool = False, base: str = BASE) -> Store:
    """Open the store in a folder, and make it where there is none, unless `read_only`.

    path: `None` gives a store in memory. base: of all IRIs but the ontology's; ends in `/`.
    Raises StoreError where the folder is missing, in use, not ours or not to be written.

    >>> with open_store(None) as store:
    ...     store.query("ASK { ?report a uw:Report }").rows
    [(False,)]
    """
    if path is None:
        return Store(ox.Store(), "memory", Iris(base), read_only=False)._with_ontology()
    path = Path(path)
    exists = (path / "CURRENT").is_file()
    if not exists and read_only:
        raise StoreError(path, "no store here", "build one with `kg build PATH --store DIR`")
    try:
        if not exists and path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise StoreError(path, "not a store, and not empty", "give an empty or a new folder")
        inner = ox.Store.read_only(str(path)) if read_only else ox.Store(str(path))
    except (OSError, ValueError, RuntimeError) as error:
        raise _store_error(path, error) from error
    return Store(inner, str(path), Iris(base), read_only=read_only)._with_ontology()


class Store:
    """A graph of reports. Close it, or use it in a `with`, so that others can write."""

    def __init__(self, inner: ox.Store, where: str, iris: Iris, *, read_only: bool) -> None:
        self._inner: ox.Store | None = inner
        self.where, self.iris, self.read_only = where, iris, read_only

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, type: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Write what is pending and let go of the folder. A closed store can be closed again."""
        if self._inner is not None and not self.read_only:
            with suppress(OSError):
                self._inner.flush()
        self._inner = None

    @property
    def _store(self) -> ox.Store:
        if self._inner is None:
            raise StoreError(self.where, "this store is closed", "open it again with kg.open_store")
        return self._inner

    # Writing

    def replace(self, facts: DocumentFacts, maker: Maker | None = None) -> None:
        """Put what a document says in place of what it said before; the rest stays as it is.

        maker: what made the facts, with the models it used; this version of kg where not given.
        All or nothing: after an error or a break the store holds the old graph or the new one.
        """
        quads = to_quads(facts, maker or Maker(version=__version__), self.iris)
        self._write(self.iris.graph(facts.id), dict.fromkeys(_triple(quad) for quad in quads))

    def remove(self, document: str) -> None:
        """Take out what only this document says. Raises StoreError where it is not there."""
        graph = self.iris.graph(document)
        if not self._store.contains_named_graph(ox.NamedNode(graph)):
            raise StoreError(self.where, f"no document {document!r}", "see `Store.documents()`")
        self._write(graph, {})

    def _with_ontology(self) -> Self:
        """Keep the ontology and its lists beside the reports, so that labels of terms can be asked
        for. It stays out of the merge, where its classes would turn up among those of the data."""
        if not self.read_only:
            parsed = [
                quad.triple
                for document in ontology.documents()
                for quad in ox.parse(document, format=ox.RdfFormat.TURTLE)
            ]
            self._write(ONTOLOGY, dict.fromkeys(parsed), merge=False)
        return self

    def _write(self, graph: str, new: dict[ox.Triple, None], *, merge: bool = True) -> None:
        """Bring one named graph and the merge to a new state, in one transaction.

        Only the difference is written, so a second load changes nothing on disk.
        """
        if self.read_only:
            raise StoreError(self.where, "opened for reading only", "open it with read_only=False")
        store, name = self._store, ox.NamedNode(graph)
        old = {quad.triple for quad in store.quads_for_pattern(None, None, None, name)}
        added, gone = [triple for triple in new if triple not in old], old - new.keys()
        if not added and not gone:
            return
        try:
            if gone:
                store.update(self._update(name, added, gone, drop=not new, merge=merge))
            else:
                graphs = (name, DEFAULT) if merge else (name,)
                # In text order and triple by triple: other orders take the engine twice as long.
                store.extend([_quad(triple, graph) for triple in added for graph in graphs])
        except (OSError, SyntaxError, ValueError, RuntimeError) as error:
            raise _store_error(self.where, error) from error

    def _update(
        self, name: ox.NamedNode, added: list[ox.Triple], gone: set[ox.Triple], *, drop: bool, merge: bool
    ) -> str:
        """Deleting and inserting as one SPARQL update, as only that is one transaction."""
        unheld = [triple for triple in gone if merge and not self._held_elsewhere(triple, name)]
        data = _data(added)
        steps = [
            f"DELETE DATA {{ GRAPH {name} {{ {_data(gone)} }} {_data(unheld)} }}",
            f"INSERT DATA {{ GRAPH {name} {{ {data} }} {data if merge else ''} }}",
        ]
        return " ;\n".join(steps + ([f"DROP SILENT GRAPH {name}"] if drop else []))

    def _held_elsewhere(self, triple: ox.Triple, graph: ox.NamedNode) -> bool:
        found = self._store.quads_for_pattern(triple.subject, triple.predicate, triple.object)
        return any(quad.graph_name not in (graph, DEFAULT) for quad in found)

    def load_divisions(self) -> None:
        """Add the administrative divisions from 1981 to 2024, with what replaced them.

        They stand in a graph of their own, `https://w3id.org/union-work/concept/division`, and not in
        the merge. Without them a place has its code and the IRI of its division.
        """
        parsed = ox.parse(ontology.divisions(), format=ox.RdfFormat.TURTLE)
        self._write(concept("division"), dict.fromkeys(one.triple for one in parsed), merge=False)

    # Reading

    def query(self, sparql: str) -> Answer:
        """Ask in SPARQL 1.1: SELECT, ASK, CONSTRUCT or DESCRIBE.

        The prefixes of `kg.rdf.iris.prefixes` are predeclared. Raises QueryError, with line and
        column, for a query that is wrong, that would change the store or reach the network.
        """
        guard.check(sparql)
        known = prefixes(self.iris.base)
        try:
            found = self._store.query(sparql, prefixes=known)
            if isinstance(found, ox.QueryBoolean):
                truth = Literal("true" if found else "false", XSD + "boolean")
                return Answer("ask", ("answer",), ((truth,),), known)
            if isinstance(found, ox.QuerySolutions):
                names = tuple(variable.value for variable in found.variables)
                rows = tuple(tuple(_term(cell) for cell in solution) for solution in found)
                return Answer("select", names, rows, known)
            triples = sorted(set(found), key=str)
        except SyntaxError as error:
            raise guard.syntax_error(error) from error
        except (OSError, ValueError, RuntimeError) as error:
            raise QueryError("query", str(error), "") from error
        text = "\n".join(str(triple) for triple in triples)
        used = {name: iri for name, iri in known.items() if f"<{iri}" in text}
        turtle = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=used)
        parts = tuple((_term(one.subject), _term(one.predicate), _term(one.object)) for one in triples)
        names = ("subject", "predicate", "object")
        return Answer("graph", names, parts, known, (turtle or b"").decode())

    def results(
        self,
        sparql: str,
        *,
        base_iri: str | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Results:
        """Ask as `query` does, for an answer that is written in a standard format and never held.

        base_iri: of relative IRIs in the query. default_graphs, named_graphs: IRIs of the graphs to
        ask instead of all; with only one kind given, the other is empty (SPARQL 1.1 Protocol, 2.1.4).
        Raises QueryError as `query` does.
        """
        given = bool(default_graphs or named_graphs)
        guard.check(sparql, dataset_given=given)
        known = prefixes(self.iris.base)
        try:
            if not given:
                return Results(self._store.query(sparql, base_iri=base_iri, prefixes=known), known)
            default: list[GraphName] = [ox.NamedNode(iri) for iri in dict.fromkeys(default_graphs)]
            named: list[Name] = [ox.NamedNode(iri) for iri in dict.fromkeys(named_graphs)]
            store = self._store
            if len(default) > 1:  # read as a union they would count twice what stands in two of them
                store, default = _merge(store, default, named), [DEFAULT]
            found = store.query(
                sparql, base_iri=base_iri, prefixes=known, default_graph=default, named_graphs=named
            )
            return Results(found, known)
        except SyntaxError as error:
            raise guard.syntax_error(error) from error
        except (OSError, ValueError, RuntimeError) as error:
            raise QueryError("query", str(error), "") from error

    def documents(self) -> dict[str, dict[str, str | None]]:
        """Title, publisher, region, published, period, url, sha256 and union (an IRI) of each
        document, by id, sorted."""
        keys = ("title", "publisher", "region", "published", "period", "url", "sha256", "union")
        answer = self.query(
            """SELECT ?id ?title ?publisher ?region ?published ?period ?url ?sha256 ?union {
                 ?report a uw:Report ; dcterms:identifier ?id ; rdfs:label ?title .
                 OPTIONAL { ?report uw:publisher ?publisher } OPTIONAL { ?report uw:region ?region }
                 OPTIONAL { ?report uw:published ?published } OPTIONAL { ?report uw:period ?period }
                 OPTIONAL { ?report schema:url ?url } OPTIONAL { ?report uw:sha256 ?sha256 }
                 OPTIONAL { ?report uw:reportingUnion ?union }
               } ORDER BY ?id"""
        )
        texts = ([None if cell is None else str(cell) for cell in row] for row in answer.rows)
        return {str(row[0]): dict(zip(keys, row[1:], strict=True)) for row in texts}

    def networkx(self) -> networkx.MultiDiGraph[str]:
        """Entities as nodes, relations as edges, with the sentence behind each."""
        from kg.store.network import to_networkx

        return to_networkx(self)

    def quads(self) -> Iterator[Quad]:
        """Every statement of every named graph, the merge left out, in no order."""
        for quad in self._store.quads_for_pattern(None, None, None, None):
            if isinstance(quad.graph_name, ox.NamedNode):
                object = _term(quad.object)
                assert object is not None
                yield Quad(str(_term(quad.subject)), quad.predicate.value, object, quad.graph_name.value)

    def serialize(self, format: str) -> bytes:
        """The named graphs as `nquads` (sorted: the same input gives the same bytes), `trig` or
        `jsonld`."""
        named = [quad for quad in self._store if isinstance(quad.graph_name, ox.NamedNode)]
        if format == "nquads":
            return "".join(line + "\n" for line in sorted(f"{quad} ." for quad in named)).encode()
        kind = {"trig": ox.RdfFormat.TRIG, "jsonld": ox.RdfFormat.JSON_LD}[format]
        named.sort(key=lambda quad: (str(quad.graph_name), str(quad)))
        return ox.serialize(named, format=kind, prefixes=prefixes(self.iris.base)) or b""

    def export(self, format: str, path: str | Path) -> None:
        """Write the whole graph: `nquads`, `trig`, `jsonld`, `graphml`, `gexf`, or `csv` (a folder)."""
        from kg.store.export import export

        export(self, format, path)


class Results:
    """The answer to one query, not read yet.

    kind: `select`, `ask` or `graph` (CONSTRUCT and DESCRIBE).
    """

    def __init__(
        self, found: ox.QueryBoolean | ox.QuerySolutions | ox.QueryTriples, known: Mapping[str, str]
    ) -> None:
        self._found, self._known = found, dict(known)
        kinds = {ox.QueryBoolean: "ask", ox.QuerySolutions: "select", ox.QueryTriples: "graph"}
        self.kind = kinds[type(found)]

    def write(self, out: IO[bytes], media_type: str, each: Callable[[], None] = lambda: None) -> None:
        """Write it in the format of a media type.

        each: called before each different triple of a graph; it may raise to end the writing.
        Raises QueryError where the engine fails on the way.
        """
        try:
            if isinstance(self._found, ox.QueryTriples):
                triples = _different(self._found, each)
                ox.serialize(triples, out, format=_rdf_format(media_type), prefixes=self._known)
            elif isinstance(self._found, ox.QuerySolutions) and media_type == "text/csv":
                _write_csv(self._found, out)
            else:
                format = ox.QueryResultsFormat.from_media_type(media_type)
                if format is None:
                    raise ValueError(f"no format for tables: {media_type}")
                self._found.serialize(out, format=format)
        except (OSError, SyntaxError, ValueError, RuntimeError) as error:
            raise QueryError("query", str(error), "") from error


def _write_csv(found: ox.QuerySolutions, out: IO[bytes]) -> None:
    """SPARQL 1.1 Query Results CSV; the engine's own leaves IRIs that hold a comma without quotes."""

    def plain(term: object) -> str:
        if isinstance(term, (ox.NamedNode, ox.Literal)):
            return term.value
        return "" if term is None else str(term)

    names = [variable.value for variable in found.variables]
    width = range(len(names))
    for line in csv_lines(names, ([plain(solution[column]) for column in width] for solution in found)):
        out.write(line.encode())


def _different(triples: Iterable[ox.Triple], each: Callable[[], None]) -> Iterator[ox.Triple]:
    seen: set[ox.Triple] = set()
    for triple in triples:
        if triple not in seen:
            seen.add(triple)
            each()
            yield triple


def _rdf_format(media_type: str) -> ox.RdfFormat:
    format = ox.RdfFormat.from_media_type(media_type)
    if format is None:
        raise ValueError(f"no format for graphs: {media_type}")
    return format


def _merge(store: ox.Store, default: Iterable[GraphName], named: Iterable[Name]) -> ox.Store:
    """A store in memory whose default graph holds each triple of some graphs once."""
    merged = ox.Store()
    for graph in default:
        found = store.quads_for_pattern(None, None, None, graph)
        merged.extend(ox.Quad(one.subject, one.predicate, one.object) for one in found)
    for graph in named:
        merged.extend(store.quads_for_pattern(None, None, None, graph))
    return merged


def _triple(quad: Quad) -> ox.Triple:
    return ox.Triple(ox.NamedNode(quad.subject), ox.NamedNode(quad.predicate), _to_ox(quad.object))


def _quad(triple: ox.Triple, graph: ox.NamedNode | ox.DefaultGraph) -> ox.Quad:
    return ox.Quad(triple.subject, triple.predicate, triple.object, graph)


def _to_ox(term: str | Literal) -> ox.NamedNode | ox.Literal:
    if not isinstance(term, Literal):
        return ox.NamedNode(term)
    if term.language:
        return ox.Literal(term.value, language=term.language)
    return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype) if term.datatype else None)


def _term(term: object) -> Term:
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return term.value
    if isinstance(term, ox.Literal):
        datatype = term.datatype.value
        plain = term.language is not None or datatype == STRING
        return Literal(term.value, None if plain else datatype, term.language)
    return str(term)


def _data(triples: Iterable[ox.Triple]) -> str:
    return "\n".join(f"{triple} ." for triple in triples)


def _store_error(where: object, error: Exception) -> KgError:
    """One clear line for what the engine said."""
    said = " ".join(str(error).split())
    low = said.lower()
    if "lock" in low:
        return StoreError(where, "in use by another process", "wait for it to end, or open it read-only")
    if "no space" in low or "file too large" in low or "disk quota" in low:
        return StoreError(where, "the disk is full", "make room; what was stored before is still there")
    if "permission" in low or "read-only file system" in low or "access" in low:
        return StoreError(where, "not allowed to write here", "check the rights of the folder")
    if "no such file" in low or "not a directory" in low:
        return StoreError(where, "cannot be made here", "check the path")
    if "corrupt" in low:
        return StoreError(where, f"damaged ({said})", "remove the folder and build again")
    return StoreError(where, said, "")
