"""What the pool and its parts promise."""

from __future__ import annotations

import csv
import io
import json
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from xml.sax.saxutils import escape

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.errors import KgError, MissingExtraError, StoreError
from kg.rdf.iris import BASE
from kg.serve import negotiate
from kg.serve.limits import Body, Limits, TooLarge, rows_of
from kg.serve.line import Line
from kg.serve.messages import LENGTHS, Job, Reply, job_of, reply_of
from kg.serve.state import state_of
from kg.serve.worker import Reader
from tests.facts.gold import gold
from tests.serve.servers import ROOT, served

FACTS = {facts.id: facts for facts in gold()}
COUNT = "SELECT (COUNT(?r) AS ?n) { ?r a uw:Report }"


@dataclass(frozen=True)
class Waiting:
    client: str
    number: int


def test_clients_take_turns_however_many_queries_each_has_sent():
    line: Line[Waiting] = Line(10)
    for number, client in enumerate("aaaabbc"):
        assert line.push(Waiting(client, number)) is None
    assert [line.pop(dict).number for _ in range(7)] == [0, 4, 6, 1, 5, 2, 3]


def test_who_holds_no_place_comes_before_who_holds_some():
    line: Line[Waiting] = Line(10)
    for number, client in enumerate("abc"):
        line.push(Waiting(client, number))
    assert [line.pop(lambda: {"a": 2, "b": 1}).client for _ in range(3)] == ["c", "b", "a"]


def test_a_full_line_sends_the_newest_of_the_greediest_away():
    line: Line[Waiting] = Line(3)
    for number, client in enumerate("aaa"):
        line.push(Waiting(client, number))
    assert line.push(Waiting("a", 3)) == Waiting("a", 3)
    assert line.push(Waiting("b", 4)) == Waiting("a", 2)
    assert line.push(Waiting("b", 5)) == Waiting("b", 5)
    assert len(line) == 3
    line.remove(Waiting("a", 0))
    assert [line.pop(dict).number for _ in range(2)] == [1, 4]


@given(st.lists(st.lists(st.text(max_size=9), min_size=2, max_size=2), max_size=6))
def test_rows_are_counted_whatever_the_texts_hold(rows):
    body = io.StringIO()
    csv.writer(body, quoting=csv.QUOTE_ALL).writerows([["a", "b"], *rows])
    found = {
        "text/csv": body.getvalue().encode("utf-8", "surrogatepass"),
        "application/sparql-results+json": json.dumps(
            {
                "head": {"vars": ["a", "b"]},
                "results": {
                    "bindings": [{row[0]: {"type": "literal", "value": row[1]}} for row in rows],
                },
            },
            separators=(",", ":"),
        ).encode(),
        "application/sparql-results+xml": "".join(
            f"<result><literal>{escape(row[0])}</literal></result>" for row in rows
        ).encode("utf-8", "surrogatepass"),
    }
    for media_type, text in found.items():
        assert rows_of(text, media_type, 0) == max(len(rows), "json" in media_type)


def test_a_body_takes_so_much_and_no_more():
    body = Body(Limits(body=10, rows=2))
    body.write(b"x" * 10)
    with pytest.raises(TooLarge, match="10 bytes"):
        body.write(b"x")
    body.row()
    body.row()
    with pytest.raises(TooLarge, match="2 rows"):
        body.row()


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("SELECT * { ?s ?p ?o } LIMIT 11", "more than 10 rows"),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 11", "more than 10 rows"),
        ("SELECT * { ?s ?p ?o }", "more than 9,000 bytes"),
    ],
)
def test_an_answer_larger_than_allowed_is_refused_and_one_as_large_is_given(seeds_store, query, told):
    reader = Reader(seeds_store, BASE, Limits(rows=10, body=9000))
    for media_type in ("text/csv", "application/sparql-results+json", "application/sparql-results+xml"):
        formats = {"select": media_type, "graph": "text/turtle"}
        refused = reader.answer(Job(query, formats))
        assert (refused.status, refused.found, refused.body) == (422, told, b"")
        fits = reader.answer(Job(query.partition(" LIMIT")[0] + " LIMIT 10", formats))
        assert (fits.status, fits.rows) == (200, 10)


def test_jobs_and_replies_arrive_as_they_were_sent():
    job = Job("ASK {}", {"ask": "text/csv"}, "http://x/", ("urn:a",), ("urn:b", "urn:c"), True)
    packed = job.pack()
    assert job_of(packed[LENGTHS.size :]) == job
    reply = Reply(400, "text/csv", "gzip", "state", 3, "where", "found", "advice", 5, b"body")
    head, body = reply.pack()
    assert LENGTHS.unpack_from(head) == (len(head) - LENGTHS.size, 4)
    assert reply_of(head[LENGTHS.size :], body) == reply


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        ("", "a/b"),
        ("*/*", "a/b"),
        ("c/*, a/b;q=0.9", "c/d"),
        ("a/b;q=0.1, */*", "c/d"),
        ("c/d;q=0.5, a/b;q=0.5", "c/d"),
        ("a/b;q=x", None),
        ("a/b;q=0, c/d;q=0", None),
        ("A/B ; charset=utf-8 ; Q=0.3", "a/b"),
        (",;,", "a/b"),
    ],
)
def test_the_accept_header_is_weighed(accept, wanted):
    assert negotiate.choose(accept, ["a/b", "c/d"]) == wanted


def test_workers_see_what_is_built_while_they_run(tmp_path):
    folder = tmp_path / "graph"
    names = list(FACTS)

    def write(*documents: str) -> None:
        with kg.open_store(folder) as store:
            for document in documents:
                store.replace(FACTS[document])

    def wait_for(number: int) -> bool:
        for _ in range(50):
            response = server.ask(COUNT, accept="text/csv")
            assert response.status == 200, response.text
            if response.text.split()[1] == str(number):
                return True
            time.sleep(0.1)
        return False

    write(names[0])
    with served(folder, tmp_path / "log", "--workers", "2") as server:
        assert wait_for(1)
        tag = server.ask(COUNT).headers["etag"]
        write(names[1], names[2])
        assert wait_for(3)
        assert server.ask(COUNT, if_none_match=tag).status == 200
        shutil.rmtree(folder)  # as if another store were moved to its place
        write(*names)
        assert wait_for(5)


def test_answers_go_on_while_the_store_is_written(tmp_path):
    folder = tmp_path / "graph"
    with kg.open_store(folder) as store, served(folder, tmp_path / "log", "--workers", "2") as server:
        for facts in FACTS.values():
            store.replace(facts)
            for _ in range(20):
                response = server.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
                assert response.status == 200, response.text
        store.remove("putuo-2023")
        time.sleep(1.2)
        assert server.ask(COUNT, accept="text/csv").text.split()[1] == "4"


def test_the_state_changes_with_the_store_and_not_without(tmp_path):
    folder = tmp_path / "graph"
    assert state_of(folder) == ""
    with kg.open_store(folder) as store:
        store.replace(FACTS["putuo-2023"])
    before = state_of(folder)
    with kg.open_store(folder, read_only=True) as store:
        assert store.documents()
    assert state_of(folder) == before != ""
    with kg.open_store(folder) as store:
        store.remove("putuo-2023")
    assert state_of(folder) != before


def test_no_store_and_a_port_in_use_are_one_clear_line(server, seeds_store, tmp_path):
    with pytest.raises(StoreError, match="no store here"):
        kg.serve(tmp_path / "nothing", port=0)
    with pytest.raises(KgError, match=f"127.0.0.1:{server.port}: address already in use; choose another"):
        kg.serve(seeds_store, port=server.port)


def test_without_the_extra_the_install_line_is_given(monkeypatch, seeds_store):
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    with pytest.raises(MissingExtraError, match=r'pip install "union-work-kg\[web\]"'):
        kg.serve(seeds_store, port=0)


def test_ctrl_c_ends_the_server_and_its_workers(seeds_store, tmp_path):
    with served(seeds_store, tmp_path / "log", "--workers", "1") as server:
        children = psutil.Process(server.process.pid).children()
        assert len(children) == 2
        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(10) == 0
        assert psutil.wait_procs(children, timeout=5)[1] == []
    assert "Traceback" not in (tmp_path / "log").read_text()


def test_workers_end_when_the_server_is_killed(seeds_store, tmp_path):
    with served(seeds_store, tmp_path / "log", "--workers", "1") as server:
        children = psutil.Process(server.process.pid).children()
        server.process.kill()
        assert psutil.wait_procs(children, timeout=5)[1] == []


def test_importing_the_server_needs_nothing_that_windows_has_not():
    hidden = "resource", "uvloop", "httptools"
    code = f"import sys; sys.modules.update(dict.fromkeys({hidden})); import kg.serve.app, kg.serve.worker"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
