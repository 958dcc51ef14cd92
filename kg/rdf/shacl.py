"""A fast check of plain triples against SHACL shapes: the part of SHACL Core that ours use.

It gives what pySHACL gives, without making an rdflib graph of the data, and is tested against it on
every example; anything in a shape that it does not know is refused. (`docs/decisions/0007-validation.md`)
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import rdflib
from rdflib import RDF, SH
from rdflib.collection import Collection

from kg.errors import DataFileError
from kg.rdf.terms import XSD, Literal

Term = str | Literal
Triple = tuple[str, str, Term]

TYPE = str(RDF.type)
NUMBERS = {
    XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    XSD + "decimal": re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"),
}
LEXICAL = {**NUMBERS, XSD + "boolean": re.compile("true|false|1|0")}
# What a shape may say that is no constraint.
TALK = {SH.path, SH.message, SH.severity, SH.name, SH.description, SH.targetClass, RDF.type}


@dataclass(frozen=True, slots=True)
class Path:
    """One property, forwards or backwards."""

    predicate: str
    inverse: bool = False


@dataclass(slots=True)
class Shape:
    """A node shape, or with a path a property shape, read once."""

    name: str
    path: Path | None
    severity: str
    messages: dict[str, str]
    targets: list[str] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    properties: list[Shape] = field(default_factory=list)


class Data:
    """Triples, found by subject, by class and, where a shape asks for it, by object."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.values: defaultdict[str, defaultdict[str, dict[Term, None]]] = defaultdict(
            lambda: defaultdict(dict)
        )
        for subject, predicate, object in triples:
            self.values[subject][predicate][object] = None
        self.members: defaultdict[Term, list[str]] = defaultdict(list)
        for subject, properties in self.values.items():
            for type in properties.get(TYPE, ()):
                self.members[type].append(subject)
        self._subjects: dict[str, dict[Term, list[Term]]] = {}

    def get(self, subject: Term, predicate: str) -> Sequence[Term]:
        if isinstance(subject, Literal) or subject not in self.values:
            return ()
        return tuple(self.values[subject].get(predicate, ()))

    def subjects(self, predicate: str, object: Term) -> Sequence[Term]:
        if predicate not in self._subjects:
            found: defaultdict[Term, list[Term]] = defaultdict(list)
            for subject, properties in self.values.items():
                for one in properties.get(predicate, ()):
                    found[one].append(subject)
            self._subjects[predicate] = found
        return self._subjects[predicate].get(object, ())

    def follow(self, node: Term, path: Path) -> Sequence[Term]:
        return self.subjects(path.predicate, node) if path.inverse else self.get(node, path.predicate)


# The values to blame; `None` stands for the lack of one.
Check = Callable[[Data, Term, Sequence[Term]], Iterable[Term | None]]
Result = tuple[Shape, str, Term | None]


def run(shapes: Iterable[Shape], data: Data) -> Iterator[Result]:
    """Each shape, node and value that do not fit."""
    for shape in shapes:
        for node in dict.fromkeys(node for target in shape.targets for node in data.members[target]):
            yield from _results(shape, data, node)


def _results(shape: Shape, data: Data, node: str) -> Iterator[Result]:
    values = (node,) if shape.path is None else data.follow(node, shape.path)
    for check in shape.checks:
        for value in check(data, node, values):
            yield shape, node, value
    for inner in shape.properties:
        for value in values:
            if isinstance(value, str):
                yield from _results(inner, data, value)


def _conforms(shape: Shape, data: Data, node: Term) -> bool:
    values = (node,) if shape.path is None else data.follow(node, shape.path)
    if any(True for check in shape.checks for _ in check(data, node, values)):
        return False
    return all(_conforms(inner, data, value) for inner in shape.properties for value in values)


def compile(graph: rdflib.Graph, where: object = "shapes") -> list[Shape]:
    """The shapes of a graph that have a target. Raises DataFileError for what is not known here."""
    found = sorted(set(graph.subjects(SH.targetClass)), key=str)
    return [_Compiler(graph, where).shape(node) for node in found]


class _Compiler:
    def __init__(self, graph: rdflib.Graph, where: object) -> None:
        self.graph, self.where = graph, where

    def shape(self, node: rdflib.term.Node) -> Shape:
        graph = self.graph
        severity = graph.value(node, SH.severity) or SH.Violation
        shape = Shape(
            name=str(node).rsplit("#", 1)[-1],
            path=self.path(node),
            severity=str(severity).rsplit("#", 1)[-1].lower(),
            messages={
                text.language or "": str(text)
                for text in graph.objects(node, SH.message)
                if isinstance(text, rdflib.Literal)
            },
            targets=[str(target) for target in graph.objects(node, SH.targetClass)],
            properties=[self.shape(one) for one in sorted(graph.objects(node, SH.property), key=str)],
        )
        for predicate, parameter in graph.predicate_objects(node):
            if predicate in TALK or predicate == SH.property:
                continue
            name = str(predicate).removeprefix(str(SH))
            make = getattr(self, f"_{name}", None)
            if make is None:
                raise DataFileError(self.where, f"sh:{name}", "use a constraint that kg/rdf/shacl.py has")
            shape.checks.append(make(parameter))
        return shape

    def path(self, node: rdflib.term.Node) -> Path | None:
        path = self.graph.value(node, SH.path)
        if path is None:
            return None
        backwards = self.graph.value(path, SH.inversePath)
        if backwards is None and not isinstance(path, rdflib.URIRef):
            raise DataFileError(self.where, "a long sh:path", "use one property, or its inverse")
        return Path(str(path)) if backwards is None else Path(str(backwards), inverse=True)

    def listed(self, head: rdflib.term.Node) -> list[rdflib.term.Node]:
        return list(Collection(self.graph, head))

    def _minCount(self, least: rdflib.Literal) -> Check:
        return lambda data, node, values: (None,) if len(values) < int(least) else ()

    def _maxCount(self, most: rdflib.Literal) -> Check:
        return lambda data, node, values: (None,) if len(values) > int(most) else ()

    def _hasValue(self, wanted: rdflib.term.Node) -> Check:
        term = to_term(wanted)
        return lambda data, node, values: () if term in values else (None,)

    def _datatype(self, datatype: rdflib.term.Node) -> Check:
        wanted = str(datatype)
        return _each(lambda data, value: _datatype(value) == wanted and _well_formed(value))

    def _class(self, wanted: rdflib.term.Node) -> Check:
        return _each(lambda data, value: str(wanted) in data.get(value, TYPE))

    def _nodeKind(self, kind: rdflib.term.Node) -> Check:
        if kind != SH.IRI:
            raise DataFileError(self.where, f"sh:nodeKind {kind}", "use sh:IRI")
        return _each(lambda data, value: isinstance(value, str))

    def _pattern(self, pattern: rdflib.Literal) -> Check:
        expression = re.compile(str(pattern))
        return _each(lambda data, value: expression.search(_text(value)) is not None)

    def _in(self, head: rdflib.term.Node) -> Check:
        allowed = {to_term(one) for one in self.listed(head)}
        return _each(lambda data, value: value in allowed)

    def _minLength(self, least: rdflib.Literal) -> Check:
        return _each(lambda data, value: len(_text(value)) >= int(least))

    def _maxLength(self, most: rdflib.Literal) -> Check:
        return _each(lambda data, value: len(_text(value)) <= int(most))

    def _minInclusive(self, least: rdflib.Literal) -> Check:
        bound = Decimal(str(least))
        return _each(lambda data, value: (number := _number(value)) is not None and number >= bound)

    def _maxInclusive(self, most: rdflib.Literal) -> Check:
        bound = Decimal(str(most))
        return _each(lambda data, value: (number := _number(value)) is not None and number <= bound)

    def _lessThan(self, other: rdflib.term.Node) -> Check:
        return _compared(str(other), lambda one, two: one < two)

    def _lessThanOrEquals(self, other: rdflib.term.Node) -> Check:
        return _compared(str(other), lambda one, two: one <= two)

    def _not(self, inner: rdflib.term.Node) -> Check:
        shape = self.shape(inner)
        return _each(lambda data, value: not _conforms(shape, data, value))

    def _or(self, head: rdflib.term.Node) -> Check:
        shapes = [self.shape(one) for one in self.listed(head)]
        return _each(lambda data, value: any(_conforms(shape, data, value) for shape in shapes))


def _each(fits: Callable[[Data, Term], bool]) -> Check:
    return lambda data, node, values: [value for value in values if not fits(data, value)]


def _compared(other: str, holds: Callable[[Decimal, Decimal], bool]) -> Check:
    def check(data: Data, node: Term, values: Sequence[Term]) -> Iterator[Term]:
        for value in values:
            for bound in data.get(node, other):
                one, two = _number(value), _number(bound)
                if one is None or two is None or not holds(one, two):
                    yield value

    return check


def to_term(node: rdflib.term.Node) -> Term:
    """An rdflib term as ours; a plain string has no datatype."""
    if isinstance(node, rdflib.Literal):
        datatype = str(node.datatype) if node.datatype and str(node.datatype) != XSD + "string" else None
        return Literal(str(node), datatype, node.language)
    return str(node)


def _text(value: Term) -> str:
    return value.value if isinstance(value, Literal) else value


def _datatype(value: Term) -> str | None:
    if not isinstance(value, Literal) or value.language:
        return None
    return value.datatype or XSD + "string"


def _well_formed(value: Term) -> bool:
    lexical = LEXICAL.get(_datatype(value) or "")
    return lexical is None or lexical.fullmatch(_text(value)) is not None


def _number(value: Term) -> Decimal | None:
    lexical = NUMBERS.get(_datatype(value) or "")
    return Decimal(_text(value)) if lexical and lexical.fullmatch(_text(value)) else None
