"""What was bundled from npm: the versions that the lock names, with their licences, asking nobody."""

from __future__ import annotations

import json
import re

import pytest

from tests.serve.servers import ROOT

BUNDLES = [("editor", "editor.js"), ("sigma", "sigma.js")]


@pytest.mark.parametrize(("folder", "file"), BUNDLES)
def test_a_bundle_holds_the_versions_that_are_pinned_and_their_licences(folder: str, file: str) -> None:
    source = ROOT / "kg/serve/frontend" / folder
    wanted = json.loads((source / "package.json").read_text("utf-8"))["dependencies"]
    lock = json.loads((source / "package-lock.json").read_text("utf-8"))["packages"]
    head = (ROOT / "kg/serve/static" / file).read_text("utf-8").partition("*/")[0]
    for name, version in wanted.items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version)
        assert lock[f"node_modules/{name}"]["version"] == version
        assert f"{name} {version}, " in head
    assert "Permission is hereby granted" in head
    assert "resolved" not in json.dumps(lock)


@pytest.mark.parametrize(("folder", "file"), BUNDLES)
def test_a_bundle_evaluates_no_text(folder: str, file: str) -> None:
    code = (ROOT / "kg/serve/static" / file).read_text("utf-8").partition("*/")[2]
    assert not re.search(r"\beval\(|new Function\(|importScripts|XMLHttpRequest|sourceMappingURL", code)
