"""The wheel holds all that the package needs, and works where there is no clone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    return built


def test_every_data_file_and_licence_is_in_the_wheel(wheel):
    inside = {name for name in zipfile.ZipFile(wheel).namelist() if not name.endswith("/")}
    bundlers = ROOT / "kg/serve/frontend"  # what makes the scripts that the wheel holds
    data = [
        path
        for path in (ROOT / "kg").rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc") and not path.is_relative_to(bundlers)
    ]
    ontology = [path for path in (ROOT / "ontology").rglob("*") if path.is_file()]
    wanted = {str(path.relative_to(ROOT)) for path in data} | {
        f"kg/{path.relative_to(ROOT)}" for path in ontology
    }
    assert {"kg/py.typed", "kg/ontology/union.ttl", "kg/resources/default.toml"} <= wanted
    assert wanted - inside == set()
    assert {name.rpartition("/")[2] for name in inside if "/licenses/" in name} == {"LICENSE", "NOTICE"}


def test_what_only_a_clone_needs_is_not_in_the_wheel(wheel):
    inside = zipfile.ZipFile(wheel).namelist()
    assert "kg/start.py" not in inside
    assert not [name for name in inside if name.startswith("kg/serve/frontend/")]
    assert {name.partition("/")[0] for name in inside if ".dist-info" not in name} == {"kg"}


@pytest.mark.wheel
def test_the_wheel_builds_asks_and_draws_in_an_empty_environment(wheel, tmp_path):
    place = tmp_path / "environment"
    venv.create(place, with_pip=True)
    python = place / "bin" / "python"
    lock = ROOT / ".ci" / "requirements.lock"
    texts = tmp_path / "texts"
    shutil.copytree(SEEDS, texts, ignore=shutil.ignore_patterns("gold"))
    page = "".join(f"<p>{line}</p>" for line in (SEEDS / "putuo-2023.txt").read_text("utf-8").splitlines())
    (texts / "page.html").write_text(f"<html><body><article>{page}</article></body></html>", "utf-8")
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}

    def run(*command: str | Path) -> str:
        done = subprocess.run(
            list(map(str, command)), capture_output=True, text=True, cwd=tmp_path, env=environment
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run(python, "-m", "pip", "install", "--quiet", "-c", lock, wheel)
    where = run(python, "-c", "import kg; print(kg.__file__)")
    assert Path(where.strip()).is_relative_to(place)
    kg = place / "bin" / "kg"
    assert run(kg, "build", "texts").count("\n") == 1 + len(list(texts.glob("*.txt"))) + 1 + 1 + 1
    assert "q01" in run(kg, "query", "--list")
    assert len(run(kg, "query", "q08", "--format", "csv").splitlines()) > 1
    run(kg, "view", "--out", "page.html")
    assert (tmp_path / "page.html").stat().st_size > 100_000
