"""Which queries may run: reading ones, that ask this store and nothing on the network."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.errors import QueryError

# The tokens of SPARQL 1.1 (grammar section 19.8) that may hide a keyword, longest kinds first.
TOKEN = re.compile(
    r"""(?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    |(?P<string>\"{3}(?:(?:\"|\"\")?(?:[^"\\]|\\.))*\"{3}|'{3}(?:(?:'|'')?(?:[^'\\]|\\.))*'{3}
        |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
    |(?P<comment>\#[^\n\r]*)
    |(?P<name>[?$@]\w+|(?:\w(?:[\w.\-]*[\w\-])?)?:(?:[\w:.\-·]|%[0-9A-Fa-f]{2}|\\.)*)
    |(?P<word>[A-Za-z_]\w*)""",
    re.VERBOSE | re.DOTALL,
)
ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
UNHELPFUL = {"", "LATERAL", "SERVICE", '"{|"', '"~"'}
UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}
REFUSED = {
    "SERVICE": "this store answers from its own data only; take SERVICE out",
    "FROM": "write GRAPH <…> { … } to ask what one report says",
    "LOAD": "build the store with `kg build`",
}


def check(sparql: str, *, dataset_given: bool = False) -> None:
    """Raise QueryError for a query that would change the store or reach beyond it.

    dataset_given: the graphs to ask are named beside the query, so that `FROM` in it is without
    effect, as the SPARQL 1.1 Protocol (section 2.1.4) has it.
    """
    for text in {sparql, ESCAPE.sub(_character, sparql)}:
        started = False
        for word, position in _words(text):
            if word in REFUSED and not (word == "FROM" and dataset_given):
                raise QueryError(_place(text, position), f"{word} is not allowed", REFUSED[word])
            if not started and word in UPDATES:
                raise QueryError(
                    _place(text, position),
                    f"{word} is an update",
                    "ask with SELECT, ASK, CONSTRUCT, DESCRIBE",
                )
            started = started or word not in ("PREFIX", "BASE")


def _words(text: str) -> Iterator[tuple[str, int]]:
    for match in TOKEN.finditer(text):
        if match.lastgroup == "word":
            yield match.group().upper(), match.start()


def _character(match: re.Match[str]) -> str:
    code = int(match.group(1) or match.group(2), 16)
    return chr(code) if code <= 0x10FFFF else match.group()


def _place(text: str, position: int) -> str:
    line, column = text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)
    return f"query, line {line}, column {column}"


def syntax_error(error: Exception) -> QueryError:
    """The parser's complaint in one line, with its place."""
    message = " ".join(str(error).split())
    match = re.match(
        r"(?:error|Parser error) at (?:line )?(\d+)(?::|, column |column )(\d+)\S*\s*(.*)", message
    )
    if not match:
        return QueryError("query", message, "see SPARQL 1.1")
    line, column, rest = match.groups()
    if "Prefix not found" in rest:
        rest, advice = "unknown prefix", "declare it with PREFIX, or use a predeclared one such as uw:"
    else:
        options = re.sub(r"^expected (one of )?", "", rest).split(", ")
        named = [option for option in options if option not in UNHELPFUL and option[0] != "["]
        more = ", …" if len(named) > 8 else ""
        advice = f"expected here: {', '.join(named[:8])}{more}" if named else "see SPARQL 1.1"
        rest = "not understood"
    return QueryError(f"query, line {line}, column {column}", rest, advice)
