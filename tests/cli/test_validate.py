"""`kg validate`: findings as lines, counts, and an exit code that says whether something is wrong."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import kg
from kg.cli.main import run
from kg.errors import QueryError
from tests.facts.gold import by_id, gold


@pytest.fixture
def store(seeds_store: Path) -> str:
    return str(seeds_store)


@pytest.fixture(scope="module")
def bad_store(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("bad") / "graph"
    facts = by_id("putuo-2023")
    wrong = replace(facts.observations[0], value=-10.0)
    with kg.open_store(folder) as opened:
        opened.replace(replace(facts, observations=(wrong, *facts.observations[1:])))
        opened.replace(replace(facts, id="reprint", observations=(wrong,)))
    return str(folder)


def test_the_seeds_have_no_violation_and_one_report_without_a_date(
    store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["validate", "--store", store]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("warning: qiantang-2023: 报告“")
    assert lines[1:] == ["0 violations, 1 warning"]


def test_infos_are_told_when_asked_for(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", "--store", store, "--severity", "info", "--language", "en"]) == 0
    lines = capsys.readouterr().out.splitlines()
    infos = [line for line in lines if line.startswith("info: ")]
    assert lines[-1] == f"0 violations, 1 warning, {len(infos)} infos"
    assert any("The conferral has no time. [conferral-time] text: “" in line for line in infos)


def test_a_violation_names_every_report_that_has_it_and_exits_with_1(
    bad_store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["validate", "--store", bad_store, "--severity", "violation"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("violation: putuo-2023, reprint: 统计观测“")
    assert "[observation-value: '-10']" in lines[0]
    assert lines[1] == "1 violation"


def test_both_engines_find_the_same(bad_store: str) -> None:
    assert kg.validate(bad_store, "info") == kg.validate(bad_store, "info", engine="pyshacl")


def test_the_words_of_the_ontology_are_not_taken_for_data(store: str) -> None:
    assert {finding.documents for finding in kg.validate(store, "info")} <= {(facts.id,) for facts in gold()}


@pytest.mark.parametrize("option", ["severity", "language", "engine"])
def test_an_unknown_choice_is_refused(store: str, option: str) -> None:
    with pytest.raises(QueryError, match=f"--{option}"):
        kg.validate(store, **{option: "strict"})


def test_a_missing_store_is_one_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["validate", "--store", str(tmp_path / "none")]) == 2
    assert capsys.readouterr().err.startswith("error: ")
