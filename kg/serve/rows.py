"""Answers as rows of plain texts, whether the store is asked here or through the pool."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from kg.rdf.terms import Literal
from kg.store.answer import Answer

Row = Mapping[str, str]
Rows = list[dict[str, str]]


def of_answer(answer: Answer) -> Rows:
    """The rows of a SELECT, unbound cells left out."""
    return [
        {
            name: term.value if isinstance(term, Literal) else term
            for name, term in zip(answer.variables, row, strict=True)
            if term is not None
        }
        for row in answer.terms
    ]


def of_json(body: bytes) -> Rows:
    """The same of SPARQL 1.1 Query Results JSON."""
    return [
        {name: cell["value"] for name, cell in row.items()} for row in json.loads(body)["results"]["bindings"]
    ]


def quoted(text: str) -> str:
    """A text as a SPARQL string.

    >>> print(quoted('a "b"'))
    "a \\\\"b\\\\""
    """
    for char, escape in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r")):
        text = text.replace(char, escape)
    return f'"{text}"'


def number(text: str) -> Decimal | None:
    """The value of a numeric literal; None for what is no finite number."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def shown(text: str) -> str:
    """A number for people: thousands set apart, no zeros behind the point that say nothing.

    >>> shown("12000"), shown("30.50")
    ('12,000', '30.5')
    """
    value = number(text)
    if value is None or abs(value.adjusted()) > 24:
        return text
    written = f"{value:,f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def percent(confidence: str) -> str:
    value = number(confidence)
    return "" if value is None else f"{value * 100:.0f}%"
