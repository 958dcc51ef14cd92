"""A disk without room: one clear line, and the store stays readable."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kg.store.store import open_store
from tests.facts.gold import GOLD, SEEDS, by_id

resource = pytest.importorskip("resource")

# The limit on the size of a file stands in for a disk that is full.
PROGRAM = """
import resource, signal, sys
from kg.errors import StoreError
from kg.facts import jsonl
from kg.store.store import open_store

gold, seeds, path = sys.argv[1:]
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with open_store(path) as store:
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
    for facts in jsonl.read(gold, seeds):
        try:
            store.replace(facts)
        except StoreError as error:
            print(error)
    print(*store.documents())
"""


def test_a_full_disk_is_one_line_and_the_store_stays_readable(tmp_path: Path) -> None:
    path = tmp_path / "graph"
    with open_store(path) as store:
        store.replace(by_id("jiande-2021"))
        before = store.serialize("nquads")
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(GOLD), str(SEEDS), str(path)],
        capture_output=True,
        text=True,
        cwd=SEEDS.parent,
        check=False,
    )
    *errors, last = run.stdout.splitlines()
    assert run.returncode == 0, run.stderr
    assert errors
    assert set(errors) == {f"{path}: the disk is full; make room; what was stored before is still there"}
    assert last == "jiande-2021"
    with open_store(path, read_only=True) as store:
        assert store.serialize("nquads") == before
    with open_store(path) as store:
        store.replace(by_id("putuo-2023"))
        assert list(store.documents()) == ["jiande-2021", "putuo-2023"]
