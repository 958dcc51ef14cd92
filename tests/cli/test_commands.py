"""Commands print results on stdout, one line for each error on stderr, and an exit code that says so."""

from __future__ import annotations

import csv
import importlib
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from kg.cli.main import run
from kg.config import Settings
from kg.facts import jsonl
from kg.facts.model import DocumentFacts
from kg.read.document import Document

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds"
GOLD = SEEDS / "gold/seeds.jsonl"
IDS = [path.stem for path in sorted(SEEDS.glob("*.txt"))]


def look_up(facts: dict[str, DocumentFacts], document: Document) -> DocumentFacts:
    return facts[document.id]


def load_gold(settings: Settings) -> Callable[[Document], DocumentFacts]:
    return partial(look_up, {facts.id: facts for facts in jsonl.read(GOLD, texts=SEEDS)})


@pytest.fixture(autouse=True)
def _read_by_a_person(monkeypatch, tmp_path):
    monkeypatch.setattr(importlib.import_module("kg.build"), "load_extractor", load_gold)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def store(seeds_store: Path) -> str:
    return str(seeds_store)


def test_build_prints_a_line_for_each_document_and_the_total(capsys):
    assert run(["build", str(SEEDS)]) == 0
    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert lines[0].split() == ["document", "entities", "facts", "observations", "warnings", "seconds"]
    assert [line.split()[0] for line in lines[1:-1]] == [*IDS, "total"]
    entities = [int(line.split()[1]) for line in lines[1:-1]]
    assert sum(entities[:-1]) == entities[-1] > 0
    assert [int(line.split()[4]) for line in lines[1:-1]] == [0, 0, 0, 1, 0, 1]
    (warning,) = err.splitlines()
    assert warning.startswith("warning: qiantang-2023: 报告“")
    assert "[report-published]" in warning
    assert Path("graph").is_dir()


def test_build_goes_on_after_bad_input_and_exits_with_1(capsys, tmp_path):
    texts = tmp_path / "texts"
    shutil.copytree(SEEDS, texts, ignore=shutil.ignore_patterns("gold"))
    (texts / "empty.txt").write_bytes(b"")
    (texts / "scan.txt").write_bytes(b"%PDF-1.4")
    assert run(["build", "texts", "nowhere"]) == 1
    out, err = capsys.readouterr()
    assert f"total{'':19}" in out
    errors = [line for line in err.splitlines() if not line.startswith("warning: qiantang-2023: ")]
    assert [line.partition(":")[0] for line in errors] == ["error"] * 3
    assert "texts/empty.txt: no text" in err
    assert "nowhere: no such file or folder" in err


def test_build_of_nothing_that_is_there_exits_with_2(capsys):
    assert run(["build", "nowhere"]) == 2
    assert capsys.readouterr().err == "error: nowhere: no such file or folder; check the path\n"


def test_build_below_a_file_is_one_line(capsys, tmp_path):
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    assert run(["build", str(SEEDS), "--store", "file/graph"]) == 2
    assert capsys.readouterr().err == "error: file/graph: cannot be made here; check the path\n"


def test_build_into_a_file_is_one_line_and_leaves_the_file(capsys, tmp_path):
    (tmp_path / "graph").write_text("mine", encoding="utf-8")
    assert run(["build", str(SEEDS)]) == 2
    err = capsys.readouterr().err
    assert err.startswith("error: graph: ")
    assert err.count("\n") == 1
    assert (tmp_path / "graph").read_text(encoding="utf-8") == "mine"


def test_extract_prints_one_json_line_for_each_report(capsys):
    assert run(["extract", str(SEEDS)]) == 0
    assert [json.loads(line)["id"] for line in capsys.readouterr().out.splitlines()] == IDS


def test_extract_writes_to_a_file_and_goes_on_after_bad_input(capsys, tmp_path):
    (tmp_path / "a.txt").write_bytes(b"\xff\xfeA")
    assert run(["extract", "a.txt", str(SEEDS / "putuo-2023.txt"), "--out", "facts.jsonl"]) == 1
    assert [facts.id for facts in jsonl.read("facts.jsonl")] == ["putuo-2023"]
    assert capsys.readouterr().err.startswith("error: a.txt: UTF-16")


COUNT = "SELECT (COUNT(?r) AS ?n) { ?r a uw:Report }"


@pytest.mark.parametrize("form", ["sparql", "file"])
def test_query_answers_sparql_and_files(capsys, tmp_path, store, form):
    question = COUNT
    if form == "file":
        question = str(tmp_path / "count.rq")
        Path(question).write_text(COUNT, encoding="utf-8")
    assert run(["query", question, "--store", store, "--format", "csv"]) == 0
    assert list(csv.reader(io.StringIO(capsys.readouterr().out))) == [["n"], ["5"]]


def test_query_gives_json_tables_truth_and_turtle(capsys, store):
    assert run(["query", COUNT, "--store", store, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["results"]["bindings"][0]["n"]["value"] == "5"
    assert run(["query", "ASK { ?r a uw:Report }", "--store", store]) == 0
    assert "True" in capsys.readouterr().out.title()
    construct = "CONSTRUCT { ?r a uw:Report } WHERE { ?r a uw:Report }"
    assert run(["query", construct, "--store", store, "--format", "ttl"]) == 0
    assert "uw:Report" in capsys.readouterr().out


def test_query_lists_the_named_questions_and_runs_one(capsys, store):
    assert run(["query", "--list"]) == 0
    names = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert "q01" in names
    assert run(["query", "q01", "--store", store]) == 0
    assert len(capsys.readouterr().out.splitlines()) > 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["SELECT ?x {"], "query, line 1"),
        (["q99"], "q99: no named question"),
        (["none.rq"], "none.rq: cannot be read"),
        ([], "nothing to ask"),
        (["DELETE WHERE { ?s ?p ?o }"], "DELETE is an update"),
        ([COUNT, "--format", "ttl"], "CONSTRUCT"),
    ],
)
def test_a_wrong_question_is_one_line_and_exits_with_2(capsys, store, arguments, words):
    assert run(["query", *arguments, "--store", store]) == 2
    out, err = capsys.readouterr()
    assert words in err
    assert (out, err.count("\n")) == ("", 1)


@pytest.mark.parametrize("command", [["query", COUNT], ["view"], ["export"]])
def test_a_store_that_is_not_there_is_one_line_with_what_to_do(capsys, command):
    assert run([*command, "--store", "none"]) == 2
    assert capsys.readouterr().err == (
        "error: none: no store here; build one with `kg build PATH --store DIR`\n"
    )


def test_view_writes_one_page_and_says_where(capsys, tmp_path, store):
    assert run(["view", "--store", store, "--out", "page.html", "--types", "Union,Honor"]) == 0
    assert capsys.readouterr().out.startswith("page.html: ")
    assert "<html" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_a_type_that_does_not_exist_is_wrong_usage(capsys, store):
    assert run(["view", "--store", store, "--types", "Union,Planet"]) == 2
    assert "'Planet' is not one of Union" in capsys.readouterr().err


@pytest.mark.parametrize("format", ["nquads", "trig", "jsonld", "graphml", "gexf", "csv"])
def test_export_writes_every_format_and_says_where(capsys, store, format):
    assert run(["export", "--store", store, "--format", format]) == 0
    path = Path(capsys.readouterr().out.strip())
    assert path.exists()
    assert path.is_dir() == (format == "csv")


def test_evaluate_shows_the_figures_the_documents_and_the_errors(capsys):
    gold = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    gold[0]["facts"] = gold[0]["facts"][:-1]
    Path("gold.jsonl").write_text("\n".join(json.dumps(record) for record in gold), encoding="utf-8")
    assert run(["evaluate", "gold.jsonl", "--texts", str(SEEDS), "--by-doc", "--errors", "5"]) == 0
    out = capsys.readouterr().out
    assert "headline" in out
    assert "putuo-2023" in out
    assert f"{gold[0]['id']} spurious fact" in out


def test_a_gold_without_its_texts_exits_with_1_and_names_them(capsys, tmp_path):
    (tmp_path / "empty").mkdir()
    assert run(["evaluate", str(GOLD), "--texts", "empty"]) == 1
    assert capsys.readouterr().err.count("no such file") == len(IDS)


def test_an_error_shows_where_it_came_from_only_with_debug(capsys):
    assert run(["query", COUNT, "--store", "none"]) == 2
    assert "Traceback" not in capsys.readouterr().err
    assert run(["query", COUNT, "--store", "none", "--debug"]) == 2
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [["biuld"], ["build"], ["build", "x", "--jobs", "0"], ["query", "--format", "x"]]
)
def test_wrong_usage_exits_with_2(capsys, arguments):
    assert run(arguments) == 2
    assert "Error" in capsys.readouterr().err


def test_a_reader_that_goes_away_is_no_error(store):
    command = f"{sys.executable} -m kg.cli.main query 'SELECT ?s ?p ?o {{ ?s ?p ?o }}' --store {store}"
    done = subprocess.run(
        f"{command} --format csv | head -1",
        shell=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.stdout == "s,p,o\n"
    assert done.stderr == ""
