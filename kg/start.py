"""Set up a fresh clone and run it. Needs Python 3.11 to 3.13 and nothing else.

    python3 kg/start.py          build a graph from seeds/, ask it three questions, draw it
    python3 kg/start.py test     run the tests, linters and type checks; further words go to pytest

The first run makes the virtual environment .venv in the clone and installs into it; later runs
use it again. Only .venv, graph/ and network.html are written.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
import webbrowser
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / ".ci" / "requirements.lock"
QUESTIONS = ("q01", "q04", "q09")
OLDEST, NEWEST = (3, 11), (3, 13)
CHECKS = (
    ("-m", "ruff", "check"),
    ("-m", "ruff", "format", "--check"),
    ("-m", "mypy"),
    ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"),
)


def main() -> int:
    words = sys.argv[1:]
    if words[:1] in (["-h"], ["--help"]) or words[:1] not in ([], ["test"]):
        print(__doc__)
        return 0 if words[:1] in (["-h"], ["--help"]) else 2
    os.chdir(str(ROOT))
    try:
        python = set_up(for_tests=bool(words))
        return check(python, words[1:]) if words else demonstrate(python)
    except subprocess.CalledProcessError as error:
        return fail(f"{' '.join(map(str, error.cmd))} ended with code {error.returncode}")
    except KeyboardInterrupt:
        return 130


def set_up(for_tests: bool) -> Path:
    """Make .venv and install into it, unless that was done for just these requirements."""
    bin = VENV / ("Scripts" if os.name == "nt" else "bin")
    python = bin / ("python.exe" if os.name == "nt" else "python")
    wanted = hashlib.sha256(b"".join(f.read_bytes() for f in (ROOT / "pyproject.toml", LOCK))).hexdigest()
    stamp = VENV / ("installed-for-tests" if for_tests else "installed")
    if python.exists() and stamp.exists() and stamp.read_text() == wanted:
        return python
    started = time.time()
    if not python.exists():
        say("making the virtual environment .venv")
        subprocess.run([suitable_python(), "-m", "venv", str(VENV)], check=True)
    say("installing into .venv, which takes a few minutes the first time")
    environment = dict(os.environ)
    environment.setdefault("PIP_CACHE_DIR", str(VENV / "cache"))
    environment["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    what = ["-r", str(LOCK)] if for_tests else ["-c", str(LOCK)]
    install = [str(python), "-m", "pip", "install", "--quiet", *what, "--editable", str(ROOT)]
    subprocess.run(install, check=True, env=environment)
    stamp.write_text(wanted)
    say(f"set up in {time.time() - started:.0f} s")
    return python


def suitable_python() -> str:
    """This Python, or one beside it, of a version that the package runs on."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return sys.executable
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found:
            return found
    raise SystemExit(fail(f"this is Python {sys.version.split()[0]}; install 3.11, 3.12 or 3.13"))


def demonstrate(python: Path) -> int:
    """The main job on the seeds, with the very commands that a user types."""
    say("building a graph from the reports in seeds/")
    run(python, "build", "seeds")
    for name in QUESTIONS:
        run(python, "query", name)
    run(python, "view", "--out", "network.html")
    page = ROOT / "network.html"
    print(f"\nThe network: {page}")
    on_screen = os.name == "nt" or sys.platform == "darwin" or "DISPLAY" in os.environ
    on_screen = on_screen or "WAYLAND_DISPLAY" in os.environ
    if on_screen and "CI" not in os.environ:
        webbrowser.open(page.as_uri())
    return 0


def run(python: Path, *words: str) -> None:
    print(f"\n$ kg {' '.join(words)}", flush=True)
    subprocess.run([str(python), "-m", "kg.cli.main", *words], check=True)


def check(python: Path, words: list[str]) -> int:
    """Every check, even after one has failed; pytest last."""
    environment = dict(os.environ, PYTHONPATH=str(ROOT))
    failed = []
    for arguments in CHECKS:
        name = "lint-imports" if arguments[0] == "-c" else " ".join(arguments[1:])
        say(name)
        if subprocess.run([str(python), *arguments], env=environment).returncode:
            failed.append(name)
    for name in failed:
        fail(name + " found something, see above")
    say("pytest")
    tests = subprocess.run([str(python), "-m", "pytest", *words], env=environment).returncode
    return tests or (1 if failed else 0)


def say(line: str) -> None:
    print(f"== {line}", flush=True)


def fail(line: str) -> int:
    print(f"error: {line}", file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())
