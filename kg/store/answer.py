"""What a query gives back, as tables and text. Nothing of the store is in it: an answer outlives it."""

from __future__ import annotations

import csv
import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kg.errors import QueryError
from kg.rdf.terms import XSD, Literal

if TYPE_CHECKING:
    import pandas

Cell = str | int | float | bool | None
Term = str | Literal | None  # an IRI (or `_:` and a blank node's label), a literal, unbound

INTEGERS = {XSD + name for name in ("integer", "int", "long", "short", "byte", "nonNegativeInteger")}
NUMBERS = {XSD + name for name in ("decimal", "double", "float")}


@dataclass(frozen=True)
class Answer:
    """The answer to one query.

    kind: `select`, `ask` or `graph` (CONSTRUCT and DESCRIBE). An ASK is a table of one cell,
    `answer`; a graph is a table of subject, predicate, object.

    >>> answer = Answer("select", ("name", "n"), ((Literal("甲"), Literal("2", XSD + "integer")),))
    >>> answer.rows
    [('甲', 2)]
    """

    kind: str
    variables: tuple[str, ...]
    terms: tuple[tuple[Term, ...], ...]
    prefixes: Mapping[str, str] = field(default_factory=dict)
    turtle: str | None = None

    @property
    def rows(self) -> list[tuple[Cell, ...]]:
        """Plain values: IRIs and texts as `str`, numbers as `int` or `float`, unbound as `None`."""
        return [tuple(_value(term) for term in row) for row in self.terms]

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.terms)

    def __bool__(self) -> bool:
        """Of an ASK its truth, else whether there is any row."""
        return bool(self.rows[0][0]) if self.kind == "ask" else bool(self.terms)

    def to_dataframe(self) -> pandas.DataFrame:
        import pandas

        return pandas.DataFrame(self.rows, columns=list(self.variables))

    def to_csv(self) -> str:
        """SPARQL 1.1 Query Results CSV, with `\\n` at line ends, as text has them here."""
        lines = csv_lines(self.variables, (map(_text, row) for row in self.terms))
        return "".join(line.removesuffix("\r\n") + "\n" for line in lines)

    def to_json(self) -> str:
        """SPARQL 1.1 Query Results JSON."""
        if self.kind == "ask":
            return json.dumps({"head": {}, "boolean": bool(self)}, indent=2)
        bindings = [
            {name: _json(term) for name, term in zip(self.variables, row, strict=True) if term is not None}
            for row in self.terms
        ]
        result = {"head": {"vars": list(self.variables)}, "results": {"bindings": bindings}}
        return json.dumps(result, ensure_ascii=False, indent=2)

    def to_turtle(self) -> str:
        """Turtle of a CONSTRUCT or DESCRIBE. Raises QueryError for other queries."""
        if self.turtle is None:
            raise QueryError("to_turtle", f"a query of the kind {self.kind}", "use CONSTRUCT or DESCRIBE")
        return self.turtle

    def to_table(self, width: int | None = 60) -> str:
        """Columns for a terminal, Chinese counted as two columns wide; IRIs are shortened.

        width: cut cells that are wider, with an ellipsis; `None` cuts nothing.
        """
        rows = [[_cut(self.short(term), width) for term in row] for row in self.terms]
        numeric = [
            bool(rows) and all(isinstance(_value(row[column]), int | float | None) for row in self.terms)
            for column in range(len(self.variables))
        ]
        table = [list(self.variables), *rows]
        widths = [max(columns(row[column]) for row in table) for column in range(len(self.variables))]
        lines = [_line(row, widths, numeric) for row in table]
        lines.insert(1, "  ".join("-" * wide for wide in widths))
        return "\n".join(lines) + "\n"

    def short(self, term: Term) -> str:
        """A term for people: `uw:Union` for an IRI with a known prefix, a literal's text."""
        if term is None or isinstance(term, Literal):
            return _text(term)
        prefix = max(
            (name for name, iri in self.prefixes.items() if term.startswith(iri) and term != iri),
            key=lambda name: len(self.prefixes[name]),
            default=None,
        )
        return term if prefix is None else f"{prefix}:{term[len(self.prefixes[prefix]) :]}"


class _Same:
    def write(self, line: str) -> str:
        return line


def csv_lines(variables: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """The lines of SPARQL 1.1 Query Results CSV, which end in `\\r\\n` as RFC 4180 asks.

    >>> list(csv_lines(["name", "n"], [["甲,乙", ""]]))
    ['name,n\\r\\n', '"甲,乙",\\r\\n']
    """
    writer = csv.writer(_Same())
    yield writer.writerow(variables)
    yield from map(writer.writerow, rows)


def columns(text: str) -> int:
    """How many terminal columns a text takes."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def _cut(text: str, width: int | None) -> str:
    text = "".join(" " if unicodedata.category(char) in {"Cc", "Zl", "Zp"} else char for char in text)
    if width is None or columns(text) <= width:
        return text
    while text and columns(text) > width - 1:
        text = text[:-1]
    return text + "…"


def _line(row: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    cells = []
    for text, width, right in zip(row, widths, numeric, strict=True):
        blanks = " " * (width - columns(text))
        cells.append(blanks + text if right else text + blanks)
    return "  ".join(cells).rstrip()


def _text(term: Term) -> str:
    return "" if term is None else term.value if isinstance(term, Literal) else term


def _value(term: Term) -> Cell:
    if not isinstance(term, Literal):
        return term
    try:
        if term.datatype in INTEGERS:
            return int(term.value)
        if term.datatype in NUMBERS:
            return float(term.value)
    except ValueError:
        return term.value
    if term.datatype == XSD + "boolean":
        return term.value in ("true", "1")
    return term.value


def _json(term: str | Literal) -> dict[str, Any]:
    if not isinstance(term, Literal):
        return (
            {"type": "bnode", "value": term[2:]} if term.startswith("_:") else {"type": "uri", "value": term}
        )
    found = {"type": "literal", "value": term.value}
    if term.language:
        return found | {"xml:lang": term.language}
    return found | ({"datatype": term.datatype} if term.datatype else {})
