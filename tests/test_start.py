"""The script that sets up a clone: its words, and that a second run sets nothing up again."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from kg import start

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(("words", "code"), [(["--help"], 0), (["tset"], 2)])
def test_a_word_it_does_not_know_shows_the_help(words, code):
    command = [sys.executable, str(ROOT / "kg" / "start.py"), *words]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == code
    assert "python3 kg/start.py test" in done.stdout


def test_a_second_run_uses_the_environment_as_it_is(tmp_path, monkeypatch):
    files = (ROOT / "pyproject.toml", start.LOCK)
    monkeypatch.setattr(start, "VENV", tmp_path)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("set up again"))
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.touch()
    wanted = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    (tmp_path / "installed").write_text(wanted)
    assert start.set_up(for_tests=False) == python


def test_changed_requirements_are_installed_into_the_same_environment(tmp_path, monkeypatch):
    commands: list[list[str]] = []
    monkeypatch.setattr(start, "VENV", tmp_path)
    monkeypatch.setattr(subprocess, "run", lambda command, **_: commands.append(command))
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.touch()
    (tmp_path / "installed-for-tests").write_text("of other requirements")
    start.set_up(for_tests=True)
    assert [command[:4] for command in commands] == [[str(python), "-m", "pip", "install"]]
    commands.clear()
    start.set_up(for_tests=True)
    assert commands == []


def test_a_failed_check_fails_the_run_though_the_tests_pass(monkeypatch):
    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, int("mypy" in command))

    monkeypatch.setattr(subprocess, "run", run)
    assert start.check(Path("python"), []) == 1


def test_an_old_python_is_answered_with_what_to_install(monkeypatch, capsys):
    monkeypatch.setattr(sys, "version_info", (3, 9, 1))
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(SystemExit):
        start.suitable_python()
    assert "install 3.11, 3.12 or 3.13" in capsys.readouterr().err
