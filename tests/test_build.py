"""Texts become a store, a whole document at a time, whatever happens on the way."""

from __future__ import annotations

import importlib
import os
import shutil
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

import kg
from kg.config import Settings
from kg.errors import KgError, MissingPathError, StoreError
from kg.facts import jsonl
from kg.facts.model import DocumentFacts
from kg.read.document import Document

SEEDS = Path(__file__).parents[1] / "seeds"
IDS = [path.stem for path in sorted(SEEDS.glob("*.txt"))]
flow = importlib.import_module("kg.build")


def from_gold(facts: dict[str, DocumentFacts], document: Document) -> DocumentFacts:
    if document.raw.startswith("interrupt"):
        os.kill(os.getpid(), signal.SIGINT)
    return facts[document.id]


def load_gold(settings: Settings) -> Callable[[Document], DocumentFacts]:
    """In place of the annotators, which have their own tests: what a careful reader found."""
    return partial(
        from_gold, {facts.id: facts for facts in jsonl.read(SEEDS / "gold/seeds.jsonl", texts=SEEDS)}
    )


@pytest.fixture(autouse=True)
def _read_by_a_person(monkeypatch):
    monkeypatch.setattr(flow, "load_extractor", load_gold)


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    shutil.copytree(SEEDS, folder, ignore=shutil.ignore_patterns("gold", "README*"))
    return folder


def nquads(store: Path) -> bytes:
    with kg.open(store) as graph:
        return graph.store.serialize("nquads")


def test_every_report_and_the_whole_are_counted(tmp_path):
    seen: list[str] = []
    report = kg.build(SEEDS, tmp_path / "graph", on_document=lambda document: seen.append(document.id))
    assert report.failures == ()
    assert [document.id for document in report.documents] == seen == IDS
    gold = {facts.id: facts for facts in jsonl.read(SEEDS / "gold/seeds.jsonl")}
    for document in report.documents:
        facts = gold[document.id]
        counts = (len(facts.entities), len(facts.relations), len(facts.observations))
        assert (document.entities, document.facts, document.observations) == counts
    assert report.total.entities == sum(len(facts.entities) for facts in gold.values())
    assert report.total.seconds >= sum(document.seconds for document in report.documents)
    with kg.open(tmp_path / "graph") as graph:
        assert list(graph.store.documents()) == IDS


def test_the_store_is_the_same_whatever_the_number_of_processes(tmp_path):
    kg.build(SEEDS, tmp_path / "one", jobs=1)
    kg.build(SEEDS, tmp_path / "three", jobs=3)
    assert nquads(tmp_path / "one") == nquads(tmp_path / "three") != b""


def test_building_again_changes_nothing(tmp_path):
    kg.build(SEEDS, tmp_path / "graph")
    before = nquads(tmp_path / "graph")
    kg.build([SEEDS / "putuo-2023.txt"], tmp_path / "graph")
    assert nquads(tmp_path / "graph") == before


def test_bad_documents_are_reported_and_the_others_are_built(texts, tmp_path):
    (texts / "empty.txt").write_bytes(b"")
    (texts / "page.txt").write_bytes(b"%PDF-1.4")
    (texts / "unknown.txt").write_text("建德市总工会。", encoding="utf-8")
    told: list[KgError] = []
    report = kg.build([texts, tmp_path / "nowhere"], tmp_path / "graph", on_error=told.append)
    assert [document.id for document in report.documents] == IDS
    assert list(report.failures) == told
    assert [error.where.rpartition("/")[2] for error in told] == [
        "empty.txt",
        "page.txt",
        "unknown",
        "nowhere",
    ]
    assert "KeyError" in told[2].found
    assert isinstance(told[3], MissingPathError)


def test_what_reading_noticed_is_among_the_warnings(texts, tmp_path):
    (texts / "metadata.csv").unlink()
    report = kg.build(texts / "putuo-2023.txt", tmp_path / "graph")
    assert "no metadata" in report.documents[0].warnings[0]


def test_a_break_leaves_the_store_as_after_the_last_whole_document(texts, tmp_path):
    (texts / "kk.txt").write_text("interrupt 建德市总工会。", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        kg.build(texts, tmp_path / "graph")
    with kg.open(tmp_path / "graph") as graph:
        assert list(graph.store.documents()) == ["jiande-2021"]
    alone = kg.build(texts / "jiande-2021.txt", tmp_path / "alone")
    assert alone.failures == ()
    assert nquads(tmp_path / "graph") == nquads(tmp_path / "alone")


def test_a_break_while_a_document_is_stored_waits_until_it_is_in(tmp_path, monkeypatch):
    from kg.store.store import Store

    replace = Store.replace

    def interrupted(self: Store, facts: DocumentFacts) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        replace(self, facts)

    monkeypatch.setattr(Store, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        kg.build(SEEDS, tmp_path / "graph")
    with kg.open(tmp_path / "graph") as graph:
        assert list(graph.store.documents()) == ["jiande-2021"]


def test_a_full_disk_stops_the_build_with_one_failure_and_keeps_what_is_stored(tmp_path, monkeypatch):
    from kg.store.store import Store

    replace = Store.replace

    def full(self: Store, facts: DocumentFacts) -> None:
        if facts.id == "qiantang-2021":
            raise StoreError(self.where, "the disk is full", "make room")
        replace(self, facts)

    monkeypatch.setattr(Store, "replace", full)
    report = kg.build(SEEDS, tmp_path / "graph")
    assert [str(error.found) for error in report.failures] == ["the disk is full"]
    assert [document.id for document in report.documents] == ["jiande-2021", "putuo-2023"]
    with kg.open(tmp_path / "graph") as graph:
        assert list(graph.store.documents()) == ["jiande-2021", "putuo-2023"]


def test_extract_gives_the_facts_in_order_and_writes_them(tmp_path):
    out = tmp_path / "facts.jsonl"
    found = kg.extract(SEEDS, out)
    assert [facts.id for facts in found] == IDS
    assert [facts.id for facts in jsonl.read(out)] == IDS
    assert list(tmp_path.iterdir()) == [out]


def test_extract_raises_the_first_failure_unless_told_where_to_put_it(texts):
    (texts / "aaa.txt").write_bytes(b"")
    with pytest.raises(KgError, match=r"aaa\.txt"):
        kg.extract(texts)
    told: list[KgError] = []
    assert len(kg.extract(texts, on_error=told.append)) == len(IDS)
    assert len(told) == 1


def test_extract_into_a_folder_that_is_not_there_is_one_clear_error(tmp_path):
    with pytest.raises(KgError, match=r"facts\.jsonl: No such file or directory"):
        kg.extract(SEEDS, tmp_path / "nowhere" / "facts.jsonl")
