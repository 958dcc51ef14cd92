"""The whole flow with its own annotators, as a user starts it: in processes of their own."""

from __future__ import annotations

import ctypes
import os
import resource
import shutil
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

import kg

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"
IDS = [path.stem for path in sorted(SEEDS.glob("*.txt"))]
KG = [sys.executable, "-m", "kg.cli.main"]


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **more}


def run(folder: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*KG, *words], cwd=folder, capture_output=True, text=True, env=environment(**more))


def test_the_graph_is_byte_for_byte_the_same_whatever_the_processes_and_hashes(tmp_path):
    for name, jobs in (("one", "1"), ("two", "2")):
        done = run(tmp_path, "build", str(SEEDS), "--store", name, "--jobs", jobs, PYTHONHASHSEED=jobs)
        assert done.returncode == 0, done.stderr
        assert all(line.startswith("warning: ") for line in done.stderr.splitlines()), done.stderr
        run(tmp_path, "export", "--store", name, "--out", f"{name}.nq")
    assert (tmp_path / "one.nq").read_bytes() == (tmp_path / "two.nq").read_bytes() != b""


def test_every_fact_leads_back_to_its_place_in_the_text():
    for facts in kg.extract(SEEDS):
        raw = (SEEDS / facts.file).read_bytes().decode()
        for entity in facts.entities:
            for mention in entity.mentions:
                assert raw[mention.start : mention.end] == mention.surface
        for fact in (*facts.relations, *facts.observations):
            assert raw[fact.evidence.start : fact.evidence.end] == fact.evidence.quote
            assert fact.evidence.rule
            assert 0 < fact.evidence.confidence <= 1
        for observation in facts.observations:
            assert raw[observation.start : observation.end] == observation.surface


def test_ctrl_c_leaves_the_store_as_after_the_last_document_that_was_printed(tmp_path):
    texts = tmp_path / "texts"
    texts.mkdir()
    for n in range(40):
        shutil.copy(SEEDS / f"{IDS[n % len(IDS)]}.txt", texts / f"{n:02}.txt")
    process = subprocess.Popen(
        [*KG, "build", "texts"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
    )
    assert process.stdout is not None
    printed = [process.stdout.readline() for _ in range(3)]
    process.send_signal(signal.SIGINT)
    rest, errors = process.communicate(timeout=60)
    lines = ["".join(printed), rest]
    done = [line.split()[0] for line in "".join(lines).splitlines()[1:]]
    assert process.returncode == 130
    assert "Traceback" not in errors
    assert 2 <= len(done) < 40
    with kg.open(tmp_path / "graph") as graph:
        stored = list(graph.store.documents())
    assert stored[: len(done)] == done
    assert len(stored) - len(done) <= 1


def test_a_full_disk_is_one_clear_line_and_what_was_stored_stays_readable(tmp_path):
    assert run(tmp_path, "build", str(SEEDS / "putuo-2023.txt")).returncode == 0
    limit = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (200_000, 200_000))
    done = subprocess.run(
        [*KG, "build", str(SEEDS)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env=environment(),
        preexec_fn=limit,
    )
    errors = done.stderr.splitlines()
    assert done.returncode in (1, 2)
    assert [line for line in errors if "disk is full" in line] == errors
    assert len(errors) == 1
    with kg.open(tmp_path / "graph") as graph:
        assert "putuo-2023" in graph.store.documents()
        assert len(graph.query("SELECT ?u { ?u a uw:Union }")) > 0


def mind_rights() -> None:
    """Let file modes bind root, too, in the process to come: take CAP_DAC_OVERRIDE from its bounds."""
    if os.geteuid() == 0:
        assert ctypes.CDLL(None).prctl(24, 1, 0, 0, 0) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="takes a right from root as Linux does")
def test_a_store_that_may_only_be_read_answers_and_is_one_clear_line_for_a_build(tmp_path):
    assert run(tmp_path, "build", str(SEEDS / "putuo-2023.txt")).returncode == 0
    store = tmp_path / "graph"
    for path in (store, *store.rglob("*")):
        path.chmod(0o500 if path.is_dir() else 0o400)
    start = partial(
        subprocess.run,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env=environment(),
        preexec_fn=mind_rights,
    )
    done = start([*KG, "build", str(SEEDS)])
    assert done.returncode == 2
    assert done.stderr.startswith("error: graph: not allowed to write")
    assert done.stderr.count("\n") == 1
    answer = start([*KG, "query", "ASK { ?r a uw:Report }"])
    assert (answer.returncode, answer.stderr) == (0, "")
    store.chmod(0o700)


def test_nothing_is_read_from_front_matter_and_offsets_count_it(tmp_path):
    text = (SEEDS / "putuo-2023.txt").read_text(encoding="utf-8")
    front = "---\nid: p\npublisher: 建德市总工会\nperiod: 2018/2023\n---\n"
    (tmp_path / "plain.txt").write_text(text, encoding="utf-8")
    (tmp_path / "front.md").write_text(front + text, encoding="utf-8")
    (tmp_path / "metadata.csv").write_text("id,period\nplain,2018/2023\n", encoding="utf-8")
    with_front, plain = kg.extract(tmp_path)
    starts = [[m.start for e in facts.entities for m in e.mentions] for facts in (with_front, plain)]
    assert starts[0] == [start + len(front) for start in starts[1]]
    assert with_front.publisher == "建德市总工会"
