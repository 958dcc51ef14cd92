"""RDF terms and quads as plain tuples: nothing of rdflib or of the store in them."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

XSD = "http://www.w3.org/2001/XMLSchema#"


class Literal(NamedTuple):
    """A value. datatype: an IRI, `None` for a plain string. language: a tag such as `zh`."""

    value: str
    datatype: str | None = None
    language: str | None = None


class Quad(NamedTuple):
    """One statement; subject, predicate and graph are IRIs, and so is an object that is a `str`."""

    subject: str
    predicate: str
    object: str | Literal
    graph: str


def decimal(value: float) -> Literal:
    """`xsd:decimal`, in digits without an exponent and without a minus before zero."""
    text = format(Decimal(repr(float(value) or 0.0)), "f")
    return Literal(text.removesuffix(".0"), XSD + "decimal")


def integer(value: int) -> Literal:
    return Literal(str(value), XSD + "integer")


def boolean(value: bool) -> Literal:
    return Literal("true" if value else "false", XSD + "boolean")
