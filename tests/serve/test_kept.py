"""A large graph is kept on disk between two servers, and only the right one is taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.rdf.iris import BASE
from kg.serve import kept, surveyor
from kg.serve.atlas import Atlas, load
from kg.serve.state import state_of
from kg.serve.surveyor import Surveyor
from kg.store.store import open_store


@pytest.fixture
def atlas(seeds_store: Path) -> Atlas:
    with open_store(seeds_store, read_only=True) as store:
        return load(store)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(kept, "MANY", 10)
    return tmp_path


def test_what_is_kept_is_what_was_read(atlas):
    kept.write(atlas, "graph", BASE, "one")
    found = kept.read("graph", BASE, "one")
    assert found is not None
    for name in ("iris", "names", "types", "reports", "facts", "ends", "first", "labels", "near", "keys"):
        assert getattr(found, name) == getattr(atlas, name), name


@pytest.mark.parametrize(
    ("store", "base", "state"), [("other", BASE, "one"), ("graph", "urn:x", "one"), ("graph", BASE, "two")]
)
def test_another_store_base_or_state_takes_nothing(atlas, store, base, state):
    kept.write(atlas, "graph", BASE, "one")
    assert kept.read(store, base, state) is None


def test_another_version_takes_nothing(atlas, monkeypatch):
    kept.write(atlas, "graph", BASE, "one")
    monkeypatch.setattr(kept, "__version__", "99")
    assert kept.read("graph", BASE, "one") is None


def test_a_broken_file_is_as_none(atlas):
    kept.write(atlas, "graph", BASE, "one")
    whole = kept.file_of("graph").read_bytes()
    for broken in (b"", b"x", whole[: len(whole) // 2], b"\xe9\x05\0\0\0", whole[::-1]):
        kept.file_of("graph").write_bytes(broken)
        assert kept.read("graph", BASE, "one") is None


def test_a_small_graph_and_a_folder_that_cannot_be_written_keep_nothing(atlas, cache, monkeypatch):
    monkeypatch.setattr(kept, "MANY", 10_000)
    kept.write(atlas, "graph", BASE, "one")
    assert list(cache.iterdir()) == []
    monkeypatch.setattr(kept, "MANY", 10)
    (cache / "union-work-kg").write_text("a file, where a folder should be")
    kept.write(atlas, "graph", BASE, "one")
    assert kept.read("graph", BASE, "one") is None


def test_a_server_started_anew_takes_it_until_the_store_changes(seeds_store, monkeypatch):
    state = state_of(seeds_store)
    first, second = (Surveyor(str(seeds_store), BASE) for _ in range(2))
    first.read(state)
    monkeypatch.setattr(surveyor, "load", lambda store: pytest.fail("read again"))
    second.read(state)
    assert second.answer({"do": "view"}) == first.answer({"do": "view"})
    with pytest.raises(pytest.fail.Exception):
        second.read("of a store that was changed")
