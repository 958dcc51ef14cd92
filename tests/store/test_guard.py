"""Which queries run and which do not."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from kg.errors import QueryError
from kg.store.store import Store, open_store


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with open_store(None) as opened:
        yield opened


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { service silent ?where { ?s ?p ?o } }",
        "PREFIX : <http://127.0.0.1/> SELECT * { Service :x { ?s ?p ?o } }",
        "SELECT * { ?s ?p '#' . SERVICE<http://127.0.0.1/>{} }",
        'SELECT * { ?s ?p "\\"" . SERVICE <http://127.0.0.1/> {} }',
        "SELECT * { ?s ?p '''it's''' . SERVICE <http://127.0.0.1/> {} }",
        "SELECT * { ?s ?p <http://a#b> . SERVICE <http://127.0.0.1/> {} }",
        "SELECT * { ?s ?p ?o FILTER(?o<3) SERVICE <http://127.0.0.1/> {} }",
        "SELECT * { \\u0053ERVICE <http://127.0.0.1/> {} }",
        "SELECT * { # a comment\n SERVICE <http://127.0.0.1/> {} }",
        "SELECT * FROM <http://127.0.0.1/> { ?s ?p ?o }",
        "SELECT * FROM NAMED <http://127.0.0.1/> { ?s ?p ?o }",
        "LOAD <http://127.0.0.1/>",
        "INSERT DATA { <x:a> <x:b> 1 } ; LOAD <http://127.0.0.1/>",
    ],
)
def test_nothing_reaches_the_network(store: Store, query: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "socket", None)
    with pytest.raises(QueryError, match=r"is not allowed|is an update"):
        store.query(query)


@pytest.mark.parametrize(
    "query",
    [
        "ASK { ?service ?from ?load }",
        "ASK { ?s rdfs:label 'SERVICE <http://x> and FROM' }",
        'ASK { ?s rdfs:label """a "quoted" LOAD""" }',
        "ASK { ?s ?p ?o } # FROM SERVICE",
        "PREFIX from: <http://x/SERVICE#> ASK { from:load from:service from:from }",
        "ASK { _:service ?p '1'@from }",
        "ASK { ?s ?p ?o FILTER(?o < 3 && ?o > 2) }",
        "BASE <http://x/> PREFIX a: <b> SELECT (COUNT(*) AS ?load) { ?s a:insert <DELETE> }",
        "ASK { person:赵建明 uw:receivedHonor ?honor }",
    ],
)
def test_words_that_only_look_like_it_do_no_harm(store: Store, query: str) -> None:
    assert store.query(query).kind in ("ask", "select")


@pytest.mark.parametrize("word", ["INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "WITH", "MOVE"])
def test_updates_are_refused_with_advice(store: Store, word: str) -> None:
    with pytest.raises(QueryError, match=f"line 2, column 1: {word} is an update; ask with SELECT"):
        store.query(f"PREFIX a: <http://x/>\n{word} x")


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT *\n { ?s foo:x 1 }", "line 2, column 12: unknown prefix"),
        ("SELECT * { ?s ?p }", "line 1, column 19: not understood"),
        ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o", 'line 1, column 35: not understood; expected here: .*"}"'),
        ("SELECT ?a { ?a ?b ?c } GROUP BY ?b", "query"),
        ("", "line 1, column 1"),
    ],
)
def test_a_wrong_query_is_told_where_it_is_wrong(store: Store, query: str, message: str) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        store.query(query)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 250
